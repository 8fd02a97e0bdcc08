// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
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

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s, set := newClockServer(Options{})
	for i := range int64(20) {
		set(i)
		wantCode(t, caller{}.call(t, s, documentBody), "")
	}
	for _, count := range []string{"`21`", "`22`"} {
		got := caller{}.call(t, s, documentBody)
		wantCode(t, got, "RequestLimitExceeded")
		want := "Your current request times equals to " + count + " in a second, which exceeds the frequency limit `20` for a second. " +
			"Please reduce the frequency of calls."
		if got.message != want {
			t.Errorf("got message %q, want %q", got.message, want)
		}
	}
	for range 50 { // another action has a limit of its own
		wantCode(t, lister.call(t, s, `{}`), "")
	}
	wantCode(t, lister.call(t, s, `{}`), "RequestLimitExceeded")
	set(1000)
	wantCode(t, caller{}.call(t, s, documentBody), "") // the first of the 20 is a second old, the refused ones take no place
	wantCode(t, caller{}.call(t, s, documentBody), "RequestLimitExceeded")
}

func TestRateLimitCountsOnlySignedRequestsWithoutFault(t *testing.T) {
	t.Parallel()
	s, _ := newClockServer(Options{RateLimit: 1})
	wantCode(t, caller{key: "other"}.call(t, s, documentBody), "AuthFailure.SignatureFailure")
	s.Next(Fail("InternalError"))
	wantCode(t, caller{}.call(t, s, documentBody), "InternalError")
	wantCode(t, caller{}.call(t, s, documentBody), "")
	wantCode(t, caller{}.call(t, s, documentBody), "RequestLimitExceeded")
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
	// A request may look at the clock before another and be counted after it.
	l := newLimiter(2, CalendarSecond)
	for i, ms := range []int64{100, 1100, 200, 300} {
		fail := l.admit(action{}, documentTime.Add(time.Duration(ms)*time.Millisecond))
		if refused := fail != nil; refused != (i == 3) {
			t.Errorf("at %d ms: refused %t", ms, refused)
		}
	}
}

func TestStats(t *testing.T) {
	t.Parallel()
	s, set := newClockServer(Options{RateLimit: 3})
	// Two before and two after a full second; then one with which the second begins
	// after the first, and one too many.
	for _, at := range []int64{800, 900, 1000, 1100, 1800, 1801} {
		set(at)
		caller{}.call(t, s, documentBody)
	}
	s.Next(Fail("RequestLimitExceeded.UinLimitExceeded"))
	lister.call(t, s, `{}`)
	set(60_000)
	caller{key: "x", at: documentTime.Add(time.Minute)}.call(t, s, documentBody)
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
	var entered, done sync.WaitGroup
	entered.Add(3)
	release := make(chan struct{})
	s.Always(Handle(func(http.ResponseWriter, *http.Request) {
		entered.Done()
		<-release
	}))
	for range 3 {
		done.Go(func() { s.ServeHTTP(httptest.NewRecorder(), caller{}.request(t, documentBody)) })
	}
	entered.Wait()
	close(release)
	done.Wait()
	s.Always()
	wantCode(t, caller{}.call(t, s, documentBody), "")
	if got := s.Stats().MaxInFlight; got != 3 {
		t.Errorf("got %d at most, want 3", got)
	}
}

func TestConnState(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tls, http2, keep, distrust bool
		connections, handshakes    int
	}{
		"plain, kept":     {keep: true, connections: 1},
		"plain, not kept": {connections: 3},
		"TLS, kept":       {tls: true, keep: true, connections: 1, handshakes: 1},
		"TLS, not kept":   {tls: true, connections: 3, handshakes: 3},
		"HTTP/2":          {tls: true, http2: true, keep: true, connections: 1, handshakes: 1},
		"no handshake":    {tls: true, distrust: true, connections: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDocumentServer()
			server := httptest.NewUnstartedServer(s)
			server.Config.ConnState, server.Config.ErrorLog = s.ConnState, log.New(io.Discard, "", 0)
			server.EnableHTTP2 = test.http2
			if test.tls {
				server.StartTLS()
			} else {
				server.Start()
			}
			t.Cleanup(server.Close)
			transport := server.Client().Transport.(*http.Transport)
			if test.distrust {
				transport = &http.Transport{}
			}
			transport.DisableKeepAlives = !test.keep
			for range 3 {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := transport.RoundTrip(r)
				if trusted := err == nil; trusted == test.distrust {
					t.Fatalf("got %v", err)
				}
				if err == nil {
					_, _ = io.Copy(io.Discard, resp.Body) // so that the connection can be kept
					resp.Body.Close()
				}
			}
			server.Close()
			if got := s.Stats(); got.Connections != test.connections || got.TLSHandshakes != test.handshakes || len(s.open) != 0 {
				t.Errorf("got %+v with %d open, want %d connections and %d handshakes", got, len(s.open), test.connections, test.handshakes)
			}
		})
	}
}

// TestParallelUse is for the race detector; it also counts.
func TestParallelUse(t *testing.T) {
	t.Parallel()
	const clients, rounds = 8, 10
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	s.OnAnswer(func(Request) {
		_ = s.UpdateBackup(StatusesInstanceID, ExportedBackupID, func(b *Backup) { b.Remark += "." })
	})
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			id := strings.Repeat("x", i+1)
			for range rounds {
				s.Next(Fail("InternalError").For("DescribeBackupUrl"))
				s.ServeHTTP(httptest.NewRecorder(), caller{}.request(t, documentBody))
				download(t, s, http.MethodGet, address)
				if err := s.AddBackup(DocumentInstanceID, Backup{ID: id, Files: oneFile()}); err != nil {
					t.Error(err)
				}
				lister.list(t, s, `{}`)
				if err := s.RemoveBackup(DocumentInstanceID, id); err != nil {
					t.Error(err)
				}
				caller{}.with(stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")).credential(t)).call(t, s, "{}")
				s.RevokeTemporary()
				_, _, _ = s.Requests(), s.Downloads(), s.Issued()
			}
		})
	}
	wg.Wait()
	failed := 0
	for _, r := range s.Requests() {
		if r.Code == "InternalError" {
			failed++
		}
	}
	if downloads, issued := len(s.Downloads()), len(s.Issued()); failed != clients*rounds || downloads != failed || issued != failed {
		t.Errorf("%d faults were met, %d downloads recorded, %d credentials issued; want %d each", failed, downloads, issued, clients*rounds)
	}
}
