// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNext(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address := firstURL(t, s, oneFileBody)
	s.Next(
		Fail("InternalError").For("GetCallerIdentity"),
		Fail("SlowDown").OnFiles(),
		Fail("NotInTheCatalogue"), Pass(), Respond(`{"A": null}`),
		HTTPError(502).For("AssumeRole"),
	)
	if got := (caller{}).call(t, s, documentBody); got.code != "NotInTheCatalogue" || got.message == "" || !s.Requests()[1].Injected {
		t.Errorf("got %s", got.Body)
	}
	wantCode(t, caller{}.call(t, s, documentBody), "")
	if got := (caller{}).call(t, s, documentBody).Body.String(); !strings.HasPrefix(got, `{"Response":{"A": null,"RequestId":"`) {
		t.Errorf("got %s", got)
	}
	for _, want := range []int{503, 200} {
		if w := download(t, s, http.MethodGet, address); w.Code != want {
			t.Errorf("got HTTP %d: %.300s, want %d", w.Code, w.Body, want)
		}
	}
	if got := s.Downloads()[0]; got.Code != "SlowDown" || !got.Injected || s.Pending() != 2 {
		t.Errorf("recorded %+v, %d faults are left", got, s.Pending())
	}
	wantCode(t, stsCaller("GetCallerIdentity").call(t, s, "{}"), "InternalError")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)) // not AssumeRole
	s.ServeHTTP(w, stsCaller("AssumeRole").request(t, s, "{}"))
	if s.Pending() != 0 {
		t.Error("a fault is left")
	}
	s.Next(Fail("InternalError"))
	wantCode(t, caller{key: "other"}.call(t, s, documentBody), "AuthFailure.SignatureFailure")
}

// The response of a queued fault wins over that of a lasting one, and their other parts
// add up. Combining a Fault does not change it.
func TestAlways(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	lasting := Header("X-A", "lasting").And(Header("X-B", "lasting"), Fail("InternalError").For("DescribeBackupUrl"))
	s.Always(lasting)
	s.Next(lasting.And(Header("X-A", "next"), Fail("FailedOperation")), Header("X-A", "next"), Pass())
	for i, want := range []struct{ code, a string }{
		{"FailedOperation", "next"}, {"InternalError", "next"}, {"", "lasting"}, {"InternalError", "lasting"},
	} {
		got := caller{}.call(t, s, documentBody)
		wantCode(t, got, want.code)
		if got.Header().Get("X-A") != want.a || got.Header().Get("X-B") != "lasting" {
			t.Errorf("request %d: got header %v", i, got.Header())
		}
	}
	s.Always()
	if got := (caller{}).call(t, s, documentBody); got.code != "" || got.Header().Get("X-A") != "" {
		t.Errorf("got %s with %v after the end", got.Body, got.Header())
	}
}

func TestSometimes(t *testing.T) {
	t.Parallel()
	run := func(seed uint64, share float64) (codes []string, failed int) {
		s, _ := newServer(Options{RateLimit: -1, Seed: seed})
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
	_, none := run(1, 0)
	_, all := run(1, 1)
	if failed < 75 || failed > 125 || !slices.Equal(first, again) || slices.Equal(first, other) || none != 0 || all != 300 {
		t.Errorf("%d, %d and %d of 300 failed, want about 100, selected by the seed, 0 and 300", failed, none, all)
	}
}

// Half of the latency passes before the service reads its clock.
func TestDelays(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	s.Always(Latency(40 * time.Millisecond).And(Latency(20 * time.Millisecond)))
	start := time.Now()
	wantCode(t, caller{}.call(t, s, documentBody), "")
	total, before := time.Since(start), s.Requests()[0].At.Sub(start)
	if total < 60*time.Millisecond || before < 30*time.Millisecond || total-before < 30*time.Millisecond {
		t.Errorf("it took %s, of which %s before, want 60 ms and half of that", total, before)
	}
	s.Always(Jitter(time.Hour))
	first, second := s.arrive(false, ""), s.arrive(false, "")
	if first.before == second.before || max(first.before, second.before) >= time.Hour || first.after != 0 {
		t.Errorf("got %s and %s before, %s after", first.before, second.before, first.after)
	}
}

// TestFaultsOnTheWire looks at the status, the body, and the error of a download.
func TestFaultsOnTheWire(t *testing.T) {
	t.Parallel()
	const content = "REDIS0008"
	none := func(err error) bool { return err == nil }
	short := func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }
	reset := func(err error) bool { return err != nil && !errors.Is(err, io.EOF) && !short(err) } // its name depends on the system
	for name, test := range map[string]struct {
		fault  Fault
		status int
		body   string // a pattern
		failed func(error) bool
	}{
		"status":        {HTTPError(502), 502, `^<html>\r\n<head><title>502 Bad Gateway</title>(?s:.*)</html>\r\n$`, none},
		"redirect":      {Redirect(307, "/other"), 307, "^$", none},
		"gzip":          {Gzip(), 200, `^\x1f`, none},
		"truncated":     {Truncate(), 200, "^REDI$", none},
		"handled":       {Handle(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "text") }), 200, "^text$", none},
		"other body":    {Respond("other"), 200, "^other$", none},
		"flipped":       {FlipBit(0), 200, "^SEDIS0008$", none},
		"longer":        {LongerFile(1), 200, "^REDIS0008\x00$", none},
		"expired":       {ExpiredURL(), 403, "Request has expired", none},
		"dripped":       {Drip(4, 1), 200, "^REDIS0008$", none},
		"cut":           {CutFile(3), 200, "^RED$", short},
		"too long":      {WrongLength(10), 200, "^REDIS0008$", short},
		"too short":     {WrongLength(-4), 200, "^REDIS$", none},
		"reset":         {Reset(), 0, "^$", reset},
		"lost":          {LoseResponse(), 0, "^$", reset},
		"reset in body": {ResetBody(), 200, "^REDI$", reset},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := New(Options{Instances: []Instance{{ID: "crs-1", Region: "ap-chengdu", Backups: []Backup{{ID: "1", Files: []File{{Key: "1", Data: []byte(content)}}}}}}})
			server := httptest.NewServer(s)
			t.Cleanup(server.Close)
			s.Next(test.fault.OnFiles())
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.SignedURL(server.URL, "1"), http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			var body bytes.Buffer
			status := 0
			resp, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r)
			if err == nil {
				status = resp.StatusCode
				_, err = body.ReadFrom(resp.Body)
				_ = resp.Body.Close()
			}
			if status != test.status || !regexp.MustCompile(test.body).Match(body.Bytes()) || !test.failed(err) {
				t.Errorf("got HTTP %d, %q, %v", status, body.String(), err)
			}
		})
	}
}
