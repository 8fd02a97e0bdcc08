// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestRateLimit(t *testing.T) {
	t.Parallel()
	var passed atomic.Int64
	s := New(Options{Now: func() time.Time { return documentTime.Add(time.Duration(passed.Load())) }})
	ask := func() reply { return caller{}.call(t, s, documentBody) }
	for range 20 {
		wantCode(t, ask(), "")
		passed.Add(int64(time.Millisecond))
	}
	got := ask()
	wantCode(t, got, "RequestLimitExceeded")
	if want := "Your current request times equals to `21` in a second, which exceeds the frequency limit `20` for a second. " +
		"Please reduce the frequency of calls."; got.message != want {
		t.Errorf("got message %q, want %q", got.message, want)
	}
	got = ask()
	wantCode(t, got, "RequestLimitExceeded")
	if want := "Your current request times equals to `22` in a second"; got.message[:len(want)] != want {
		t.Errorf("got message %q, want it to begin with %q", got.message, want)
	}

	passed.Store(int64(time.Second))
	wantCode(t, ask(), "") // the first of the 20 is a second old, the refused ones take no place
	wantCode(t, ask(), "RequestLimitExceeded")
}

func TestRateLimitCountsOnlySignedRequestsWithoutFault(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: func() time.Time { return documentTime }, RateLimit: 1})
	wantCode(t, caller{key: "other"}.call(t, s, documentBody), "AuthFailure.SignatureFailure")
	s.Next(Fail("InternalError"))
	wantCode(t, caller{}.call(t, s, documentBody), "InternalError")
	wantCode(t, caller{}.call(t, s, documentBody), "")
	wantCode(t, caller{}.call(t, s, documentBody), "RequestLimitExceeded")
}

func TestNoRateLimit(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	for range 100 {
		wantCode(t, caller{}.call(t, s, documentBody), "")
	}
}
