// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// TestRun_unresumable: a store that breaks and does not continue is not asked for ever,
// and the error says so.
func TestRun_unresumable(t *testing.T) {
	t.Parallel()
	const size = mib
	for name, arrange := range map[string]func(*slowStore){
		"416": func(s *slowStore) {
			s.fault = func(w http.ResponseWriter, r *http.Request, _ int) bool {
				if r.Header.Get("Range") != "" {
					w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				}
				return r.Header.Get("Range") != ""
			}
		},
		"two ETags": func(s *slowStore) {
			s.fault = func(_ http.ResponseWriter, _ *http.Request, n int) bool {
				s.etag = fmt.Sprintf("%q", strings.Repeat("ab"[n%2:n%2+1], 32))
				return false
			}
		},
		"range ignored": func(s *slowStore) {
			s.fault = func(_ http.ResponseWriter, r *http.Request, _ int) bool {
				r.Header.Del("Range")
				return false
			}
		},
		"no ETag, no checksum": func(s *slowStore) {
			s.etag = ""
			copy(s.content, "SECRET")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSlowStore(t, size)
			s.cut = size / 2
			arrange(s)
			o := s.options(t)
			_, err := Run(t.Context(), o)
			expectError(t, err, Unreachable, "the object storage cannot resume the file", "Attempts: 9")
			if len(s.requests) > 18 {
				t.Errorf("%d requests were made", len(s.requests))
			}
		})
	}
}

// TestRun_weakResume: without a strong ETag, a file that has a checksum is resumed on
// its time, or on its size alone.
func TestRun_weakResume(t *testing.T) {
	t.Parallel()
	for name, arrange := range map[string]func(*slowStore){
		"Last-Modified": func(s *slowStore) {
			s.header.Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
			s.etag = "Mon, 02 Jan 2006 15:04:05 GMT" // what If-Range is compared with
		},
		"size":             func(s *slowStore) { s.etag = "" },
		"Content-Encoding": func(s *slowStore) { s.header.Set("Content-Encoding", "gzip") },
		"unknown total": func(s *slowStore) {
			s.fault = func(w http.ResponseWriter, r *http.Request, n int) bool {
				if n > 1 {
					w.Header().Set("Etag", s.etag)
					w.Header().Set("Content-Range", strings.TrimSuffix(strings.Replace(r.Header.Get("Range"), "=", " ", 1), "-")+fmt.Sprintf("-%d/*", mib-1))
					w.WriteHeader(http.StatusPartialContent)
					_, _ = w.Write(s.content[mib/2:])
				}
				return n > 1
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSlowStore(t, mib)
			s.cut = mib / 2
			s.header.Set("X-Cos-Hash-Crc64ecma", fmt.Sprint(crc64.Checksum(s.content, crc64.MakeTable(crc64.ECMA))))
			arrange(s)
			o := s.options(t)
			result, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if result.Files[0].SHA256 != sum(s.content) || len(s.requests) != 2 || s.requests[1].Header.Get("Range") != "bytes=524288-" {
				t.Errorf("%d requests, and the file is %+v", len(s.requests), result.Files[0])
			}
		})
	}
}

// TestRun_firstByte: a proxy that has to receive the whole file first sends nothing for
// long, before or after the header, and is not interrupted.
func TestRun_firstByte(t *testing.T) {
	t.Parallel()
	content := append([]byte("REDIS0004"), make([]byte, 4096)...)
	for name, flush := range map[string]bool{"before the header": false, "after the header": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSlowStore(t, len(content))
			s.fault = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
				w.Header().Set("Content-Length", fmt.Sprint(len(content)))
				if flush {
					_ = http.NewResponseController(w).Flush()
				}
				time.Sleep(300 * time.Millisecond)
				_, _ = w.Write(content)
				return true
			}
			o := s.options(t)
			o.IdleTimeout = 50 * time.Millisecond
			if _, err := Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if len(s.requests) != 1 {
				t.Errorf("%d requests were made, want 1", len(s.requests))
			}
		})
	}
}

// TestRun_lastingErrors: a lasting error is not retried, or once with another URL, and each
// has a kind of its own.
func TestRun_lastingErrors(t *testing.T) {
	t.Parallel()
	cos := func(status int, code string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { refuse(w, status, code, "q-signature=x") }
	}
	page := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_ = http.NewResponseController(w).Flush() // chunked
			_, _ = w.Write([]byte("<!DOCTYPE html><p>q-signature=x</p>"))
		}
	}
	const gateway = "the response did not come from the object storage"
	for name, tt := range map[string]struct {
		handler  http.HandlerFunc
		kind     Kind
		reason   string
		requests int64
	}{
		"gateway, 401": {page(401), BadResponse, gateway, 1},
		"gateway, 403": {page(403), BadResponse, gateway, 1},
		"gateway, 404": {page(404), BadResponse, gateway, 1},
		"gateway, XML": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(403)
			_, _ = w.Write([]byte("<a><Code>X</Code></a>"))
		}, BadResponse, gateway, 1},
		"page":            {page(200), BadResponse, "the response is not the file", 1},
		"text":            {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("please log in, q-signature=x")) }, BadResponse, "it has 28 bytes, and 4096 are expected", 1},
		"access denied":   {cos(403, "AccessDenied"), Refused, "denied access", 2},
		"signature":       {cos(403, "SignatureDoesNotMatch"), BadSignature, "does not accept the URL's signature", 2},
		"clock":           {cos(403, "RequestTimeTooSkewed"), Expired, "not valid at this time", 2},
		"expired":         {cos(403, "ExpiredToken"), Expired, "the URL has expired", 10},
		"archived":        {cos(403, "InvalidObjectState"), Archived, "archived", 1},
		"account in debt": {cos(403, "UnavailableForLegalReasons"), BadResponse, "refused the request", 1},
		"not found":       {cos(404, "NoSuchKey"), NotFound, "does not have the file", 1},
		"Retry-After: 3600": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(503)
		}, BadResponse, "asks to try again in 1h0m0s", 1},
		"error": {cos(500, "InternalError"), BadResponse, "the object storage had an error", 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				tt.handler(w, r)
			}))
			t.Cleanup(server.Close)
			o := newSlowStore(t, 4096).options(t)
			o.Connections = 1
			o.URL = func(context.Context, string) (string, error) { return server.URL + "/1.rdb?sign=x", nil }
			_, err := Run(t.Context(), o)
			expectError(t, err, tt.kind, tt.reason)
			if requests.Load() != tt.requests {
				t.Errorf("%d requests were made, want %d", requests.Load(), tt.requests)
			}
		})
	}
}

