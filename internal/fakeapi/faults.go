// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"time"
)

// Next queues faults, one for each coming request that it is for, in order. A
// fault that is nothing but an answer of the API ([Fail], [Respond], [Pass]) waits
// for a request that is signed correctly; such a request does not count for the
// rate limit. All others are met by the next request, signed or not, whether the
// service then answers or not.
func (s *Server) Next(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, faults...)
}

// Always lets every request meet all of these faults that are for it, in place of
// those of the last call; without any, none. What a request takes from the queue of
// [Server.Next] comes on top, and its answer counts where there are two. The
// limit of the rate is counted as ever, before [Fail] and [Respond] answer.
func (s *Server) Always(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lasting = slices.Clone(faults)
}

// Pending returns how many faults of [Server.Next] have not been met yet.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// effect is what all faults that a request meets amount to.
type effect struct {
	Fault

	before, after time.Duration
	queued        bool     // one of the queue was taken
	injected      bool     // a fault decided the response
	lasting       *verdict // of Always; the embedded one is of the queue
}

// arrive takes the faults that a request meets on its arrival. A request that is
// not for the API meets all of them then.
func (s *Server) arrive(request target) effect {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := request.kind != apiRequest
	var e effect
	for _, f := range s.lasting {
		if f.target.meets(request) && (all || f.early()) && s.happens(f) {
			e.Fault = e.And(f)
		}
	}
	e.lasting, e.verdict = e.verdict, nil
	e.takeQueued(s, request, func(f Fault) bool { return all || f.early() })
	for _, d := range e.delays {
		before, after := d(s.random.fraction)
		e.before, e.after = e.before+before, e.after+after
	}
	return e
}

// judge adds the faults that a request meets once it is known to be signed.
func (s *Server) judge(e *effect, request target) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.lasting {
		if f.target.meets(request) && !f.early() && s.happens(f) && f.verdict != nil {
			e.lasting = f.verdict.over(e.lasting)
		}
	}
	e.takeQueued(s, request, func(f Fault) bool { return !f.early() })
}

// lastingVerdict is that of Always, unless the queue has another.
func (e *effect) lastingVerdict() *verdict {
	if e.verdict != nil {
		return nil
	}
	return e.lasting
}

// final is the verdict that counts where both have one.
func (e *effect) final() *verdict {
	if e.verdict != nil {
		return e.verdict
	}
	return e.lasting
}

// takeQueued takes the first fault of the queue that is for the request, unless
// one has been taken or its time has not come.
func (e *effect) takeQueued(s *Server, request target, now func(Fault) bool) {
	i := slices.IndexFunc(s.queue, func(f Fault) bool { return f.target.meets(request) })
	if e.queued || i < 0 || !now(s.queue[i]) {
		return
	}
	e.Fault = e.And(s.queue[i])
	e.queued = true
	s.queue = slices.Delete(s.queue, i, i+1)
}

// happens draws whether a lasting fault is met. The lock is held.
func (s *Server) happens(f Fault) bool {
	return f.share == 0 || s.random.fraction() < f.share
}

// fraction is a random number from 0 up to 1.
func (n *noise) fraction() float64 { return float64(n.next()>>11) / (1 << 53) }

// untouched reports whether the answer goes out as the service gives it.
func (e *effect) untouched() bool { return len(e.alter) == 0 && e.deliver == nil }

// handle lets h answer a request, and sends that as the faults would have it.
func (e *effect) handle(w http.ResponseWriter, r *http.Request, h http.HandlerFunc) {
	if e.untouched() {
		if sleep(r.Context(), e.after) {
			h(w, r)
		}
		return
	}
	e.send(w, r, capture(h, r))
}

// send sends an answer as the faults would have it.
func (e *effect) send(w http.ResponseWriter, r *http.Request, a *answer) {
	if !sleep(r.Context(), e.after) {
		return
	}
	for _, change := range e.alter {
		change(a)
	}
	if e.deliver != nil {
		e.deliver(w, r, a)
		return
	}
	a.send(w)
}
