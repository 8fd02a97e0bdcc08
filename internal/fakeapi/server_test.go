// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

func TestZeroOptions(t *testing.T) {
	t.Parallel()
	wantCode(t, caller{at: time.Now()}.call(t, New(Options{}), documentBody), "")
}

// Only both halves of a key together are replaced by the defaults.
func TestHalfAKeyIsNoDefault(t *testing.T) {
	t.Parallel()
	s := New(Options{SecretID: "AKIDx", Now: func() time.Time { return documentTime }})
	wantCode(t, caller{}.call(t, s, documentBody), "AuthFailure.SecretIdNotFound")
}

func TestServersAreSeparate(t *testing.T) {
	t.Parallel()
	one, other := newDocumentServer(), newDocumentServer()
	one.Always(Fail("InternalError"))
	wantCode(t, caller{}.call(t, one, documentBody), "InternalError")
	wantCode(t, caller{}.call(t, other, documentBody), "")
	if len(one.Requests()) != 1 || len(other.Requests()) != 1 {
		t.Errorf("got %d and %d requests, want 1 each", len(one.Requests()), len(other.Requests()))
	}
}

// TestParallelUse is for the race detector; it also counts.
func TestParallelUse(t *testing.T) {
	t.Parallel()
	const clients, rounds = 8, 10
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for range rounds {
				s.Next(Fail("InternalError"))
				s.ServeHTTP(httptest.NewRecorder(), caller{}.request(t, documentBody))
				download(t, s, http.MethodGet, address)
				s.Requests()
				s.Downloads()
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
	if failed != clients*rounds {
		t.Errorf("%d requests failed, want %d: one for each fault", failed, clients*rounds)
	}
	if got := len(s.Downloads()); got != clients*rounds {
		t.Errorf("%d downloads recorded, want %d", got, clients*rounds)
	}
}
