// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// The figures below are results of TestSharedLimit, which simulates processes that
// share the API's limit.
const (
	// paceWindow is the second in which the API counts requests, plus a margin
	// for jitter in the network.
	paceWindow = time.Second + 20*time.Millisecond
	// paceSpread is the part of a window over which its requests are spread once
	// it is full. Without it, 6 instead of 4 % of two processes' requests are
	// throttled.
	paceSpread = 0.4

	// paceCut is the part by which the full rate drops when a request is
	// throttled. A lower rate drops less, so the process that sends most slows
	// down most.
	paceCut = 0.15
	// paceRecovery is how long the rate takes to return to the limit: slowly near
	// the rate that was throttled, then faster, as in TCP CUBIC. With a linear
	// increase, two processes use 0.85 instead of 0.93 of the limit at the same
	// share of throttled requests.
	paceRecovery      = 7 * time.Second
	paceRecoveryPower = 5
)

// pacer limits the number of requests in any paceWindow to its rate. Up to that
// number, they are sent at once. It records when each request of the last window
// was sent: a token bucket would allow twice its burst in one second, or delay the
// first requests of a plan.
//
// Once the window is full, the next requests are sent one by one. Otherwise, other
// processes that share the limit would find each second used up at its start.
//
// All callers share the rate. It drops when a request is throttled and then
// recovers, so that processes that share a limit find their shares of it.
type pacer struct {
	limit int           // the maximum per window
	turn  chan struct{} // full while a caller waits for a slot, so that the others sleep

	mu       sync.Mutex
	slots    []*slot       // in the order in which they were taken
	filled   bool          // all slots were taken, and there was no pause since
	taken    time.Time     // when the last slot was taken
	quickest time.Duration // the shortest time so far from sending to the response
	changed  chan struct{} // closed when a slot is released

	reduced   float64   // the rate after the last throttled request, between 1 and limit
	throttled time.Time // when the last request was throttled; zero if none was
}

// slot is a request in the window. It counts from when the request was sent.
type slot struct {
	sent bool
	at   time.Time
}

func newPacer(limit int) *pacer {
	return &pacer{limit: limit, turn: make(chan struct{}, 1), reduced: float64(limit), changed: make(chan struct{})}
}

// take waits for a slot. It returns the cause of ctx if that is done first.
func (p *pacer) take(ctx context.Context) (*slot, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	for {
		s, wait, changed := p.tryTake(time.Now())
		if s != nil {
			return s, nil
		}
		select {
		case <-time.After(wait):
		case <-changed:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
}

// tryTake takes a slot if one is free. Otherwise, it returns how long to wait
// before the next try, and a channel that is closed when a slot is released.
func (p *pacer) tryTake(now time.Time) (taken *slot, wait time.Duration, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slots = slices.DeleteFunc(p.slots, func(s *slot) bool { return s.sent && now.Sub(s.at) >= paceWindow })
	if len(p.slots) >= int(p.rate(now)) {
		p.filled = true
		return nil, p.untilFree(now), p.changed
	}
	p.filled = p.filled && now.Sub(p.taken) < 2*paceWindow
	gap := time.Duration(paceSpread * float64(paceWindow) / float64(p.limit))
	if next := p.taken.Add(gap); p.filled && now.Before(next) {
		return nil, next.Sub(now), p.changed
	}
	taken = &slot{}
	p.slots, p.taken = append(p.slots, taken), now
	return taken, 0, nil
}

// untilFree returns the minimum wait for one of the slots.
func (p *pacer) untilFree(now time.Time) time.Duration {
	wait := paceWindow
	for _, s := range p.slots {
		if s.sent {
			wait = min(wait, s.at.Add(paceWindow).Sub(now))
		}
	}
	return wait
}

// markSent records that the slot's request was sent.
func (p *pacer) markSent(s *slot, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.sent, s.at = true, now
}

// outcome is the result of a request.
type outcome int

const (
	outcomeLost outcome = iota // no response
	outcomePassed
	outcomeThrottled
)

// done ends the use of a slot. If its request was not sent, the slot is released,
// unless there is a response nevertheless. A response that took longer than the
// quickest one moves the slot by the difference: the request may have reached the
// API late, and be counted together with later ones. If one request in twenty is
// late by up to 100 ms, a single process uses 0.96 of the limit with this, and 0.84
// without.
func (p *pacer) done(s *slot, o outcome, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case s.sent && o != outcomeLost:
		trip := now.Sub(s.at)
		if p.quickest == 0 || trip < p.quickest {
			p.quickest = trip
		}
		s.at = s.at.Add(trip - p.quickest)
	case s.sent:
	case o != outcomeLost:
		s.sent, s.at = true, now
	default:
		p.slots = slices.DeleteFunc(p.slots, func(other *slot) bool { return other == s })
		close(p.changed)
		p.changed = make(chan struct{})
	}
	if o == outcomeThrottled {
		p.slow(s, now)
	}
}

// slow lowers the rate after a throttled request, and frees its slot up to half
// a window late. At the same place of the next second, it would meet the same
// requests of other processes: with four of them, some calls use up all their
// attempts that way.
func (p *pacer) slow(s *slot, now time.Time) {
	s.at = s.at.Add(time.Duration(rand.Float64() / 2 * float64(paceWindow))) //nolint:gosec // nothing to guess here
	rate := p.rate(now)
	p.reduced, p.throttled = max(1, rate*(1-paceCut*rate/float64(p.limit))), now
}

// rate returns how many requests may be sent in a window.
func (p *pacer) rate(now time.Time) float64 {
	if p.throttled.IsZero() {
		return float64(p.limit)
	}
	recovered := math.Pow(float64(now.Sub(p.throttled))/float64(paceRecovery), paceRecoveryPower)
	return min(float64(p.limit), p.reduced+(float64(p.limit)-p.reduced)*recovered)
}
