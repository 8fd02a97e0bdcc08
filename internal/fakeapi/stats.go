// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Stats is what a Server has counted since New.
type Stats struct {
	// Total is about all requests to the API, Actions about those for each action by
	// its X-TC-Action.
	Total   ActionStats
	Actions map[string]ActionStats
	// MaxInFlight is the largest number of requests to the API that were under way
	// at the same time, delays by faults included.
	MaxInFlight int
	// Connections and TLSHandshakes are how many there were. They stay 0 unless
	// [Server.ConnState] is told.
	Connections, TLSHandshakes int
}

// ActionStats is what a Server has counted of some requests.
type ActionStats struct {
	// Requests is how many there were, whatever they were answered.
	Requests int
	// Refusals is how many of them were answered RequestLimitExceeded or one of its
	// sub-codes, whether by the limit or by a fault.
	Refusals int
	// MaxInSlidingSecond is the largest number in any second, the beginning included
	// and the end not, and MaxInCalendarSecond that in any second from one full
	// second to the next, by the server's clock.
	MaxInSlidingSecond, MaxInCalendarSecond int
}

// Stats returns what has been counted so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	byAction := map[string][]*Request{}
	for _, r := range s.requests {
		byAction[r.Action] = append(byAction[r.Action], r)
	}
	stats := Stats{
		Total:         newActionStats(s.requests),
		Actions:       map[string]ActionStats{},
		MaxInFlight:   s.maxInFlight,
		Connections:   s.connections,
		TLSHandshakes: s.handshakes,
	}
	for action, requests := range byAction {
		stats.Actions[action] = newActionStats(requests)
	}
	return stats
}

// newActionStats counts requests.
func newActionStats(requests []*Request) ActionStats {
	stats := ActionStats{Requests: len(requests)}
	times := make([]time.Time, len(requests))
	seconds := map[int64]int{}
	for i, r := range requests {
		if r.Code == "RequestLimitExceeded" || strings.HasPrefix(r.Code, "RequestLimitExceeded.") {
			stats.Refusals++
		}
		times[i] = r.At
		seconds[r.At.Unix()]++
		stats.MaxInCalendarSecond = max(stats.MaxInCalendarSecond, seconds[r.At.Unix()])
	}
	slices.SortFunc(times, time.Time.Compare)
	first := 0
	for i, at := range times {
		for at.Sub(times[first]) >= time.Second {
			first++
		}
		stats.MaxInSlidingSecond = max(stats.MaxInSlidingSecond, i-first+1)
	}
	return stats
}

// begin counts a request as under way until the function it returns is called.
func (s *Server) begin() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight++
	s.maxInFlight = max(s.maxInFlight, s.inFlight)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inFlight--
	}
}

// ConnState counts connections and TLS handshakes for [Server.Stats]. It is meant
// to be the ConnState of the http.Server, or of the Config of a httptest.Server,
// that serves s.
func (s *Server) ConnState(conn net.Conn, state http.ConnState) {
	shaken := false
	if t, ok := conn.(*tls.Conn); ok && state != http.StateNew {
		shaken = t.ConnectionState().HandshakeComplete
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateNew {
		s.connections++
		s.open[conn] = false
	}
	if counted, known := s.open[conn]; known && shaken && !counted {
		s.handshakes++
		s.open[conn] = true
	}
	if state == http.StateClosed || state == http.StateHijacked {
		delete(s.open, conn)
	}
}
