// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package flight shares one run of a function among concurrent callers, each
// with its own context.
package flight

import (
	"context"
	"errors"
	"sync"
)

// Group runs a function once per key for all callers that ask while it runs.
// The zero value is ready to use and safe for concurrent use.
//
// It is golang.org/x/sync/singleflight with contexts: a waiting caller leaves
// when its own context is done, and a run that its caller's context interrupted
// is not shared; the next waiting caller runs the function again.
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

// Do returns the result of fn, or of the run for key that is under way. It
// returns the cause of ctx if that is done first. fn must heed its context.
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

// lead runs fn on the calling goroutine, so the caller gets the full error even
// if its context is done. Whether the context interrupted the run is settled
// here: callers cancel their contexts as soon as they have returned.
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
