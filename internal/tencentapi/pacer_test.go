// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// leaveAll sends n requests by ten workers, as Terraform does, and returns when each
// left.
func leaveAll(t *testing.T, p *pacer, n int) []time.Time {
	t.Helper()
	var (
		mu    sync.Mutex
		left  []time.Time
		wg    sync.WaitGroup
		queue = make(chan struct{}, n)
	)
	for range n {
		queue <- struct{}{}
	}
	close(queue)
	for range 10 {
		wg.Go(func() {
			for range queue {
				s, err := p.take(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				now := time.Now()
				p.markSent(s, now)
				mu.Lock()
				left = append(left, now)
				mu.Unlock()
				p.done(s, outcomePassed, time.Now())
			}
		})
	}
	wg.Wait()
	slices.SortFunc(left, time.Time.Compare)
	return left
}

// most is the largest number of times within any span of d.
func most(times []time.Time, d time.Duration) int {
	largest, first := 0, 0
	for i := range times {
		for times[i].Sub(times[first]) >= d {
			first++
		}
		largest = max(largest, i-first+1)
	}
	return largest
}

// TestPacer_spread: the first requests wait for nothing. When the slots are used up, the
// next ones leave one by one; after a quiet window, again all at once.
func TestPacer_spread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(20)
		start := time.Now()
		left := leaveAll(t, p, 40)
		if !left[19].Equal(start) {
			t.Errorf("the first twenty took %s", left[19].Sub(start))
		}
		const gap = 20400 * time.Microsecond // 0.4 of the window for 20 requests
		for i, at := range left[20:] {
			if want := left[0].Add(paceWindow + time.Duration(i)*gap); !at.Equal(want) {
				t.Errorf("request %d left after %s, want %s", 21+i, at.Sub(left[0]), want.Sub(left[0]))
			}
		}
		time.Sleep(2 * paceWindow)
		start = time.Now()
		leaveAll(t, p, 20)
		if took := time.Since(start); took != 0 {
			t.Errorf("twenty after a pause took %s", took)
		}
	})
}

// TestPacer_order: who asked first goes first.
func TestPacer_order(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			p  = newPacer(1)
			wg sync.WaitGroup
			mu sync.Mutex
			in []int
		)
		for i := range 20 {
			wg.Go(func() {
				s, err := p.take(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				in = append(in, i)
				mu.Unlock()
				p.markSent(s, time.Now())
			})
			synctest.Wait()
		}
		wg.Wait()
		if !slices.IsSorted(in) {
			t.Errorf("the order is %v", in)
		}
	})
}

// TestPacer_slowStart: what counts is when a request leaves, not when it was
// allowed to: dialing may take a while.
func TestPacer_slowStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(1)
		first, err := p.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(3*time.Second, func() { p.markSent(first, time.Now()) })
		start := time.Now()
		if _, err := p.take(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited != 3*time.Second+paceWindow {
			t.Errorf("the second waited %s, want a window from the first one's leaving", waited)
		}
	})
}

// TestPacer_late: a request whose response is late may have been counted late.
func TestPacer_late(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(1)
		for i, tt := range []struct{ trip, late time.Duration }{
			{200 * time.Millisecond, 0}, {100 * time.Millisecond, 0}, {400 * time.Millisecond, 300 * time.Millisecond},
		} {
			s, err := p.take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			p.markSent(s, start)
			time.Sleep(tt.trip)
			p.done(s, outcomePassed, time.Now())
			if _, err := p.take(t.Context()); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(start); waited != paceWindow+tt.late {
				t.Errorf("request %d: the next one waited %s, want a window and %s", i+1, waited, tt.late)
			}
			p.slots = nil
		}
	})
}

// TestPacer_released: a request that never left takes no place.
func TestPacer_released(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(1)
		first, err := p.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { p.done(first, outcomeLost, time.Now()) })
		start := time.Now()
		if _, err := p.take(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited != time.Second {
			t.Errorf("the second waited %s, want until the first was released", waited)
		}
	})
}

// TestPacer_adapts: refusals slow all down, quiet speeds up again, and neither
// goes beyond its bound.
func TestPacer_adapts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(20)
		refuse := func(n int) {
			for range n {
				p.done(&slot{sent: true, at: time.Now()}, outcomeThrottled, time.Now())
			}
		}
		expect := func(after string, want int) {
			t.Helper()
			if got := int(p.rate(time.Now())); got != want {
				t.Errorf("%s the rate is %d, want %d", after, got, want)
			}
		}
		expect("at first", 20)
		refuse(10)
		expect("after ten refusals of twenty requests", 7)
		time.Sleep(3 * time.Second)
		expect("three quiet seconds later", 7)
		time.Sleep(2 * time.Second)
		expect("five quiet seconds later", 9)
		time.Sleep(2 * time.Second)
		expect("seven quiet seconds later", 20)
		time.Sleep(time.Hour)
		expect("an hour later", 20)
		refuse(1)
		expect("after one more refusal", 17)
		refuse(10_000)
		expect("after ten thousand", 1)
	})
}

// TestCall_paced: calls of one action share its pacer, those of another do not.
func TestCall_paced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, &server{responses: []reply{say(200, fine)}}, WithMaxRequestsPerSecond(5))
		start := time.Now()
		var wg sync.WaitGroup
		for range 11 {
			wg.Go(func() {
				if _, err := call(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			if _, err := Call[testResponse](t.Context(), c, "DescribeOther", "ap-chengdu", struct{}{}); err != nil || time.Since(start) != 0 {
				t.Errorf("another action's call ended with %v after %s, want at once", err, time.Since(start))
			}
		})
		wg.Wait()
		if took := time.Since(start); took != 2*paceWindow {
			t.Errorf("11 calls at 5 a second took %s, want two windows", took)
		}
	})
}

// TestCall_slowsDown after a refusal, in any part of the process.
func TestCall_slowsDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, refusal := range []reply{refuse("RequestLimitExceeded"), refuse("InvalidParameter.OverLimit"), say(429, "")} {
			s := &server{responses: []reply{refusal, say(200, fine)}}
			c := newTestClient(t, s, WithMaxRequestsPerSecond(3))
			start := time.Now()
			for range 2 { // three requests, which the limit itself would let through at once
				if _, err := call(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(start); took != paceWindow {
				t.Errorf("the calls took %s, want the third request in the next window", took)
			}
		}
	})
}
