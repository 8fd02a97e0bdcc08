// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"sync"
	"time"
)

// limiter limits the requests per action in the second before a request. The document
// does not say which second the real service means.
type limiter struct {
	rate int // requests per second; 0 for the documented limits, negative for none

	mu       sync.Mutex
	admitted map[string][]time.Time
}

func newLimiter(rate int) *limiter { return &limiter{rate: rate, admitted: map[string][]time.Time{}} }

// admit returns an error if a request exceeds the limit. Refused requests do not count.
func (l *limiter) admit(a action, now time.Time) *apiError {
	rate := l.rate
	if rate == 0 {
		rate = a.rate
	}
	if rate < 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	recent := slices.DeleteFunc(l.admitted[a.name], func(at time.Time) bool { return now.Sub(at) >= time.Second })
	l.admitted[a.name] = recent
	if len(recent) < rate {
		l.admitted[a.name] = append(recent, now)
		return nil
	}
	return failuref("RequestLimitExceeded", "Your current request times equals to `%d` in a second, "+
		"which exceeds the frequency limit `%d` for a second. Please reduce the frequency of calls.", len(recent)+1, rate)
}
