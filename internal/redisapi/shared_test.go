// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestShared_once(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s shared[int]
		var asked atomic.Int64
		get := func(region, request string) int {
			answer, err := s.do(t.Context(), region, request, func() (*int, error) {
				time.Sleep(time.Second)
				return new(int(asked.Add(1))), nil
			})
			if err != nil {
				t.Error(err)
				return 0
			}
			return *answer
		}
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if got := get("r", "a"); got != 1 {
					t.Errorf("answer %d, want that of the first", got)
				}
			})
		}
		wg.Wait()
		if got := get("r", "a"); got != 1 {
			t.Errorf("a little later: answer %d, want that of the first", got)
		}
		for i, other := range [][2]string{{"r", "b"}, {"s", "a"}} {
			if got := get(other[0], other[1]); got != i+2 {
				t.Errorf("%v: answer %d, want its own", other, got)
			}
		}
		time.Sleep(freshFor)
		if got := get("r", "a"); got != 4 {
			t.Errorf("when the answer is stale: answer %d, want a new one", got)
		}
	})
}

// TestShared_failures are told to all who share the flight, and not kept.
func TestShared_failures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s shared[int]
		refused := errors.New("refused")
		var asked atomic.Int64
		ask := func() (*int, error) {
			time.Sleep(time.Second)
			if asked.Add(1) == 1 {
				return nil, refused
			}
			return new(int(0)), nil
		}
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, err := s.do(t.Context(), "", "a", ask); !errors.Is(err, refused) {
					t.Errorf("error is %v, want the refusal", err)
				}
			})
		}
		wg.Wait()
		if _, err := s.do(t.Context(), "", "a", ask); err != nil || asked.Load() != 2 {
			t.Errorf("error %v after %d questions, want an answer to the second", err, asked.Load())
		}
	})
}

// TestShared_contexts: each caller ends with its own context, and not with
// another's.
func TestShared_contexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s shared[int]
		get := func(ctx context.Context) error {
			_, err := s.do(ctx, "", "a", func() (*int, error) {
				select {
				case <-time.After(10 * time.Second):
					return new(int(0)), nil
				case <-ctx.Done():
					return nil, context.Cause(ctx)
				}
			})
			return err
		}
		stopped := errors.New("stopped")
		limited := func(d time.Duration) context.Context {
			ctx, cancel := context.WithTimeoutCause(t.Context(), d, stopped)
			t.Cleanup(cancel)
			return ctx
		}
		start := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := get(limited(3 * time.Second)); !errors.Is(err, stopped) || time.Since(start) != 3*time.Second {
				t.Errorf("the first ended with %v after %s", err, time.Since(start))
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if err := get(limited(time.Second)); !errors.Is(err, stopped) || time.Since(start) != time.Second {
				t.Errorf("the impatient one ended with %v after %s", err, time.Since(start))
			}
		})
		wg.Go(func() {
			if err := get(t.Context()); err != nil || time.Since(start) != 13*time.Second {
				t.Errorf("the patient one ended with %v after %s, want an answer of its own", err, time.Since(start))
			}
		})
		wg.Wait()
	})
}
