// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// peer is a server that does to each connection, counted from 1, what handle says.
func peer(t *testing.T, handle func(conn net.Conn, number int)) (address string, dialed *atomic.Int64) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dialed = &atomic.Int64{}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = conn.Close() })
			go handle(conn, int(dialed.Add(1)))
		}
	}()
	return listener.Addr().String(), dialed
}

// says reads a request's header, responds with text, and leaves the connection open.
func says(text string) func(net.Conn, int) {
	return func(conn net.Conn, _ int) {
		_, _ = conn.Read(make([]byte, 4<<10))
		_, _ = io.WriteString(conn, text)
	}
}

func clientAt(t *testing.T, baseURL string, transport http.RoundTripper, opts ...Option) *Client {
	t.Helper()
	return newClient(t, Endpoint{BaseURL: baseURL}, testCredential, append([]Option{WithTransport(transport)}, opts...)...)
}

func noProxy(*url.URL) (*url.URL, error) { return nil, nil } //nolint:nilnil // no proxy is no error

// TestCall_everyWaitEnds stops a server in each state of an exchange: the call
// ends with its context and with its own timeout, and what cannot pass at once.
func TestCall_everyWaitEnds(t *testing.T) {
	t.Parallel()
	const length = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n"
	states := map[string]struct {
		scheme string
		handle func(net.Conn, int)
	}{
		"after accepting":         {"http", func(net.Conn, int) {}},
		"in the TLS handshake":    {"https", says("")},
		"before the status":       {"http", says("")},
		"in the header":           {"http", says(length)},
		"before the body":         {"http", says(length + "\r\n")},
		"in the body":             {"http", says(length + "\r\n{")},
		"in a chunk":              {"http", says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{")},
		"after an interim status": {"http", says("HTTP/1.1 103 Early Hints\r\n\r\n")},
	}
	for name, state := range states {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, dialed := peer(t, state.handle)
			c := clientAt(t, state.scheme+"://"+address, NewTransport(noProxy, nil))
			ctx, cancel := context.WithCancelCause(t.Context())
			stop := errors.New("stop")
			time.AfterFunc(100*time.Millisecond, func() { cancel(stop) })
			if _, err := call(ctx, c); !errors.Is(err, stop) {
				t.Errorf("error is %v, want the cause of the context", err)
			}
			dialed.Store(0)
			c = clientAt(t, state.scheme+"://"+address, NewTransport(noProxy, nil), WithRequestTimeout(100*time.Millisecond))
			_, err := call(t.Context(), c)
			if timeout, ok := errors.AsType[*TimeoutError](err); !ok || timeout.Limit != 100*time.Millisecond || dialed.Load() != 2 {
				t.Errorf("error is %v after %d connections, want a *TimeoutError after 2", err, dialed.Load())
			}
		})
	}
}

// TestCall_lastingFaults: a lasting fault is not retried, and the error says who is
// to blame without repeating what a server sent.
func TestCall_lastingFaults(t *testing.T) {
	t.Parallel()
	tlsServer := func(config *tls.Config) func(net.Conn, int) {
		server := httptest.NewUnstartedServer(nil)
		server.StartTLS()
		defer server.Close()
		config.Certificates = server.TLS.Certificates
		return func(conn net.Conn, _ int) {
			secure := tls.Server(conn, config)
			_, _ = secure.Read(make([]byte, 1))
			_ = conn.Close()
		}
	}
	insecure := func() *http.Transport {
		transport := NewTransport(noProxy, nil)
		transport.TLSClientConfig.InsecureSkipVerify = true
		return transport
	}
	for name, tt := range map[string]struct {
		scheme string
		handle func(net.Conn, int)
		want   string // in the error
	}{
		"protocol switched":         {"http", says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"), "HTTP 101: Switching Protocols"},
		"not HTTP":                  {"http", says("SSH-2.0-OpenSSH_9.2 s3cr3t\r\n"), "the response is not HTTP"},
		"invalid redirect":          {"http", says("HTTP/1.1 302 Found\r\nLocation: /%zz?sign=s3cr3t\r\nContent-Length: 0\r\n\r\n"), "redirects to an invalid URL"},
		"not compressed":            {"http", says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\ns3cr3ts3cr3t"), "not compressed as it says"},
		"unknown content encoding":  {"http", says("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 6\r\n\r\ns3cr3t"), "content encoding"},
		"untrusted certificate":     {"https", tlsServer(&tls.Config{}), "failed to verify certificate"},
		"client certificate wanted": {"https", tlsServer(&tls.Config{ClientAuth: tls.RequireAnyClientCert}), "certificate required"},
		"no common TLS version":     {"https", tlsServer(&tls.Config{MaxVersion: tls.VersionTLS11}), "protocol version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, dialed := peer(t, tt.handle)
			transport := insecure()
			if name == "untrusted certificate" {
				transport = NewTransport(noProxy, nil)
			}
			_, err := call(t.Context(), clientAt(t, tt.scheme+"://"+address, transport))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), address) {
				t.Errorf("error is %v, want one that names %s and says %q", err, address, tt.want)
			}
			if dialed.Load() != 1 || strings.Contains(fmt.Sprint(err), "s3cr3t") {
				t.Errorf("%d connections, want 1; error %v", dialed.Load(), err)
			}
		})
	}
}

