// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// newClockServer returns a server whose clock a test sets, in milliseconds after
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
	for range 50 { // other actions have their own limits
		wantCode(t, lister.call(t, s, `{}`), "")
	}
	wantCode(t, lister.call(t, s, `{}`), "RequestLimitExceeded")
	set(1000)
	wantCode(t, caller{}.call(t, s, documentBody), "") // the first of the 20 is a second old; refused ones do not count
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
	// Requests may be counted in another order than they read the clock.
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
	// Two before and two after a full second, then one more than a second after the
	// first, and one too many.
	for _, at := range []int64{800, 900, 1000, 1100, 1800, 1801} {
		set(at)
		caller{}.call(t, s, documentBody)
	}
	s.Next(Fail("RequestLimitExceeded.UinLimitExceeded"))
	lister.call(t, s, `{}`)
	set(60_000)
	caller{key: "x", at: documentTime.Add(time.Minute)}.call(t, s, documentBody)
	for action, want := range map[string]Stats{
		"":                        {Requests: 8, Throttled: 3, MaxPerSecond: 6},
		"DescribeBackupUrl":       {Requests: 7, Throttled: 2, MaxPerSecond: 5},
		"DescribeInstanceBackups": {Requests: 1, Throttled: 1, MaxPerSecond: 1},
		"GetCallerIdentity":       {},
	} {
		if got := s.Stats(action); got != want {
			t.Errorf("%q: got %+v, want %+v", action, got, want)
		}
	}
}

// TestParallelUse is for the race detector. It also counts.
func TestParallelUse(t *testing.T) {
	t.Parallel()
	const clients, rounds = 8, 10
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	s.OnResponse(func(Request) {
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
		t.Errorf("%d requests failed, %d downloads recorded, %d credentials issued; want %d each", failed, downloads, issued, clients*rounds)
	}
}