// TestRun_retries: Retries counts, and 0 means one attempt.
func TestRun_retries(t *testing.T) {
	t.Parallel()
	for retries, want := range map[int]int{0: 1, 2: 3} {
		s := newSlowStore(t, 4096)
		s.fault = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}
		o := s.options(t)
		o.Retries = retries
		if _, err := Run(t.Context(), o); err == nil || len(s.requests) != want {
			t.Errorf("%d retries: %d requests, want %d; error %v", retries, len(s.requests), want, err)
		}
	}
}

// TestRun_connectionFaults: a connection that cannot be made is tried once.
func TestRun_connectionFaults(t *testing.T) {
	t.Parallel()
	proxy := func(status int) func(*Options) {
		return func(o *Options) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
			t.Cleanup(server.Close)
			address, _ := url.Parse(server.URL)
			o.Transport = &http.Transport{
				Proxy: http.ProxyURL(address),
				OnProxyConnectResponse: func(_ context.Context, proxy *url.URL, _ *http.Request, r *http.Response) error {
					return netfault.ProxyRefusal(proxy.Host, r.StatusCode)
				},
			}
		}
	}
	for name, tt := range map[string]struct {
		arrange func(*Options)
		want    string
	}{
		"untrusted certificate": {func(*Options) {}, "certificate signed by unknown authority"},
		"CONNECT, 403":          {proxy(403), "refused: Forbidden"},
		"CONNECT, 407":          {proxy(407), "refused: Proxy Authentication Required"},
		"unknown scheme":        {func(o *Options) { o.URL = func(context.Context, string) (string, error) { return "ftp://x/", nil } }, "neither HTTP nor HTTPS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewTLSServer(http.NotFoundHandler())
			t.Cleanup(server.Close)
			o := newSlowStore(t, 4096).options(t)
			o.URL = func(context.Context, string) (string, error) { return server.URL, nil }
			tt.arrange(&o)
			attempts, transport := 0, o.Transport
			o.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
				attempts++
				return transport.RoundTrip(r)
			})
			_, err := Run(t.Context(), o)
			expectError(t, err, Unreachable, tt.want)
			if attempts != 1 {
				t.Errorf("%d attempts were made, want 1", attempts)
			}
		})
	}
}

// TestRun_redirects: only the same host is followed, and never from HTTPS to HTTP.
func TestRun_redirects(t *testing.T) {
	t.Parallel()
	plain := newSlowStore(t, 4096)
	secure := httptest.NewTLSServer(http.HandlerFunc(plain.serve))
	t.Cleanup(secure.Close)
	for name, tt := range map[string]struct {
		from, to string
		want     string // the error, if any
	}{
		"HTTP to HTTPS": {"http", secure.URL, ""},
		"HTTPS to HTTP": {"https", plain.URL, "redirects from HTTPS to HTTP"},
		"another host":  {"http", strings.Replace(plain.URL, "127.0.0.1", "localhost", 1), "redirects to another host"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			redirect := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, tt.to+"/1.rdb?q-signature=x", http.StatusFound)
			}))
			if tt.from == "https" {
				redirect.StartTLS()
			} else {
				redirect.Start()
			}
			t.Cleanup(redirect.Close)
			o := plain.options(t)
			o.Transport = secure.Client().Transport
			if tt.from == "https" {
				o.Transport = redirect.Client().Transport
			}
			o.URL = func(context.Context, string) (string, error) { return redirect.URL, nil }
			_, err := Run(t.Context(), o)
			if tt.want != "" {
				expectError(t, err, BadResponse, tt.want)
				return
			}
			content, readErr := os.ReadFile(filepath.Join(o.Directory, o.Name, "1.rdb"))
			if err != nil || readErr != nil || !bytes.Equal(content, plain.content) {
				t.Errorf("got %v and %v", err, readErr)
			}
		})
	}
}

// TestRun_refusals: a store that lets two connections in and refuses the others gets
// all files to the disk, though the others are refused far more often than Retries.
func TestRun_refusals(t *testing.T) {
	t.Parallel()
	s := newSlowStore(t, 2*mib)
	s.fault = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		if s.active >= 2 {
			refuse(w, http.StatusServiceUnavailable, "SlowDown", "x")
		}
		return s.active >= 2
	}
	o := s.options(t)
	o.Retries, o.Files = 1, nil
	for i := range 8 {
		o.Files = append(o.Files, File{Name: fmt.Sprintf("%d.rdb", i), Size: 2 * mib})
	}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}
