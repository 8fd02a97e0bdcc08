// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// newClockServer has a clock that a test sets to so many milliseconds after
// documentTime.
func newClockServer(o Options) (s *Server, set func(ms int64)) {
	var passed atomic.Int64
	o.Now = func() time.Time { return documentTime.Add(time.Duration(passed.Load()) * time.Millisecond) }
	return New(o), passed.Store
}

func TestStatsOfRequests(t *testing.T) {
	t.Parallel()
	s, set := newClockServer(Options{RateLimit: 3})
	if got := s.Stats(); got.Total != (ActionStats{}) || len(got.Actions) != 0 {
		t.Errorf("got %+v before any request", got)
	}
	// Two before and two after a full second; then one with which the second begins
	// after the first, and one too many.
	for _, at := range []int64{800, 900, 1000, 1100, 1800, 1801} {
		set(at)
		code := ""
		if at == 1100 || at == 1801 {
			code = "RequestLimitExceeded"
		}
		wantCode(t, caller{}.call(t, s, documentBody), code)
	}
	s.Next(Fail("RequestLimitExceeded.UinLimitExceeded"))
	wantCode(t, lister.call(t, s, `{}`), "RequestLimitExceeded.UinLimitExceeded")
	set(60_000)
	wantCode(t, caller{key: "x", at: documentTime.Add(time.Minute)}.call(t, s, documentBody), "AuthFailure.SignatureFailure")
	got := s.Stats()
	want := map[string]ActionStats{
		"DescribeBackupUrl":       {Requests: 7, Refusals: 2, MaxInSlidingSecond: 5, MaxInCalendarSecond: 4},
		"DescribeInstanceBackups": {Requests: 1, Refusals: 1, MaxInSlidingSecond: 1, MaxInCalendarSecond: 1},
	}
	if !maps.Equal(got.Actions, want) {
		t.Errorf("got %+v, want %+v", got.Actions, want)
	}
	if want := (ActionStats{Requests: 8, Refusals: 3, MaxInSlidingSecond: 6, MaxInCalendarSecond: 5}); got.Total != want {
		t.Errorf("got %+v, want %+v", got.Total, want)
	}
}

func TestMaxInFlight(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	var entered sync.WaitGroup
	release := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		entered.Add(1)
		s.Next(Handle(func(http.ResponseWriter, *http.Request) {
			entered.Done()
			<-release
		}))
		wg.Go(func() { s.ServeHTTP(httptest.NewRecorder(), caller{}.request(t, documentBody)) })
	}
	entered.Wait()
	close(release)
	wg.Wait()
	wantCode(t, caller{}.call(t, s, documentBody), "")
	if got := s.Stats().MaxInFlight; got != 3 {
		t.Errorf("got %d at most, want 3", got)
	}
}

func TestConnState(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tls, http2, keep        bool
		connections, handshakes int
	}{
		"plain, kept":     {keep: true, connections: 1},
		"plain, not kept": {connections: 3},
		"TLS, kept":       {tls: true, keep: true, connections: 1, handshakes: 1},
		"TLS, not kept":   {tls: true, connections: 3, handshakes: 3},
		"HTTP/2":          {tls: true, http2: true, keep: true, connections: 1, handshakes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDocumentServer()
			server := httptest.NewUnstartedServer(s)
			server.Config.ConnState = s.ConnState
			server.EnableHTTP2 = test.http2
			start := server.Start
			if test.tls {
				start = server.StartTLS
			}
			start()
			t.Cleanup(server.Close)
			transport, ok := server.Client().Transport.(*http.Transport)
			if !ok {
				t.Fatal("another transport")
			}
			transport.DisableKeepAlives = !test.keep
			for range 3 {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := transport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				_, err = io.Copy(io.Discard, resp.Body) // so that the connection can be kept
				resp.Body.Close()
				if err != nil {
					t.Fatal(err)
				}
			}
			if got := s.Stats(); got.Connections != test.connections || got.TLSHandshakes != test.handshakes {
				t.Errorf("got %d connections and %d handshakes, want %d and %d", got.Connections, got.TLSHandshakes, test.connections, test.handshakes)
			}
			server.Close()
			if len(s.open) != 0 {
				t.Errorf("%d connections are still known", len(s.open))
			}
		})
	}
}

// A connection that never gets to talk TLS is one without a handshake.
func TestConnStateOfAFailedHandshake(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := httptest.NewUnstartedServer(s)
	server.Config.ConnState = s.ConnState
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := (&http.Transport{}).RoundTrip(r); err == nil { // does not trust the server
		resp.Body.Close()
		t.Fatal("the server is trusted")
	}
	server.Close()
	if got := s.Stats(); got.Connections != 1 || got.TLSHandshakes != 0 {
		t.Errorf("got %d connections and %d handshakes, want 1 and 0", got.Connections, got.TLSHandshakes)
	}
}

func TestRateWindows(t *testing.T) {
	t.Parallel()
	for window, codes := range map[RateWindow][]string{
		SlidingSecond:  {"", "", "RequestLimitExceeded", "", ""},
		CalendarSecond: {"", "", "", "", "RequestLimitExceeded"},
	} {
		s, set := newClockServer(Options{RateLimit: 2, RateWindow: window})
		// Two late in a second, two early in the next, one more a second after the first.
		for i, at := range []int64{900, 901, 1000, 1900, 1901} {
			set(at)
			if got := (caller{}).call(t, s, documentBody); got.code != codes[i] {
				t.Errorf("window %d, request %d: got %q, want %q", window, i, got.code, codes[i])
			}
		}
	}
}

// A request may look at the clock before another and be counted after it.
func TestRateLimitOutOfOrder(t *testing.T) {
	t.Parallel()
	l := newLimiter(2, CalendarSecond)
	for i, ms := range []int64{100, 1100, 200, 300} {
		fail := l.admit(action{}, documentTime.Add(time.Duration(ms)*time.Millisecond))
		if refused := fail != nil; refused != (i == 3) {
			t.Errorf("at %d ms: refused %t", ms, refused)
		}
	}
}
