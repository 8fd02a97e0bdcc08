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

func TestGroup_once(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Group[int]
			c  counter
			wg sync.WaitGroup
		)
		for range 100 {
			wg.Go(func() {
				if n, err := s.Do(t.Context(), "", c.ask); n != 1 || err != nil {
					t.Errorf("result of run %d, %v; want that of the first", n, err)
				}
			})
		}
		wg.Wait()
		if n, err := s.Do(t.Context(), "", c.ask); n != 2 || err != nil {
			t.Errorf("later: result of run %d, %v; want a run of its own", n, err)
		}
	})
}

// TestGroup_failure: a failure is shared although each caller cancels its own
// context once it has returned, as everyone with a timeout does.
func TestGroup_failure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Group[int]
			wg sync.WaitGroup
		)
		c := counter{err: errors.New("refused")}
		for range 10 {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if _, err := s.Do(ctx, "", c.ask); !errors.Is(err, c.err) {
					t.Errorf("error is %v, want that of the run", err)
				}
			})
		}
		wg.Wait()
		if c.runs != 1 {
			t.Errorf("%d runs, want 1", c.runs)
		}
	})
}

func TestGroup_keys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Group[int]
			c  counter
			wg sync.WaitGroup
		)
		for range 10 {
			for _, key := range []string{"a", "b"} {
				wg.Go(func() { _, _ = s.Do(t.Context(), key, c.ask) })
			}
		}
		wg.Wait()
		if c.runs != 2 || len(s.runs) != 0 {
			t.Errorf("%d runs for 2 keys, of which %d are kept, want 2 and none", c.runs, len(s.runs))
		}
	})
}

// TestGroup_contexts: each leaves with its own context, and nobody with
// another's.
func TestGroup_contexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			s  Group[int]
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
			_, err := s.Do(limited(3*time.Second), "", c.ask)
			if !errors.Is(err, over) || err.Error() == over.Error() || time.Since(start) != 3*time.Second {
				t.Errorf("the first ended with %v after %s, want the whole error of its run after 3s", err, time.Since(start))
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if _, err := s.Do(limited(time.Second), "", c.ask); !errors.Is(err, over) || time.Since(start) != time.Second {
				t.Errorf("the impatient one ended with %v after %s, want its cause after 1s", err, time.Since(start))
			}
		})
		for range 2 {
			wg.Go(func() {
				if n, err := s.Do(t.Context(), "", c.ask); n != 2 || err != nil || time.Since(start) != 13*time.Second {
					t.Errorf("a patient one ended with run %d, %v after %s, want the second run after 13s", n, err, time.Since(start))
				}
			})
		}
		wg.Wait()
	})
}

func TestGroup_endedBefore(t *testing.T) {
	t.Parallel()
	var (
		s Group[int]
		c counter
	)
	stopped := errors.New("stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	if _, err := s.Do(ctx, "", c.ask); !errors.Is(err, stopped) || c.runs != 0 {
		t.Errorf("error is %v after %d runs, want the cause after none", err, c.runs)
	}
}

// TestGroup_panic: nobody waits forever, and nobody takes it for a result.
func TestGroup_panic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s Group[int]
		go func() {
			defer func() { _ = recover() }()
			_, _ = s.Do(t.Context(), "", func(context.Context) (int, error) {
				time.Sleep(time.Second)
				panic("broken")
			})
		}()
		synctest.Wait()
		if n, err := s.Do(t.Context(), "", func(context.Context) (int, error) { return 7, nil }); !errors.Is(err, errAborted) {
			t.Errorf("a waiting caller gets %d, %v", n, err)
		}
		if n, err := s.Do(t.Context(), "", func(context.Context) (int, error) { return 7, nil }); n != 7 || err != nil {
			t.Errorf("the next one gets %d, %v", n, err)
		}
	})
}
