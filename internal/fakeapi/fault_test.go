// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNextInOrder(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Next(Fail("InternalError.DbOperationFailed"), Pass(), Fail("NotInTheCatalogue"))
	s.Next(Handle(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }), Respond(`{"Error":{"Code":"Text"}}`))
	for _, want := range []string{"InternalError.DbOperationFailed", "", "NotInTheCatalogue"} {
		wantCode(t, caller{key: "other"}.call(t, s, documentBody), "AuthFailure.SignatureFailure") // the faults wait
		got := caller{}.call(t, s, documentBody)
		wantCode(t, got, want)
		if want != "" && (got.message == "" || got.requestID == "") {
			t.Errorf("%s: got message %q, RequestId %q", want, got.message, got.requestID)
		}
	}
	// A handler applies before all checks, and reads the body.
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", strings.NewReader("not even an action")))
	if w.Body.String() != "not even an action" || !s.Requests()[len(s.Requests())-1].Injected {
		t.Errorf("got %s", w.Body)
	}
	wantCode(t, caller{}.call(t, s, "no JSON"), "Text")
	// So does a change of the response, even to an unsigned request.
	s.Next(Header("X-Fault", "1").And(Fail("FailedOperation")))
	got := caller{key: "other"}.call(t, s, documentBody)
	wantCode(t, got, "AuthFailure.SignatureFailure")
	if got.header.Get("X-Fault") != "1" || s.Pending() != 0 {
		t.Errorf("got header %v, %d faults are left", got.header, s.Pending())
	}
	wantCode(t, caller{}.call(t, s, documentBody), "")
}

func TestNextMatches(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	s.Next(
		Fail("InternalError").For("GetCallerIdentity"),
		Fail("SlowDown").OnFiles(),
		Fail("Failed").OnMetadata(),
		Fail("FailedOperation"),
		HTTPError(502).For("AssumeRole"),
	)
	wantCode(t, caller{}.call(t, s, documentBody), "FailedOperation")
	wantCode(t, caller{}.call(t, s, documentBody), "")
	if w := download(t, s, http.MethodGet, address); w.Code != 503 || !strings.Contains(w.Body.String(), "<Code>SlowDown</Code>") {
		t.Errorf("got HTTP %d: %s", w.Code, w.Body)
	}
	if w := download(t, s, http.MethodGet, address); w.Code != 200 {
		t.Errorf("got HTTP %d", w.Code)
	}
	if got := s.Pending(); got != 3 {
		t.Errorf("%d faults are left, want 3", got)
	}
	wantCode(t, stsCaller("GetCallerIdentity").call(t, s, "{}"), "InternalError")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, stsCaller("AssumeRole").request(t, "{}"))
	if w.Code != 502 {
		t.Errorf("got HTTP %d, want 502", w.Code)
	}
	w = httptest.NewRecorder()
	s.Metadata().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, metadataPath, http.NoBody))
	if w.Body.String() != `{"Code":"Failed"}` || s.Pending() != 0 {
		t.Errorf("got %s, %d faults are left", w.Body, s.Pending())
	}
	if got := s.Downloads()[0]; got.Status != 503 || got.Code != "SlowDown" {
		t.Errorf("recorded %+v", got)
	}
}

func TestAlways(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: func() time.Time { return documentTime }, RateLimit: 2})
	s.Always(Fail("InternalError").For("DescribeBackupUrl"), Header("X-Fault", "one"))
	got := caller{}.call(t, s, documentBody)
	wantCode(t, got, "InternalError")
	if got.header.Get("X-Fault") != "one" {
		t.Errorf("got header %v", got.header)
	}
	if got := lister.call(t, s, `{}`); got.code != "" || got.header.Get("X-Fault") != "one" {
		t.Errorf("got %s with %v", got.text, got.header)
	}
	s.Next(Pass(), Fail("FailedOperation"), Respond(`{"A":1}`))
	wantCode(t, caller{}.call(t, s, documentBody), "") // does not count for the rate limit
	wantCode(t, caller{}.call(t, s, documentBody), "FailedOperation")
	if got := (caller{}).call(t, s, documentBody); got.response["A"] != 1.0 {
		t.Errorf("got %s", got.text)
	}
	wantCode(t, caller{key: "x"}.call(t, s, documentBody), "AuthFailure.SignatureFailure")
	wantCode(t, caller{}.call(t, s, documentBody), "RequestLimitExceeded")
	s.Always()
	if got := lister.call(t, s, `{}`); got.code != "" || got.header.Get("X-Fault") != "" {
		t.Errorf("got %s with %v after the end", got.text, got.header)
	}
}