// TestCall_proxyRefuses: a wrong password sent nine times locks an account.
func TestCall_proxyRefuses(t *testing.T) {
	t.Parallel()
	socks := func(replies ...string) func(net.Conn, int) {
		return func(conn net.Conn, _ int) {
			for _, reply := range replies {
				says(reply)(conn, 0)
			}
		}
	}
	for name, tt := range map[string]struct {
		scheme   string
		handle   func(net.Conn, int)
		status   int
		attempts int64
	}{
		"password":                 {"http", says("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"), 407, 1},
		"SOCKS password":           {"socks5", socks("\x05\x02", "\x01\x01"), 0, 1},
		"SOCKS method":             {"socks5", socks("\x05\xff"), 0, 1},
		"SOCKS rule":               {"socks5", socks("\x05\x02", "\x01\x00", "\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"), 0, 1},
		"SOCKS host not reachable": {"socks5", socks("\x05\x02", "\x01\x00", "\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00"), 0, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, dialed := peer(t, tt.handle)
			proxy := &url.URL{Scheme: tt.scheme, Host: address, User: url.UserPassword("user", "hunter2")}
			transport := NewTransport(func(*url.URL) (*url.URL, error) { return proxy, nil }, nil)
			_, err := call(t.Context(), clientAt(t, "https://redis.example.test", transport, WithMaxRetries(3)))
			refusal, ok := errors.AsType[*netfault.ProxyError](err)
			if !ok || refusal.Host != address || refusal.StatusCode != tt.status || refusal.Reason == "" {
				t.Fatalf("error is %#v, want a *netfault.ProxyError of %s with status %d", err, address, tt.status)
			}
			if dialed.Load() != tt.attempts || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%d connections, want %d; error %v", dialed.Load(), tt.attempts, err)
			}
		})
	}
}

// TestCall_deadConnections: the network drops what is sent over connections that
// are open already, and says nothing. A retry must not use another of them.
func TestCall_deadConnections(t *testing.T) {
	t.Parallel()
	var first sync.WaitGroup // requests, which are made at the same time
	first.Add(3)
	var requests atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) <= 3 {
			first.Done()
			first.Wait()
		}
		_, _ = io.WriteString(w, fine)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	var dead atomic.Int64 // connections up to this number are
	address, dialed := peer(t, func(conn net.Conn, number int) {
		upstream, err := net.Dial("tcp", server.Listener.Addr().String()) //nolint:noctx // ends with the test
		if err != nil {
			return
		}
		defer func() { _ = upstream.Close() }()
		go func() { _, _ = io.Copy(conn, upstream) }()
		buffer := make([]byte, 4<<10)
		for {
			n, err := conn.Read(buffer)
			if err != nil {
				return
			}
			if int64(number) > dead.Load() {
				_, _ = upstream.Write(buffer[:n])
			}
		}
	})
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	transport := NewTransport(noProxy, roots)
	transport.TLSClientConfig.ServerName = "example.com" // a name in the test server's certificate
	c := clientAt(t, "https://"+address, transport, WithRequestTimeout(500*time.Millisecond))
	errs := make(chan error, 3)
	for range cap(errs) {
		go func() {
			_, err := call(t.Context(), c)
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	before := dialed.Load()
	dead.Store(before)
	if _, err := call(t.Context(), c); err != nil || dialed.Load() != before+1 {
		t.Errorf("error %v after %d more connections, want none after 1", err, dialed.Load()-before)
	}
}

// TestCallOnce retries only what had no effect, and says what may have had one.
func TestCallOnce(t *testing.T) {
	t.Parallel()
	const cut = "cut"
	for name, tt := range map[string]struct {
		responses []string // of the connections in turn; cut: the connection ends before any
		requests  int64
		uncertain bool
	}{
		"success":            {[]string{fine}, 1, false},
		"throttled first":    {[]string{refusal("RequestLimitExceeded"), refusal("RequestLimitExceeded.UinLimitExceeded"), fine}, 3, false},
		"refused":            {[]string{refusal("InvalidParameter")}, 1, false},
		"wrong key":          {[]string{refusal("AuthFailure.SignatureFailure")}, 1, false},
		"internal error":     {[]string{refusal("InternalError.InternalError"), fine}, 1, true},
		"system error":       {[]string{refusal("FailedOperation.SystemError"), fine}, 1, true},
		"lost response":      {[]string{cut, fine}, 1, true},
		"gateway":            {[]string{"<html>", fine}, 1, true},
		"lost when retrying": {[]string{refusal("RequestLimitExceeded"), cut, fine}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				response := tt.responses[requests.Add(1)-1]
				if response == cut {
					panic(http.ErrAbortHandler)
				}
				_, _ = io.WriteString(w, response)
			}))
			t.Cleanup(server.Close)
			c := clientAt(t, server.URL, NewTransport(noProxy, nil))
			_, err := CallOnce[testResponse](t.Context(), c, "MakeThing", "ap-chengdu", struct{}{})
			if _, uncertain := errors.AsType[*UncertainError](err); uncertain != tt.uncertain || requests.Load() != tt.requests {
				t.Errorf("error %v after %d requests, want one that may have taken effect: %t, after %d", err, requests.Load(), tt.uncertain, tt.requests)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		t.Parallel()
		_, err := CallOnce[testResponse](t.Context(), clientAt(t, "http://127.0.0.1:1", NewTransport(noProxy, nil)), "MakeThing", "ap-chengdu", struct{}{})
		_, uncertain := errors.AsType[*UncertainError](err)
		if tries, ok := errors.AsType[*AttemptsError](err); !ok || tries.Attempts != 3 || uncertain {
			t.Errorf("error is %v, want a certain one after 3 attempts", err)
		}
	})
}

func refusal(code string) string { return refuse(code).body }
