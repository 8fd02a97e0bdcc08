// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"strings"
	"time"
)

// Stats counts requests to the API.
type Stats struct {
	// Requests is the number of requests, successful or not.
	Requests int
	// Throttled is the number of them that failed with RequestLimitExceeded or one of
	// its sub-codes, because of the rate limit or a fault.
	Throttled int
	// MaxPerSecond is the largest number in any one second of the server's clock. The
	// second includes its beginning and excludes its end.
	MaxPerSecond int
}

// Stats counts the requests for one action by their X-TC-Action, or all requests
// if action is empty.
func (s *Server) Stats(action string) Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	var stats Stats
	var times []time.Time
	for _, r := range s.requests {
		if action != "" && r.Action != action {
			continue
		}
		times = append(times, r.At)
		if r.Code == "RequestLimitExceeded" || strings.HasPrefix(r.Code, "RequestLimitExceeded.") {
			stats.Throttled++
		}
	}
	stats.Requests = len(times)
	slices.SortFunc(times, time.Time.Compare)
	first := 0
	for i, at := range times {
		for at.Sub(times[first]) >= time.Second {
			first++
		}
		stats.MaxPerSecond = max(stats.MaxPerSecond, i-first+1)
	}
	return stats
}
