// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"sync"
	"time"
)

// limiter counts requests per action in a sliding window of one second.
type limiter struct {
	rate int // requests per second; 0 for what each action documents, negative for no limit

	mu   sync.Mutex
	seen map[string][]arrival
}

type arrival struct {
	at       time.Time
	answered bool
}

func newLimiter(rate int) *limiter {
	return &limiter{rate: rate, seen: map[string][]arrival{}}
}

// admit counts a request. Refused ones count in the number the message names but
// take no place in the window: a client that keeps asking is still answered at
// the full rate.
func (l *limiter) admit(a action, now time.Time) *apiError {
	rate := l.rate
	if rate == 0 {
		rate = a.rate
	}
	if rate < 0 {
		return nil
	}
	action := a.service + " " + a.name
	l.mu.Lock()
	defer l.mu.Unlock()
	recent := slices.DeleteFunc(l.seen[action], func(a arrival) bool {
		return now.Sub(a.at) >= time.Second
	})
	answered := 0
	for _, a := range recent {
		if a.answered {
			answered++
		}
	}
	ok := answered < rate
	l.seen[action] = append(recent, arrival{at: now, answered: ok})
	if ok {
		return nil
	}
	return failuref("RequestLimitExceeded", "Your current request times equals to `%d` in a second, "+
		"which exceeds the frequency limit `%d` for a second. Please reduce the frequency of calls.",
		len(recent)+1, rate)
}
