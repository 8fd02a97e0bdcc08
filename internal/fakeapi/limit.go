// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"sync"
	"time"
)

// RateWindow is the window of the rate limit. The document does not say which one the
// real service uses.
type RateWindow int

// The windows.
const (
	SlidingSecond  RateWindow = iota // the second before the request
	CalendarSecond                   // from one full second of the clock to the next
)

// holds reports whether a request at one time counts at the other.
func (w RateWindow) holds(at, now time.Time) bool {
	if w == CalendarSecond {
		return at.Unix() == now.Unix()
	}
	return now.Sub(at) < time.Second
}

// limiter counts requests per action within a second.
type limiter struct {
	rate   int // requests per second; 0 for the documented limits, negative for none
	window RateWindow

	mu   sync.Mutex
	seen map[string][]arrival
}

type arrival struct {
	at      time.Time
	refused bool
}

func newLimiter(rate int, window RateWindow) *limiter {
	return &limiter{rate: rate, window: window, seen: map[string][]arrival{}}
}

// admit counts a request and returns an error if it exceeds the limit. Refused requests
// are part of the number in the message, but do not count towards the limit.
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
	// Requests may arrive here out of order, so older ones are kept for a moment.
	recent := slices.DeleteFunc(l.seen[action], func(a arrival) bool { return now.Sub(a.at) >= 2*time.Second })
	received, admitted := 1, 0
	for _, a := range recent {
		if l.window.holds(a.at, now) {
			received++
			if !a.refused {
				admitted++
			}
		}
	}
	refused := admitted >= rate
	l.seen[action] = append(recent, arrival{now, refused})
	if !refused {
		return nil
	}
	return failuref("RequestLimitExceeded", "Your current request times equals to `%d` in a second, "+
		"which exceeds the frequency limit `%d` for a second. Please reduce the frequency of calls.", received, rate)
}
