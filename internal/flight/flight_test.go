// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package flight

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counter counts its runs, each of which takes ten seconds.
type counter struct {
	mu   sync.Mutex
	runs int
	err  error
}

func (c *counter) ask(ctx context.Context) (int, error) {
	c.mu.Lock()
	c.runs++
	n := c.runs
	c.mu.Unlock()
	select {
	case <-time.After(10 * time.Second):
		return n, c.err
	case <-ctx.Done():
		return 0, errors.Join(errors.New("cut short"), context.Cause(ctx))
	}
}

func TestShared_once(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Shared[int]
			c  counter
			wg sync.WaitGroup
		)
		for range 100 {
			wg.Go(func() {
				if n, err := s.Do(t.Context(), c.ask); n != 1 || err != nil {
					t.Errorf("result of run %d, %v; want that of the first", n, err)
				}
			})
		}
		wg.Wait()
		if n, err := s.Do(t.Context(), c.ask); n != 2 || err != nil {
			t.Errorf("later: result of run %d, %v; want a run of its own", n, err)
		}
	})
}

func TestShared_failure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Shared[int]
			wg sync.WaitGroup
		)
		c := counter{err: errors.New("refused")}
		for range 10 {
			wg.Go(func() {
				if _, err := s.Do(t.Context(), c.ask); !errors.Is(err, c.err) {
					t.Errorf("error is %v, want that of the run", err)
				}
			})
		}
		wg.Wait()
		if c.runs != 1 {
			t.Errorf("%d runs, want 1: a failure is told to all", c.runs)
		}
	})
}

// TestShared_contexts: each leaves with its own context, and nobody with
// another's.
func TestShared_contexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Shared[int]
			c  counter
			wg sync.WaitGroup
		)
		start, over := time.Now(), errors.New("over")
		limited := func(d time.Duration) context.Context {
			ctx, cancel := context.WithTimeoutCause(t.Context(), d, over)
			t.Cleanup(cancel)
			return ctx
		}
		wg.Go(func() {
			_, err := s.Do(limited(3*time.Second), c.ask)
			if !errors.Is(err, over) || err.Error() == over.Error() || time.Since(start) != 3*time.Second {
				t.Errorf("the first ended with %v after %s, want the whole error of its run after 3s", err, time.Since(start))
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if _, err := s.Do(limited(time.Second), c.ask); !errors.Is(err, over) || time.Since(start) != time.Second {
				t.Errorf("the impatient one ended with %v after %s, want its cause after 1s", err, time.Since(start))
			}
		})
		for range 2 {
			wg.Go(func() {
				if n, err := s.Do(t.Context(), c.ask); n != 2 || err != nil || time.Since(start) != 13*time.Second {
					t.Errorf("a patient one ended with run %d, %v after %s, want the second run after 13s", n, err, time.Since(start))
				}
			})
		}
		wg.Wait()
	})
}

func TestShared_endedBefore(t *testing.T) {
	t.Parallel()
	var (
		s Shared[int]
		c counter
	)
	stopped := errors.New("stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	if _, err := s.Do(ctx, c.ask); !errors.Is(err, stopped) || c.runs != 0 {
		t.Errorf("error is %v after %d runs, want the cause after none", err, c.runs)
	}
}

// TestShared_panic leaves nobody waiting for ever.
func TestShared_panic(t *testing.T) {
	t.Parallel()
	var s Shared[int]
	func() {
		defer func() { _ = recover() }()
		_, _ = s.Do(t.Context(), func(context.Context) (int, error) { panic("broken") })
	}()
	if n, err := s.Do(t.Context(), func(context.Context) (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("the next one gets %d, %v", n, err)
	}
}
