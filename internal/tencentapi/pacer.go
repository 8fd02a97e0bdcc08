// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"
)

// The figures below are of TestSharedLimit, which simulates several processes
// that share the API's limit.
const (
	// paceWindow is the second in which the API counts requests, and a little
	// more for the network, which may bring two of them closer together.
	paceWindow = time.Second + 20*time.Millisecond
	// paceSpread is the part of a window over which a full one is spread.
	// Without it, 6 instead of 4 % of two processes' requests are refused.
	paceSpread = 0.4

	// paceCut is the part of a full rate that a refusal costs. A lower rate
	// loses less, so that the process that sends most gives way most.
	paceCut = 0.15
	// paceRecovery is how long the rate takes back to the limit: slowly near
	// the rate that was refused, then ever faster, as TCP CUBIC does. With a
	// steady increase, two processes use 0.85 instead of 0.93 of the limit at
	// the same share of refusals.
	paceRecovery      = 7 * time.Second
	paceRecoveryPower = 5
)

// pacer limits the requests that leave within any paceWindow to its rate, and
// lets those leave at once. It remembers when each request of the last window
// left: a token bucket would let twice its burst through in one second, or make
// the first requests of a plan wait for each other.
//
// Once the window is full, the next requests leave one by one. Other processes
// that share the limit would otherwise find each second used up at its start,
// and not get a single request through.
//
// All callers share the rate. It drops with each refusal and recovers while
// there are none, so that processes that share a limit find their parts of it.
type pacer struct {
	limit int           // the most per window
	turn  chan struct{} // holds one while a caller waits, so that the others sleep

	mu       sync.Mutex
	slots    []*slot       // in the order in which they were taken
	filled   bool          // all were taken, and there has been no pause since
	taken    time.Time     // when the last slot was
	quickest time.Duration // from leaving to the response, of all so far
	changed  chan struct{} // closed when a slot is given back

	kept    float64   // what the last refusal left of the rate, between 1 and limit
	refused time.Time // the last refusal; zero: none so far
}

// slot is the place of one request in the window. Its second begins when the
// request has left.
type slot struct {
	left bool
	at   time.Time
}

func newPacer(limit int) *pacer {
	return &pacer{limit: limit, turn: make(chan struct{}, 1), kept: float64(limit), changed: make(chan struct{})}
}

// take waits for a slot, in the order of the calls. It returns the cause of ctx
// if that is done first.
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
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
}

// tryTake takes a slot if there is one. Otherwise it returns how long to wait
// before the next try, and what to watch meanwhile.
func (p *pacer) tryTake(now time.Time) (taken *slot, wait time.Duration, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slots = slices.DeleteFunc(p.slots, func(s *slot) bool { return s.left && now.Sub(s.at) >= paceWindow })
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

// untilFree is how long to wait at least for one of the slots.
func (p *pacer) untilFree(now time.Time) time.Duration {
	wait := paceWindow // what has yet to leave is not free again before that
	for _, s := range p.slots {
		if s.left {
			wait = min(wait, s.at.Add(paceWindow).Sub(now))
		}
	}
	return wait
}

// leave notes that the slot's request is on its way.
func (p *pacer) leave(s *slot, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.left, s.at = true, now
}

// outcome is what became of a request.
type outcome int

const (
	unanswered outcome = iota
	passed
	refused // for the number of requests
)

// done ends the use of a slot. One whose request was never seen to leave is
// free again, unless a response proves that it did. A response that took longer
// than the quickest one moves the slot's second by as much: the request may
// have reached the API late, and be counted together with later ones. If one in
// twenty is late by up to 100 ms, a single process uses 0.96 of the limit with
// this, and 0.84 without.
func (p *pacer) done(s *slot, o outcome, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case s.left && o != unanswered:
		trip := now.Sub(s.at)
		if p.quickest == 0 || trip < p.quickest {
			p.quickest = trip
		}
		s.at = s.at.Add(trip - p.quickest)
	case s.left:
	case o != unanswered:
		s.left, s.at = true, now
	default:
		p.slots = slices.DeleteFunc(p.slots, func(other *slot) bool { return other == s })
		close(p.changed)
		p.changed = make(chan struct{})
	}
	if o == refused {
		p.slow(now)
	}
}

// slow lowers the rate after a refusal.
func (p *pacer) slow(now time.Time) {
	rate := p.rate(now)
	p.kept, p.refused = max(1, rate*(1-paceCut*rate/float64(p.limit))), now
}

// rate is how many requests may leave in a window.
func (p *pacer) rate(now time.Time) float64 {
	if p.refused.IsZero() {
		return float64(p.limit)
	}
	recovered := math.Pow(float64(now.Sub(p.refused))/float64(paceRecovery), paceRecoveryPower)
	return min(float64(p.limit), p.kept+(float64(p.limit)-p.kept)*recovered)
}

// pacers holds a pacer for each action, since the API counts them apart.
type pacers struct {
	limit int

	mu       sync.Mutex
	byAction map[string]*pacer
}

func (p *pacers) of(action string) *pacer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byAction == nil {
		p.byAction = map[string]*pacer{}
	}
	if p.byAction[action] == nil {
		p.byAction[action] = newPacer(p.limit)
	}
	return p.byAction[action]
}
