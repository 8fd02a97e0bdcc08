// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestReset(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(*httptest.Server){
		"plain": (*httptest.Server).Start,
		"TLS":   (*httptest.Server).StartTLS,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDocumentServer()
			server := httptest.NewUnstartedServer(s)
			start(server)
			t.Cleanup(server.Close)
			s.Next(Reset(), ResetBody())
			if got := (caller{}).overWire(t.Context(), t, server); got.status != 0 || !errors.Is(got.err, syscall.ECONNRESET) {
				t.Errorf("got %+v, want a reset connection and no head", got)
			}
			got := caller{}.overWire(t.Context(), t, server)
			if got.status != 200 || !errors.Is(got.err, syscall.ECONNRESET) || !strings.HasPrefix(got.body, `{"Response":`) || json.Valid([]byte(got.body)) {
				t.Errorf("got %+v, want half a body and a reset connection", got)
			}
			if got := (caller{}).overWire(t.Context(), t, server); got.err != nil || !json.Valid([]byte(got.body)) {
				t.Errorf("got %+v after the faults", got)
			}
			// The service has answered one of the two.
			if all := s.Requests(); len(all) != 3 || all[0].RequestID != "" || all[1].RequestID == "" {
				t.Errorf("recorded %+v", all)
			}
		})
	}
}

// In HTTP/2 there is no connection to reset, only the request.
func TestResetOfHTTP2(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := httptest.NewUnstartedServer(s)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	s.Next(Reset(), ResetBody())
	if got := (caller{}).overWire(t.Context(), t, server); got.err == nil || got.status != 0 {
		t.Errorf("got %+v, want no answer", got)
	}
	if got := (caller{}).overWire(t.Context(), t, server); got.err == nil || got.status != 200 || got.body == "" {
		t.Errorf("got %+v, want half a body", got)
	}
	if got := (caller{}).overWire(t.Context(), t, server); got.err != nil || !json.Valid([]byte(got.body)) {
		t.Errorf("got %+v after the faults", got)
	}
}

func TestWrongLength(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	s.Next(WrongLength(10), WrongLength(-10), WrongLength(-1<<20))
	if got := (caller{}).overWire(t.Context(), t, server); got.status != 200 || !errors.Is(got.err, io.ErrUnexpectedEOF) || !json.Valid([]byte(got.body)) {
		t.Errorf("10 bytes more: got %+v", got)
	}
	if got := (caller{}).overWire(t.Context(), t, server); got.err != nil || json.Valid([]byte(got.body)) || !strings.HasPrefix(got.body, "{") {
		t.Errorf("10 bytes less: got %+v", got)
	}
	if got := (caller{}).overWire(t.Context(), t, server); got.err != nil || got.body != "" || got.status != 200 {
		t.Errorf("much less: got %+v", got)
	}
	// Where the connection cannot be had, the wrong length is sent the ordinary way.
	w := meet(t, Respond(`{"RequestId":"x"}`).And(WrongLength(10)))
	if got := w.Header().Get("Content-Length"); got != "40" || w.Body.Len() != 30 {
		t.Errorf("got Content-Length %s and %d bytes, want 40 and 30", got, w.Body.Len())
	}
}

func TestHang(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	s.Next(Hang())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if got := (caller{}).overWire(ctx, t, server); !errors.Is(got.err, context.DeadlineExceeded) || got.status != 0 {
		t.Errorf("got %+v, want the client's own timeout", got)
	}
	if len(s.Requests()) != 1 {
		t.Errorf("%d requests recorded", len(s.Requests()))
	}
}

// beginning asks for the document's example, reads that many bytes of the answer,
// then goes. A handler that does not notice lets listen's cleanup hang.
func beginning(t *testing.T, server *httptest.Server, size int) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(caller{}.to(ctx, t, server))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body := make([]byte, size)
	if _, err := io.ReadFull(resp.Body, body); err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestEndless(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	s.Next(Endless())
	const head = `{"Response":{"RequestId":"`
	got := beginning(t, server, 3<<20)
	if rest, ok := strings.CutPrefix(got, head); !ok || strings.Trim(rest, "x") != "" {
		t.Errorf("got %.100s", got)
	}
}

func TestHangBody(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	s.Next(Respond(`{"RequestId":"0123456789"}`).And(HangBody()))
	if got := beginning(t, server, 19); got != `{"Response":{"Reque` { // of 39
		t.Errorf("got %s", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	s.Next(HangBody())
	if got := (caller{}).overWire(ctx, t, server); !errors.Is(got.err, context.DeadlineExceeded) {
		t.Errorf("got %+v, want the client's own timeout", got)
	}
}

func TestDrip(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	s.Next(Respond(`{"RequestId":"0123456789"}`).And(Drip(4, 2*time.Millisecond)), Drip(0, time.Hour))
	start := time.Now()
	got := caller{}.overWire(t.Context(), t, server)
	const want = `{"Response":{"RequestId":"0123456789"}}`
	if got.err != nil || got.body != want {
		t.Errorf("got %+v", got)
	}
	if took := time.Since(start); took < time.Duration((len(want)+3)/4)*2*time.Millisecond {
		t.Errorf("%d bytes, four every 2 ms, took %s", len(want), took)
	}
	beginning(t, server, 0) // a head at once, and no hour of waiting
}

// Faults on downloads are recorded, with the status 0 where there was none.
func TestConnectionFaultsOnFiles(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	address, _ := oneFileURL(t, caller{}, s)
	whole := generateRDB(StatusesInstanceID+"/"+ExportedBackupID+"/1-1.rdb", 4096)
	_, path, _ := strings.Cut(strings.TrimPrefix(address, "http://"), "/")
	s.Next(Reset().OnFiles(), ResetBody().OnFiles(), Drip(1000, 0).OnFiles())
	if got := get(t.Context(), t, server, "/"+path); !errors.Is(got.err, syscall.ECONNRESET) {
		t.Errorf("got %+v", got)
	}
	if got := get(t.Context(), t, server, "/"+path); got.status != 200 || !errors.Is(got.err, syscall.ECONNRESET) || got.body != string(whole[:len(whole)/2]) {
		t.Errorf("got HTTP %d, %d bytes, %v", got.status, len(got.body), got.err)
	}
	if got := get(t.Context(), t, server, "/"+path); got.err != nil || got.body != string(whole) {
		t.Errorf("got %d bytes, %v", len(got.body), got.err)
	}
	all := s.Downloads()
	if len(all) != 3 || all[0].Status != 0 || all[1].Status != 0 || all[2].Status != http.StatusOK {
		t.Errorf("recorded %+v", all)
	}
}
