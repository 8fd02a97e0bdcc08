// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"net/http/httptrace"
	"slices"
	"sync"
	"time"
)

const (
	// paceWindow is the second in which the API counts requests, and a little
	// more for the network, which may bring two of them closer together.
	paceWindow = time.Second + 25*time.Millisecond

	// A refusal costs a tenth of the rate: the ten of a second in which another
	// process sent as many leave a third of it.
	paceCut = 0.9
	// The rate grows by paceStep each second without a refusal, and once
	// paceQuiet have passed since the last one, by paceStride.
	paceStep   = 0.1
	paceQuiet  = 6 * time.Second
	paceStride = 2.0
)

// pacer lets no more requests leave within any paceWindow than its rate says,
// and lets those leave at once. It remembers when each request of the last
// window left: a token bucket would let twice its burst through in one second,
// or make the first requests of a plan wait for each other.
//
// The rate is shared by all callers and adapts: it falls with each refusal and
// rises while there are none (additive increase, multiplicative decrease), so
// that processes that share a limit find their parts of it.
type pacer struct {
	limit int // the most per window

	mu       sync.Mutex
	slots    []*slot       // in the order in which they were taken
	quickest time.Duration // from leaving to the answer, of all so far
	changed  chan struct{} // closed when a slot is sent or given back, or the rate rises

	rate    float64   // between 1 and limit
	risen   time.Time // when the rate was brought up to date
	refused time.Time // the last refusal; zero: none so far
}

// slot is the place of one request in the window. Until the request has left,
// nobody can tell when its second begins.
type slot struct {
	left bool
	at   time.Time
}

func newPacer(limit int) *pacer {
	return &pacer{limit: limit, rate: float64(limit), changed: make(chan struct{})}
}

// take waits for a slot, without using the processor. It fails with the cause
// of ctx where that ends first.
func (p *pacer) take(ctx context.Context) (*slot, error) {
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
	p.rise(now)
	p.slots = slices.DeleteFunc(p.slots, func(s *slot) bool { return s.left && now.Sub(s.at) >= paceWindow })
	if len(p.slots) < int(p.rate) {
		taken = &slot{}
		p.slots = append(p.slots, taken)
		return taken, 0, nil
	}
	wait = paceWindow
	for _, s := range p.slots {
		if s.left {
			wait = min(wait, s.at.Add(paceWindow).Sub(now))
		}
	}
	return nil, wait, p.changed
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
	p.announce()
}

// done ends the use of a slot. One whose request was never seen to leave is
// free again, unless an answer proves that it did. An answer that took longer
// than the quickest one moves the slot's second by as much: the request may
// have been late at the API, and be counted together with later ones.
func (p *pacer) done(s *slot, answered bool, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case s.left && answered:
		trip := now.Sub(s.at)
		if p.quickest == 0 || trip < p.quickest {
			p.quickest = trip
		}
		s.at = s.at.Add(trip - p.quickest)
	case s.left:
	case answered:
		s.left, s.at = true, now
		p.announce()
	default:
		p.slots = slices.DeleteFunc(p.slots, func(other *slot) bool { return other == s })
		p.announce()
	}
}

// slow takes note of a refusal.
func (p *pacer) slow(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rise(now)
	p.rate = max(1, p.rate*paceCut)
	p.refused = now
}

// rise brings the rate up to date.
func (p *pacer) rise(now time.Time) {
	since := now.Sub(p.risen)
	step := paceStep
	if now.Sub(p.refused) > paceQuiet {
		step = paceStride
	}
	if !p.refused.IsZero() {
		p.rate = min(float64(p.limit), p.rate+step*since.Seconds())
	}
	p.risen = now
}

func (p *pacer) announce() {
	close(p.changed)
	p.changed = make(chan struct{})
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
