// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package flight shares a function call between concurrent callers, each with its
// own context.
package flight

import (
	"context"
	"errors"
	"sync"
)

// Group shares concurrent calls with the same key. The zero value is ready to use and
// safe for concurrent use.
//
// It is like golang.org/x/sync/singleflight with contexts: callers wait until their
// own context is done, and a run that was interrupted by its caller's context is not
// shared; instead, the next waiting caller calls the function again.
type Group[T any] struct {
	mu   sync.Mutex
	runs map[string]*run[T]
}

type run[T any] struct {
	done        chan struct{} // closed once the fields below are set
	value       T
	err         error
	interrupted bool
}

// errAborted is the error of a run that panicked.
var errAborted = errors.New("the shared run did not return")

// Do returns the result of fn, or of the current run for key. It returns the cause of
// ctx if that is done first. fn must return when its context is done.
func (g *Group[T]) Do(ctx context.Context, key string, fn func(context.Context) (T, error)) (T, error) {
	for ctx.Err() == nil {
		r, leader := g.join(key)
		if leader {
			return g.lead(ctx, key, r, fn)
		}
		select {
		case <-r.done:
			if !r.interrupted {
				return r.value, r.err
			}
		case <-ctx.Done():
		}
	}
	var none T
	return none, context.Cause(ctx)
}

func (g *Group[T]) join(key string) (r *run[T], leader bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r, ok := g.runs[key]; ok {
		return r, false
	}
	if g.runs == nil {
		g.runs = map[string]*run[T]{}
	}
	r = &run[T]{done: make(chan struct{}), err: errAborted}
	g.runs[key] = r
	return r, true
}

// lead runs fn on the calling goroutine, so the caller gets the full error even if
// its context is done. It checks here whether the context interrupted the run, since
// callers cancel their contexts when they return.
func (g *Group[T]) lead(ctx context.Context, key string, r *run[T], fn func(context.Context) (T, error)) (T, error) {
	defer func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.runs, key)
		close(r.done)
	}()
	r.value, r.err = fn(ctx)
	r.interrupted = r.err != nil && ctx.Err() != nil
	return r.value, r.err
}
