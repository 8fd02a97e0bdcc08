// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

const (
	blockSize = 128 << 10
	// blockCount is for each transfer; with four of them that is 2 MiB in all.
	blockCount = 4
)

// block is a piece of a file on its way to everything that needs it.
type block struct {
	data  []byte
	users atomic.Int32
}

// pipeline holds the free blocks of a transfer.
type pipeline chan *block

// pipelines keeps the blocks for the next request or file.
var pipelines = sync.Pool{New: func() any {
	p := make(pipeline, blockCount)
	for range blockCount {
		p <- &block{data: make([]byte, blockSize)}
	}
	return p
}}

// pipe passes what it reads from source to all sinks, which run concurrently,
// so that network, disk, and digests overlap. It ends with source, an error, or
// ctx, and calls passed for each piece. When it returns, every byte that was
// passed has reached every sink, unless the error is a [sinkError].
func pipe(ctx context.Context, source io.Reader, passed func(n int), sinks ...io.Writer) error {
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
	err := p.read(ctx, source, passed, queues)
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

func (p pipeline) read(ctx context.Context, source io.Reader, passed func(n int), queues []chan *block) error {
	for {
		var b *block
		select {
		case b = <-p:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		length, err := fill(source, b.data[:blockSize])
		if ctx.Err() != nil { // even at the end of the source: this block is lost
			p <- b
			return context.Cause(ctx)
		}
		if length == 0 {
			p <- b
			return endOfFile(err)
		}
		b.data = b.data[:length]
		b.users.Store(int32(len(queues))) //nolint:gosec // a handful
		for _, queue := range queues {
			queue <- b
		}
		passed(length)
		if err != nil {
			return endOfFile(err)
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

// endOfFile makes the regular end no error.
func endOfFile(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// sinkError is an error of a sink, as opposed to one of the source.
type sinkError struct{ err error }

func (e *sinkError) Error() string { return e.err.Error() }

func (e *sinkError) Unwrap() error { return e.err }

// diskWriter writes to a file from an offset on.
type diskWriter struct {
	file    *os.File
	end     int64
	pending int64 // written since the last writeback began
}

// writebackSize is how much is written before the disk is set to work.
const writebackSize = 4 << 20

func (w *diskWriter) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	w.end += int64(n)
	if w.pending += int64(n); w.pending >= writebackSize {
		startWriteback(w.file, w.end-w.pending, w.pending)
		w.pending = 0
	}
	return n, err
}
