// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// account is an API that lets 20 requests of all processes through in a second.
type account struct {
	latency  time.Duration
	late     time.Duration // by up to which one request in twenty arrives late
	calendar bool          // whether it counts in full seconds of the clock, or in any second

	mu       sync.Mutex
	arrived  []time.Time
	accepted []time.Time
}

// process sends to the account, and remembers when.
type process struct {
	account *account

	mu   sync.Mutex
	left []time.Time
}

func (p *process) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.left = append(p.left, time.Now())
	p.mu.Unlock()
	return p.account.response(r)
}

func (a *account) response(r *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(r.Context()).WroteRequest(httptrace.WroteRequestInfo{})
	time.Sleep(rand.N(3 * time.Millisecond))
	if a.late > 0 && rand.N(20) == 0 {
		time.Sleep(rand.N(a.late))
	}
	response := refuse("RequestLimitExceeded").body
	if a.admit(time.Now()) {
		response = fine
	}
	time.Sleep(a.latency + rand.N(2*time.Millisecond))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(response)), Request: r}, nil
}

func (a *account) admit(now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.arrived = append(a.arrived, now)
	a.accepted = slices.DeleteFunc(a.accepted, func(at time.Time) bool {
		if a.calendar {
			return at.Unix() != now.Unix()
		}
		return now.Sub(at) >= time.Second
	})
	if len(a.accepted) >= 20 {
		return false
	}
	a.accepted = append(a.accepted, now)
	return true
}

// shared is what several processes with 500 reads each met at one account.
type shared struct {
	throughput float64 // a part of the limit
	refused    float64 // a part of the requests
	failed     int
}

const readsEach = 500

// share runs processes of ten workers each, as Terraform has, in made-up time.
func (a *account) share(t *testing.T, processes int) (s shared) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var wg sync.WaitGroup
		var failed atomic.Int64
		time.Sleep(rand.N(time.Second)) // at any time of the account's second
		all := make([]process, processes)
		for i := range all {
			all[i].account = a
			c, err := New(Service{Name: "redis", Version: "2018-04-12"}, Endpoint{}, testCredential, WithTransport(&all[i]))
			if err != nil {
				t.Fatal(err)
			}
			start := rand.N(100 * time.Millisecond)
			var begun atomic.Int64
			for range 10 {
				wg.Go(func() {
					time.Sleep(start)
					for begun.Add(1) <= readsEach {
						if _, err := call(t.Context(), c); err != nil {
							failed.Add(1)
						}
					}
				})
			}
		}
		wg.Wait()
		for i := range all {
			if got := most(all[i].left, time.Second); got > 20 {
				t.Errorf("%d requests of a process left within a second, want 20 at most", got)
			}
		}
		reads := float64(processes * readsEach)
		took := a.arrived[len(a.arrived)-1].Sub(a.arrived[0]) + time.Second
		s = shared{
			throughput: reads / took.Seconds() / 20,
			refused:    (float64(len(a.arrived)) - reads) / float64(len(a.arrived)),
			failed:     int(failed.Load()),
		}
	})
	return s
}

// TestSharedLimit: processes that know nothing of each other lose no read, and
// two of them use the limit well. Chance has its part, so the median counts.
func TestSharedLimit(t *testing.T) {
	t.Parallel()
	const rounds = 9
	for name, tt := range map[string]struct {
		processes  int
		latency    time.Duration
		late       time.Duration
		calendar   bool
		throughput float64 // at least
		refused    float64 // at most
	}{
		"two":                          {processes: 2, throughput: 0.88, refused: 0.06},
		"two, full seconds":            {processes: 2, calendar: true, throughput: 0.88, refused: 0.06},
		"two, far away":                {processes: 2, latency: 150 * time.Millisecond, throughput: 0.84, refused: 0.07},
		"two, far away, full seconds":  {processes: 2, latency: 150 * time.Millisecond, calendar: true, throughput: 0.85, refused: 0.07},
		"three":                        {processes: 3, latency: 40 * time.Millisecond, throughput: 0.85, refused: 0.12},
		"four":                         {processes: 4, throughput: 0.85, refused: 0.16},
		"four, far away, full seconds": {processes: 4, latency: 150 * time.Millisecond, calendar: true, throughput: 0.85, refused: 0.16},
		"one":                          {processes: 1, throughput: 0.96, refused: 0},
		"one, some requests late":      {processes: 1, late: 100 * time.Millisecond, throughput: 0.93, refused: 0.002},
		"one, far away":                {processes: 1, latency: 150 * time.Millisecond, throughput: 0.96, refused: 0},
		"one, far away, full seconds":  {processes: 1, latency: 150 * time.Millisecond, calendar: true, throughput: 0.96, refused: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var throughput, refused []float64
			for range rounds {
				a := &account{latency: tt.latency, late: tt.late, calendar: tt.calendar}
				s := a.share(t, tt.processes)
				if s.failed > 0 {
					t.Errorf("%d reads failed", s.failed)
				}
				throughput, refused = append(throughput, s.throughput), append(refused, s.refused)
			}
			slices.Sort(throughput)
			slices.Sort(refused)
			if got := throughput[rounds/2]; got < tt.throughput {
				t.Errorf("%.3f of the limit was used, want at least %.2f", got, tt.throughput)
			}
			if got := refused[rounds/2]; got > tt.refused {
				t.Errorf("%.3f of the requests were refused, want at most %.2f", got, tt.refused)
			}
			t.Logf("used %.3f of the limit, refused %.3f", throughput, refused)
		})
	}
}
