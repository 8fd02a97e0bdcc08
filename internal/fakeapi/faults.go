// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"time"
)

// Next queues faults. Each applies to one of the coming requests that match it, in
// order. A fault that only replaces the API's response ([Fail], [Respond], [Pass])
// waits for a correctly signed request, which does not count towards the rate limit.
// All others apply to the next request, signed or not.
func (s *Server) Next(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, faults...)
}

// Always applies all of these faults to every request that matches them. It replaces
// the faults of the last call; without arguments, it removes them. A fault of
// [Server.Next] is added to them, and its response wins. Requests that [Fail] and
// [Respond] apply to still count towards the rate limit.
func (s *Server) Always(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lasting = slices.Clone(faults)
}

// Pending returns how many faults of [Server.Next] are left.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// effect is the combined effect of all faults on a request.
type effect struct {
	Fault

	before, after time.Duration
	queued        bool      // one was taken from the queue
	injected      bool      // a fault decided the response
	lasting       *override // of Always; the embedded one is of the queue
}

// arrive returns the faults that apply to a request when it arrives. For requests
// other than API requests, that is all of them.
func (s *Server) arrive(request target) effect {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := request.kind != apiRequest
	var e effect
	for _, f := range s.lasting {
		if f.target.matches(request) && (all || f.early()) && s.happens(f) {
			e.Fault = e.And(f)
		}
	}
	e.lasting, e.override = e.override, nil
	e.takeQueued(s, request, func(f Fault) bool { return all || f.early() })
	for _, d := range e.delays {
		before, after := d(s.random.fraction)
		e.before, e.after = e.before+before, e.after+after
	}
	return e
}

// addLate adds the faults that apply once the signature is checked.
func (s *Server) addLate(e *effect, request target) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.lasting {
		if f.target.matches(request) && !f.early() && s.happens(f) && f.override != nil {
			e.lasting = f.override.over(e.lasting)
		}
	}
	e.takeQueued(s, request, func(f Fault) bool { return !f.early() })
}

// lastingOverride returns the override of Always, unless the queue has another.
func (e *effect) lastingOverride() *override {
	if e.override != nil {
		return nil
	}
	return e.lasting
}

// final returns the override of the queue or, without one, that of Always.
func (e *effect) final() *override {
	if e.override != nil {
		return e.override
	}
	return e.lasting
}

// takeQueued takes the first fault of the queue that matches the request, unless one
// was taken before or it is not due.
func (e *effect) takeQueued(s *Server, request target, due func(Fault) bool) {
	i := slices.IndexFunc(s.queue, func(f Fault) bool { return f.target.matches(request) })
	if e.queued || i < 0 || !due(s.queue[i]) {
		return
	}
	e.Fault = e.And(s.queue[i])
	e.queued = true
	s.queue = slices.Delete(s.queue, i, i+1)
}

// happens decides whether a lasting fault applies. The caller holds the lock.
func (s *Server) happens(f Fault) bool {
	return f.share == 0 || s.random.fraction() < f.share
}

// fraction returns a random number in [0, 1).
func (n *noise) fraction() float64 { return float64(n.next()>>11) / (1 << 53) }

// handle serves a request with h and applies the faults to the response.
func (e *effect) handle(w http.ResponseWriter, r *http.Request, h http.HandlerFunc) {
	if len(e.alter) > 0 || e.deliver != nil {
		e.send(w, r, capture(h, r))
	} else if sleep(r.Context(), e.after) {
		h(w, r)
	}
}

// send applies the faults to a response and sends it.
func (e *effect) send(w http.ResponseWriter, r *http.Request, response *rawResponse) {
	if !sleep(r.Context(), e.after) {
		return
	}
	for _, change := range e.alter {
		change(response)
	}
	if e.deliver != nil {
		e.deliver(w, r, response)
		return
	}
	response.send(w)
}