// The response of a queued fault wins over that of a lasting one, and their other parts
// add up.
func TestQueuedAndLastingFaults(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Always(Header("X-A", "lasting").And(Header("X-B", "lasting"), Fail("InternalError")))
	s.Next(Header("X-A", "next").And(Fail("FailedOperation")), Header("X-A", "next"))
	for i, want := range []string{"FailedOperation", "InternalError", "InternalError"} {
		got := caller{}.call(t, s, documentBody)
		wantCode(t, got, want)
		a := "next"
		if i == 2 {
			a = "lasting"
		}
		if got.header.Get("X-A") != a || got.header.Get("X-B") != "lasting" {
			t.Errorf("request %d: got header %v", i, got.header)
		}
	}
}

// Combining a Fault does not change it.
func TestFaultsAreValues(t *testing.T) {
	t.Parallel()
	one := Header("X-A", "1").And(Header("X-B", "1"))
	two, three := one.And(Header("X-A", "2")), one.And(Header("X-A", "3"))
	s := newDocumentServer()
	s.Next(one, two, three, one)
	for _, want := range []string{"1", "2", "3", "1"} {
		if got := (caller{}).call(t, s, documentBody).header; got.Get("X-A") != want || got.Get("X-B") != "1" {
			t.Errorf("got %v, want X-A %s", got, want)
		}
	}
}

func TestSometimes(t *testing.T) {
	t.Parallel()
	run := func(seed uint64, share float64) (codes []string, failed int) {
		s := New(Options{Now: func() time.Time { return documentTime }, RateLimit: -1, Seed: seed})
		s.Always(Fail("InternalError").Sometimes(share))
		for range 300 {
			code := lister.call(t, s, `{}`).code
			codes = append(codes, code)
			if code == "InternalError" {
				failed++
			}
		}
		return codes, failed
	}
	first, failed := run(1, 1.0/3)
	again, _ := run(1, 1.0/3)
	other, _ := run(2, 1.0/3)
	if failed < 75 || failed > 125 || !slices.Equal(first, again) || slices.Equal(first, other) {
		t.Errorf("%d of 300 failed, want about 100, selected by the seed", failed)
	}
	for share, want := range map[float64]int{0: 0, 1: 300} {
		if _, failed := run(1, share); failed != want {
			t.Errorf("%d failed with share %v, want %d", failed, share, want)
		}
	}
	s := newDocumentServer()
	s.Next(Fail("InternalError").Sometimes(0))
	wantCode(t, caller{}.call(t, s, documentBody), "InternalError")
}

// Half of the latency passes before the service reads its clock.
func TestLatency(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	s.Always(Latency(40 * time.Millisecond).And(Latency(20 * time.Millisecond)))
	start := time.Now()
	wantCode(t, caller{at: start}.call(t, s, documentBody), "")
	total, before := time.Since(start), s.Requests()[0].At.Sub(start)
	if total < 60*time.Millisecond || before < 30*time.Millisecond || total-before < 30*time.Millisecond {
		t.Errorf("it took %s, of which %s before, want 60 ms and half of that", total, before)
	}
}

func TestJitter(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Always(Jitter(time.Hour))
	first, second := s.arrive(target{}), s.arrive(target{})
	if first.before == second.before || max(first.before, second.before) >= time.Hour || first.after != 0 {
		t.Errorf("got %s and %s before, %s after", first.before, second.before, first.after)
	}
}
