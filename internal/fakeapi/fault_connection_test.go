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
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"
)

// listen serves h on loopback.
func listen(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server
}

// wire is the result of a request over the network.
type wire struct {
	status int    // 0 if there was none
	body   string // the part that arrived
	err    error
}

// overWire sends a signed request over a new connection. It does not follow redirects
// or decompress.
func (c caller) overWire(ctx context.Context, t *testing.T, server *httptest.Server) wire {
	t.Helper()
	return exchange(server, c.to(ctx, t, server))
}

// to returns the request to a server.
func (c caller) to(ctx context.Context, t *testing.T, server *httptest.Server) *http.Request {
	t.Helper()
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c.host = address.Host
	r := c.request(t, c.withDefaults().body).WithContext(ctx) //nolint:contextcheck // replaces the context it was made with
	r.RequestURI, r.Proto, r.ProtoMajor, r.ProtoMinor, r.URL = "", "HTTP/1.1", 1, 1, address
	return r
}

func exchange(server *httptest.Server, r *http.Request) wire {
	transport := &http.Transport{DisableCompression: true, DisableKeepAlives: true}
	if server.TLS != nil {
		transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return wire{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return wire{status: resp.StatusCode, body: string(body), err: err}
}

// get fetches a path of a server like overWire.
func get(ctx context.Context, t *testing.T, server *httptest.Server, path string) wire {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return exchange(server, r)
}

func TestReset(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(http.Handler) *httptest.Server{"plain": httptest.NewServer, "TLS": httptest.NewTLSServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDocumentServer()
			server := start(s)
			t.Cleanup(server.Close)
			s.Next(Reset(), ResetBody(), LoseResponse())
			for i, want := range []struct {
				status int
				begins string
				served bool
			}{{0, "", false}, {200, `{"Response":`, true}, {0, "", true}} {
				got := caller{}.overWire(t.Context(), t, server)
				if got.status != want.status || !errors.Is(got.err, syscall.ECONNRESET) || !strings.HasPrefix(got.body, want.begins) || json.Valid([]byte(got.body)) {
					t.Errorf("fault %d: got %+v", i, got)
				}
				if record := s.Requests()[i]; (record.RequestID != "") != want.served || !record.Injected {
					t.Errorf("fault %d: recorded %+v", i, record)
				}
			}
		})
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
}

// The fake notices that the client disconnects; otherwise the cleanup of listen hangs.
func TestHang(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	s.Next(Hang(), HangBody())
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if got := (caller{}).overWire(ctx, t, server); !errors.Is(got.err, context.DeadlineExceeded) {
			t.Errorf("got %+v, want the client's own timeout", got)
		}
	}
}

// beginning reads the first bytes of a response, then disconnects.
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

func TestSlowBodies(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	const head, whole = `{"Response":{"RequestId":"`, `{"Response":{"RequestId":"0123456789"}}`
	one := Respond(`{"RequestId":"0123456789"}`)
	s.Next(Endless(), one.And(HangBody()), one.And(Drip(0, time.Hour)), one.And(Drip(4, 2*time.Millisecond)))
	if rest, ok := strings.CutPrefix(beginning(t, server, 3<<20), head); !ok || strings.Trim(rest, "x") != "" {
		t.Errorf("endless: got %.100s", rest)
	}
	if got := beginning(t, server, len(whole)/2); got != whole[:len(whole)/2] {
		t.Errorf("hanging: got %s", got)
	}
	beginning(t, server, 0) // the header arrives at once, and the fake does not wait an hour
	start := time.Now()
	got := caller{}.overWire(t.Context(), t, server)
	if took := time.Since(start); got.err != nil || got.body != whole || took < time.Duration((len(whole)+3)/4)*2*time.Millisecond {
		t.Errorf("dripping four bytes every 2 ms: got %+v after %s", got, took)
	}
}
