// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"sync"
)

// segment is a range of a file that is received ahead of the reader.
type segment struct {
	start, end int64
	data       [][]byte // chunks
	stop       context.CancelFunc

	mu      sync.Mutex
	filled  int64
	changed chan struct{} // has an element after filled has changed
	done    chan struct{} // closed when nothing more is received
}

// read copies what was received from an offset on, and waits for it if necessary. It
// returns 0 if there is nothing more.
func (s *segment) read(ctx context.Context, p []byte, offset int64) (int, error) {
	for {
		select {
		case <-s.done: // before looking, since it is the last change
			return s.copy(p, offset), nil
		default:
		}
		if n := s.copy(p, offset); n > 0 {
			return n, nil
		}
		select {
		case <-s.changed:
		case <-s.done:
		case <-ctx.Done():
			return 0, interrupted(ctx)
		}
	}
}

func (s *segment) copy(p []byte, offset int64) int {
	s.mu.Lock()
	filled := s.filled
	s.mu.Unlock()
	return copy(p, s.chunk(offset-s.start, filled))
}

// chunk returns the bytes from a position up to an end that are in the same chunk.
func (s *segment) chunk(from, end int64) []byte {
	i, end := from/chunkSize, min(end, (from/chunkSize+1)*chunkSize)
	if from >= end {
		return nil
	}
	return s.data[i][from-i*chunkSize : end-i*chunkSize]
}

// broken reports whether it ended without a byte.
func (s *segment) broken() bool {
	select {
	case <-s.done:
		return s.filled == 0
	default:
		return false
	}
}

// fill receives the segment.
func (r *remote) fill(ctx context.Context, s *segment, url string, known object) {
	defer close(s.done)
	body, err := r.fetch(ctx, url, known, s.start, s.end, r.IdleTimeout)
	if err == nil && body.start != s.start {
		err = &retryError{last: &Error{Kind: BadResponse}, changed: true}
	}
	for err == nil && s.filled < s.end-s.start {
		var n int
		n, err = body.Read(s.chunk(s.filled, s.end-s.start))
		s.mu.Lock()
		s.filled += int64(n)
		s.mu.Unlock()
		select {
		case s.changed <- struct{}{}:
		default:
		}
	}
	if body != nil {
		body.close()
	}
	failed, again := errors.AsType[*retryError](err)
	switch {
	case again && failed.refused:
		r.slots.retire()
		return
	case again && failed.renew:
		r.stale.Store(true)
	case again && failed.changed, err != nil && !again && ctx.Err() == nil && s.filled == 0:
		r.single.Store(true)
	}
	r.slots.give()
}

// fetchAhead requests the ranges that follow what is being read, as long as there
// are connections for them.
func (r *remote) fetchAhead() {
	left, size := r.object.Size-r.offset, int64(r.slots.segment)*chunkSize
	if !r.split && r.stream != nil {
		r.split = left > 2*size && r.stream.slow()
	}
	if !r.split || r.single.Load() || r.stale.Load() || !r.divisible() {
		return
	}
	next := r.offset
	if n := len(r.ahead); n > 0 {
		next = r.ahead[n-1].end
	} else if r.stream != nil {
		next += size
	}
	for next < r.object.Size {
		data := r.slots.try()
		if data == nil {
			return
		}
		end := min(next+size, r.object.Size)
		ctx, stop := context.WithCancel(r.ctx)
		s := &segment{
			start: next, end: end, data: data, stop: stop,
			changed: make(chan struct{}, 1), done: make(chan struct{}),
		}
		r.ahead = append(r.ahead, s)
		go r.fill(ctx, s, r.url, r.object)
		next = end
	}
}

// divisible reports whether ranges of the file are known to be of one version.
func (r *remote) divisible() bool {
	return r.object.strong() && r.object.Size != unknown && r.resumable()
}

// readAhead reads from the first segment. It returns 0 after its last byte.
func (r *remote) readAhead(p []byte) (int, error) {
	n, err := r.ahead[0].read(r.ctx, p, r.offset)
	if n == 0 && err == nil {
		r.drop(1)
		for n := len(r.ahead); n > 0 && r.ahead[n-1].broken(); n-- { // to be requested again
			r.discard(r.ahead[n-1])
			r.ahead = r.ahead[:n-1]
		}
	}
	return n, err
}

// drop discards the first segments.
func (r *remote) drop(n int) {
	for _, s := range r.ahead[:n] {
		r.discard(s)
	}
	r.ahead = r.ahead[n:]
}

func (r *remote) discard(s *segment) {
	s.stop()
	<-s.done
	release(s.data)
}
