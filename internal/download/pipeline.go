// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

const (
	blockSize = 128 << 10
	// blockCount is for each transfer. Eight transfers have 4 MiB in total.
	blockCount = 4
)

// block is a part of a file on its way to the sinks.
type block struct {
	data  []byte
	users atomic.Int32
}

// pipeline holds the free blocks of a transfer.
type pipeline chan *block

// pipelines keeps blocks for the next transfer.
var pipelines = sync.Pool{New: func() any {
	p := make(pipeline, blockCount)
	for range blockCount {
		p <- &block{data: make([]byte, blockSize)}
	}
	return p
}}

// pipe copies source to all sinks, which run concurrently, so that network, disk, and
// digests overlap. It returns at the end of source, after an error, or when ctx is
// done. When it returns, all that source returned has been written to all sinks, unless
// the error is a [sinkError].
func pipe(ctx context.Context, source io.Reader, sinks ...io.Writer) error {
	p, _ := pipelines.Get().(pipeline) // nothing else is in there
	defer pipelines.Put(p)
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var running sync.WaitGroup
	queues := make([]chan *block, len(sinks))
	for i, sink := range sinks {
		queues[i] = make(chan *block, blockCount)
		running.Go(func() { p.drain(queues[i], sink, fail) })
	}
	err := p.read(ctx, source, queues)
	for _, queue := range queues {
		close(queue)
	}
	running.Wait()
	if broken, ok := errors.AsType[*sinkError](context.Cause(ctx)); ok {
		return broken
	}
	return err
}

// drain writes blocks to a sink until one fails, and releases the rest.
func (p pipeline) drain(queue <-chan *block, sink io.Writer, fail context.CancelCauseFunc) {
	broken := false
	for b := range queue {
		if !broken {
			if _, err := sink.Write(b.data); err != nil {
				broken = true
				fail(&sinkError{err})
			}
		}
		if b.users.Add(-1) == 0 {
			p <- b
		}
	}
}

func (p pipeline) read(ctx context.Context, source io.Reader, queues []chan *block) error {
	for {
		var b *block
		select {
		case b = <-p:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		length, err := fill(source, b.data[:blockSize])
		if length == 0 {
			p <- b
		} else {
			b.data = b.data[:length]
			b.users.Store(int32(len(queues))) //nolint:gosec // a handful
			for _, queue := range queues {
				queue <- b
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// fill reads until p is full or source returns an error.
func fill(source io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var length int
		length, err = source.Read(p[n:])
		n += length
	}
	return n, err
}

// sinkError is an error of a sink, as opposed to one of the source.
type sinkError struct{ err error }

func (e *sinkError) Error() string { return e.err.Error() }

func (e *sinkError) Unwrap() error { return e.err }

// spell is a reader that ends after some time, so that what was received is written.
type spell struct {
	io.Reader

	until time.Time
	ended bool
}

func (s *spell) Read(p []byte) (int, error) {
	if time.Now().After(s.until) {
		s.ended = true
		return 0, io.EOF
	}
	return s.Reader.Read(p)
}
