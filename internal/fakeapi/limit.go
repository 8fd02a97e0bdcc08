// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"sync"
	"time"
)

// RateWindow says in what kind of second requests are counted for the limit of the
// rate; which one the real service uses is not documented.
type RateWindow int

// The kinds of a second.
const (
	SlidingSecond  RateWindow = iota // the second that ends with the request
	CalendarSecond                   // from one full second of the clock to the next
)

// holds reports whether a request at the one time counts at the other.
func (w RateWindow) holds(at, now time.Time) bool {
	if w == CalendarSecond {
		return at.Unix() == now.Unix()
	}
	return now.Sub(at) < time.Second
}

// limiter counts requests per action within a second.
type limiter struct {
	rate   int // requests per second; 0 for what each action documents, negative for no limit
	window RateWindow

	mu   sync.Mutex
	seen map[string][]arrival
}

type arrival struct {
	at       time.Time
	answered bool
}

func newLimiter(rate int, window RateWindow) *limiter {
	return &limiter{rate: rate, window: window, seen: map[string][]arrival{}}
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
	// Requests may come here in another order than they looked at the clock, so a
	// little more is kept than counts.
	recent := slices.DeleteFunc(l.seen[action], func(a arrival) bool { return now.Sub(a.at) >= 2*time.Second })
	asked, answered := 1, 0
	for _, a := range recent {
		if l.window.holds(a.at, now) {
			asked++
			if a.answered {
				answered++
			}
		}
	}
	ok := answered < rate
	l.seen[action] = append(recent, arrival{at: now, answered: ok})
	if ok {
		return nil
	}
	return failuref("RequestLimitExceeded", "Your current request times equals to `%d` in a second, "+
		"which exceeds the frequency limit `%d` for a second. Please reduce the frequency of calls.", asked, rate)
}
