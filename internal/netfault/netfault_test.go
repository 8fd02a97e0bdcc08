// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package netfault

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
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestAttempts has both lists: what may pass, and what cannot.
func TestAttempts(t *testing.T) {
	t.Parallel()
	const limit = 9
	for name, tt := range map[string]struct {
		err  error
		want int
	}{
		"reset":                         {&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, limit},
		"broken pipe":                   {&net.OpError{Op: "write", Err: syscall.EPIPE}, limit},
		"closed":                        {io.EOF, limit},
		"truncated head":                {fmt.Errorf("net/http: HTTP/1.x transport connection broken: %w", io.ErrUnexpectedEOF), limit},
		"no route":                      {&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}, limit},
		"DNS out of order":              {&net.DNSError{IsTimeout: true}, limit},
		"TLS server out of order":       {&net.OpError{Op: "remote error", Err: errors.New("tls: internal error")}, limit},
		"proxy out of order":            {ProxyRefusal("proxy:3128", 503), limit},
		"refused":                       {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, 3},
		"refused on Windows":            {&net.OpError{Op: "dial", Err: os.NewSyscallError("connectex", syscall.Errno(10061))}, 3},
		"unknown host":                  {&net.DNSError{IsNotFound: true}, 3},
		"timeout":                       {context.DeadlineExceeded, limit},
		"untrusted":                     {&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, 1},
		"client certificate wanted":     {&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, 1},
		"handshake failure":             {&net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, 1},
		"no common version":             {errors.New("tls: server selected unsupported protocol version 301"), 1},
		"no TLS":                        {tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, 1},
		"HTTP there":                    {http.ErrSchemeMismatch, 1},
		"proxy wants a password":        {ProxyRefusal("proxy:3128", 407), 1},
		"unusable proxy":                {ErrProxySetting, 1},
		"header that cannot be sent":    {errors.New(`net/http: invalid header field value for "X-Tc-Token"`), 1},
		"malformed":                     {errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP response "x"`), 1},
		"unknown transfer encoding":     {errors.New(`net/http: HTTP/1.x transport connection broken: unsupported transfer encoding: "x"`), 1},
		"malformed response to CONNECT": {errors.New(`malformed HTTP status code "/1.rdb?q-signature=x"`), 1},
		"unknown scheme":                {&url.Error{Err: errors.New(`unsupported protocol scheme "ftp"`)}, 1},
		"redirect to an invalid URL":    {&url.Error{Err: errors.New(`failed to parse Location header "/%zz": x`)}, 1},
		"within an error of the call's": {fmt.Errorf("dialing: %w", ProxyRefusal("proxy:3128", 403)), 1},
	} {
		if got := Attempts(Clean(tt.err), limit); got != tt.want {
			t.Errorf("%s: %d attempts, want %d", name, got, tt.want)
		}
	}
	if got := Attempts(io.EOF, 2); got != 2 {
		t.Errorf("a limit of 2 allows %d attempts", got)
	}
}

const canary = "s3cr3t"

// peer is a server that reads something from each connection, sends a text, and
// closes the connection.
func peer(t *testing.T, text string) string {
	t.Helper()
	return serve(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 4<<10))
		_, _ = io.WriteString(conn, text)
	})
}

func serve(t *testing.T, handle func(net.Conn)) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				handle(conn)
				_ = conn.Close()
			}()
		}
	}()
	return listener.Addr().String()
}

// namedCertificate is a server with a certificate whose names are the canary.
func namedCertificate(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	defer server.Close()
	certificate := server.TLS.Certificates[0]
	template := &x509.Certificate{SerialNumber: server.Certificate().SerialNumber, DNSNames: []string{canary}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(nil, template, template, server.Certificate().PublicKey, certificate.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: certificate.PrivateKey}}}
	return serve(t, func(conn net.Conn) { _ = tls.Server(conn, config).HandshakeContext(t.Context()) })
}

// TestClean_peers: whatever a server or a proxy sends instead of a response, nothing
// of it is in the error or in what it wraps.
func TestClean_peers(t *testing.T) {
	t.Parallel()
	const all = 9
	proxy := func(text string) func(*testing.T) (string, string) {
		return func(t *testing.T) (string, string) { t.Helper(); return "https://store.example.test/", peer(t, text) }
	}
	server := func(scheme, text string) func(*testing.T) (string, string) {
		return func(t *testing.T) (string, string) { t.Helper(); return scheme + "://" + peer(t, text), "" }
	}
	for name, tt := range map[string]struct {
		peer     func(*testing.T) (url, proxy string)
		want     string
		attempts int
	}{
		"status":              {server("http", "HTTP/1.1 /1.rdb?q-signature="+canary+"\r\n\r\n"), "the response is not HTTP", 1},
		"no HTTP":             {server("http", canary+"\r\n"), "the response is not HTTP", 1},
		"header":              {server("http", "HTTP/1.1 200 OK\r\n"+canary+"\r\n\r\n"), "the response is not HTTP", 1},
		"transfer encoding":   {server("http", "HTTP/1.1 200 OK\r\nTransfer-Encoding: "+canary+"\r\n\r\n"), "the response is not HTTP", 1},
		"Content-Length":      {server("http", "HTTP/1.1 200 OK\r\nContent-Length: "+canary+"\r\n\r\n"), "the response is not HTTP", 1},
		"Location":            {server("http", "HTTP/1.1 302 Found\r\nLocation: /%zz?"+canary+"\r\n\r\n"), "the response redirects to an invalid URL", 1},
		"scheme":              {server("http", "HTTP/1.1 302 Found\r\nLocation: "+canary+"://x\r\n\r\n"), "the URL is neither HTTP nor HTTPS", 1},
		"cut header":          {server("http", "HTTP/1.1 200 OK\r\nX: "+canary+"\r\n"), "unexpected EOF", all},
		"chunk":               {server("http", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+canary+"\r\n"), "the connection failed", all},
		"trailer":             {server("http", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"+canary+"\r\n\r\n"), "the response is not HTTP", 1},
		"no TLS":              {server("https", canary+"\r\n"), "first record does not look like a TLS handshake", 1},
		"HTTP":                {server("https", "HTTP/1.1 400 "+canary+"\r\n\r\n"), "server gave HTTP response to HTTPS client", 1},
		"certificate":         {func(t *testing.T) (string, string) { t.Helper(); return "https://" + namedCertificate(t), "" }, "tls: failed to verify certificate: ", 1},
		"nothing":             {server("http", ""), "EOF", all},
		"CONNECT, status":     {proxy("HTTP/1.1 /?" + canary + "\r\n\r\n"), "the response is not HTTP", 1},
		"CONNECT, reason":     {proxy("HTTP/1.1 403 " + canary + "\r\n\r\n"), "refused: Forbidden", 1},
		"CONNECT, password":   {proxy("HTTP/1.1 407 " + canary + "\r\n\r\n"), "refused: Proxy Authentication Required", 1},
		"CONNECT, overloaded": {proxy("HTTP/1.1 503 " + canary + "\r\n\r\n"), "refused: Service Unavailable", all},
		"CONNECT, header":     {proxy("HTTP/1.1 200 OK\r\n" + canary + "\r\n\r\n"), "the response is not HTTP", 1},
		"CONNECT, no HTTP":    {proxy(canary + "\r\n"), "the response is not HTTP", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, through := tt.peer(t)
			transport := &http.Transport{
				OnProxyConnectResponse: func(_ context.Context, proxy *url.URL, _ *http.Request, r *http.Response) error {
					if r.StatusCode == http.StatusOK {
						return nil
					}
					return ProxyRefusal(proxy.Host, r.StatusCode)
				},
			}
			if through != "" {
				transport.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: through})
			}
			got := Clean(get(t, transport, address))
			if !strings.Contains(got.Error(), tt.want) || Attempts(got, all) != tt.attempts {
				t.Errorf("got %q and %d attempts, want %q and %d", got, Attempts(got, all), tt.want, tt.attempts)
			}
			for cause := got; cause != nil; cause = errors.Unwrap(cause) {
				if strings.Contains(fmt.Sprintf("%v %+v", cause, cause), canary) {
					t.Errorf("%T has what the peer sent: %+v", cause, cause)
				}
			}
		})
	}
}

// get returns the error of a request or of reading the body.
func get(t *testing.T, transport *http.Transport, address string) error {
	t.Helper()
	t.Cleanup(transport.CloseIdleConnections)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if _, err = io.Copy(io.Discard, response.Body); err == nil {
		t.Fatal("there is no error")
	}
	return err
}
