// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package flight lets many who ask for the same thing at the same time share
// one answer, each under its own context.
package flight

import (
	"context"
	"sync"
)

// Shared runs a function once for everybody who asks for its result while it
// runs. The zero value is ready to use, and safe for concurrent use.
//
// It is golang.org/x/sync/singleflight with contexts: whoever waits leaves
// with its own, and whoever shares a run that failed because the context of
// the one who ran it had ended asks again.
type Shared[T any] struct {
	mu  sync.Mutex
	run *run[T] // the one under way; nil if none is
}

type run[T any] struct {
	ctx   context.Context
	done  chan struct{} // closed when value and err are set
	value T
	err   error
}

// Do returns the result of ask, or of the ask that is under way. It ends with
// the cause of ctx where that ends first; ask must heed its context.
func (s *Shared[T]) Do(ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	var none T
	for ctx.Err() == nil {
		r, mine := s.join(ctx)
		if mine {
			return s.fly(r, ask)
		}
		select {
		case <-r.done:
			if r.err == nil || r.ctx.Err() == nil {
				return r.value, r.err
			}
		case <-ctx.Done():
		}
	}
	return none, context.Cause(ctx)
}

func (s *Shared[T]) join(ctx context.Context) (r *run[T], mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == nil {
		s.run = &run[T]{ctx: ctx, done: make(chan struct{})}
		return s.run, true
	}
	return s.run, false
}

// fly is where the caller itself runs ask, so that it gets the whole error
// even where its context has ended.
func (s *Shared[T]) fly(r *run[T], ask func(context.Context) (T, error)) (T, error) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.run = nil
		close(r.done)
	}()
	r.value, r.err = ask(r.ctx)
	return r.value, r.err
}
