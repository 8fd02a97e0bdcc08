// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"sync"
)

const (
	chunkSize = 1 << 20
	// chunkCount bounds the memory for what all downloads receive ahead.
	chunkCount = 32
	// maxSegment is the size of a range in chunks. Each costs a round trip.
	maxSegment = 4
	// growth is what is received before a connection that the store refused is tried
	// again.
	growth = 64 << 20
)

// chunks are the free chunks, which are nil until their first use.
var chunks = sync.OnceValue(func() chan []byte {
	free := make(chan []byte, chunkCount)
	for range chunkCount {
		free <- nil
	}
	return free
})

// slots bounds the connections of a download. There are fewer after the store refused
// one.
type slots struct {
	free    chan struct{}
	segment int // the size of a range in chunks

	mu       sync.Mutex
	limit    int
	received int64
}

func newSlots(connections int) *slots {
	s := &slots{
		free: make(chan struct{}, connections), limit: connections,
		segment: min(max(chunkCount/connections, 1), maxSegment),
	}
	for range connections {
		s.free <- struct{}{}
	}
	return s
}

// take waits for a connection.
func (s *slots) take(ctx context.Context) error {
	select {
	case <-s.free:
		return nil
	case <-ctx.Done():
		return interrupted(ctx)
	}
}

// try takes a connection and the chunks of a segment if all are free.
func (s *slots) try() [][]byte {
	select {
	case <-s.free:
	default:
		return nil
	}
	var taken [][]byte
	for range s.segment {
		select {
		case chunk := <-chunks():
			taken = append(taken, chunk)
		default:
			release(taken)
			s.give()
			return nil
		}
	}
	for i := range taken {
		if taken[i] == nil {
			taken[i] = make([]byte, chunkSize)
		}
	}
	return taken
}

func release(taken [][]byte) {
	for _, chunk := range taken {
		chunks() <- chunk
	}
}

// give returns a connection.
func (s *slots) give() { s.free <- struct{}{} }

// retire is called instead of give after the store refused a connection. It reports
// whether others are left.
func (s *slots) retire() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.limit == 1 {
		s.give()
		return false
	}
	s.limit--
	s.received = 0
	return true
}

// grow counts received bytes, and brings a refused connection back after enough.
func (s *slots) grow(bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.received += int64(bytes); s.received >= growth && s.limit < cap(s.free) {
		s.limit++
		s.received = 0
		s.give()
	}
}
