// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"sync"
)

// each calls work for the indexes below n, some at a time, and returns the results
// in order. After an error, it cancels the other calls and returns that error.
func each[T any](ctx context.Context, n, some int, work func(ctx context.Context, index int) (T, error)) ([]T, error) {
	results := make([]T, n)
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	indexes := make(chan int)
	var running sync.WaitGroup
	for range min(n, some) {
		running.Go(func() {
			for i := range indexes {
				result, err := work(inner, i)
				if err != nil {
					cancel(&firstError{err}) // only the first call has an effect
					return
				}
				results[i] = result
			}
		})
	}
feed:
	for i := range n {
		select {
		case indexes <- i:
		case <-inner.Done():
			break feed
		}
	}
	close(indexes)
	running.Wait()
	if ctx.Err() != nil {
		return nil, interrupted(ctx)
	}
	if first, ok := errors.AsType[*firstError](context.Cause(inner)); ok {
		return nil, first.error
	}
	return results, nil
}

// firstError is an error of work, as opposed to the cause of the caller's context.
type firstError struct{ error }
