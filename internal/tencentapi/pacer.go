// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http/httptrace"
	"slices"
	"sync"
	"time"
)

const (
	// paceWindow is the second in which the API counts requests, and a little
	// more for the network, which may bring two of them closer together.
	paceWindow = time.Second + 20*time.Millisecond
	// paceSpread is the part of a window over which a full one is spread.
	paceSpread = 0.4

	// paceCut is the part of a full rate that a refusal costs. A lower rate
	// loses a smaller part of it, so that who sends most gives way most.
	paceCut = 0.15
	// paceRecovery is how long a pacer that is not refused takes back to its
	// limit: at first hardly faster than before, by the power, then ever faster.
	paceRecovery      = 7 * time.Second
	paceRecoveryPower = 5
)

// pacer lets no more requests leave within any paceWindow than its rate says,
// and lets those leave at once. It remembers when each request of the last
// window left: a token bucket would let twice its burst through in one second,
// or make the first requests of a plan wait for each other.
//
// Once the slots have been used up, the next requests leave one by one: other
// processes that share the limit would else find each second taken at its
// start, and not get a single request through.
//
// The rate is shared by all callers and adapts: it falls by a part of itself
// with each refusal, and rises back to the limit while there are none, so that
// processes that share a limit find their parts of it.
type pacer struct {
	limit int           // the most per window
	turn  chan struct{} // holds one while somebody waits, so that the others sleep

	mu       sync.Mutex
	slots    []*slot       // in the order in which they were taken
	filled   bool          // all were taken, and there has been no pause since
	taken    time.Time     // when the last slot was
	quickest time.Duration // from leaving to the answer, of all so far
	changed  chan struct{} // closed when a slot is given back

	kept    float64   // what the last refusal left of the rate, between 1 and limit
	refused time.Time // the last refusal; zero: none so far
}

// slot is the place of one request in the window. Until the request has left,
// nobody can tell when its second begins.
type slot struct {
	left bool
	at   time.Time
}

func newPacer(limit int) *pacer {
	return &pacer{limit: limit, turn: make(chan struct{}, 1), kept: float64(limit), changed: make(chan struct{})}
}

// take waits for a slot, without using the processor, in the order in which it
// was called. It fails with the cause of ctx where that ends first.
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

// tryTake takes a slot if there is one, or tells how long to wait and what to
// watch for before the next try.
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

// watch returns a context for the slot's request, which notes when the request
// has left. Until then it may have waited for a connection.
func (p *pacer) watch(ctx context.Context, s *slot) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { p.leave(s, time.Now()) },
	})
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
// free again, unless an answer proves that it did. An answer that took longer
// than the quickest one moves the slot's second by as much: the request may
// have been late at the API, and be counted together with later ones.
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
		p.slow(s, now)
	}
}

// slow takes note of a refusal of the slot's request. The slot comes free up to
// half a window later than others do: at the same place in the next second,
// whoever keeps a steady pace would be in the way again.
func (p *pacer) slow(s *slot, now time.Time) {
	s.at = s.at.Add(time.Duration(rand.Float64() / 2 * float64(paceWindow))) //nolint:gosec // nothing to guess here
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
