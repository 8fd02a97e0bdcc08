// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc64"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// content is the file in the stores of these tests.
var content = append([]byte("REDIS0004"), bytes.Repeat([]byte("0123456789abcdef"), 64<<10)...)

// serve starts a server with a configuration, in which {port} and {dir} are replaced,
// and returns its address and its directory.
func serve(ctx context.Context, t *testing.T, config, tool string, arguments ...string) (address, dir string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil && os.Getenv("CI") == "" {
		t.Skipf("no %s: %v", tool, err)
	}
	dir = t.TempDir()
	port := freePort(ctx, t)
	fill := strings.NewReplacer("{port}", port, "{dir}", dir).Replace
	if err := os.WriteFile(filepath.Join(dir, "server.conf"), []byte(fill(config)), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range arguments {
		arguments[i] = fill(arguments[i])
	}
	server := exec.CommandContext(ctx, tool, arguments...)
	var output bytes.Buffer
	server.Stdout, server.Stderr = &output, &output
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	server.WaitDelay = 5 * time.Second
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Wait() }() // stopped by a signal
	t.Cleanup(func() { _ = server.Process.Signal(os.Interrupt); <-ended })
	address = net.JoinHostPort("127.0.0.1", port)
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			_ = conn.Close()
			return address, dir
		}
		select {
		case <-ended:
			t.Fatalf("%s does not start:\n%s", tool, output.String())
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func nginx(ctx context.Context, t *testing.T, locations string) (address, dir string) {
	t.Helper()
	return serve(ctx, t, `user root; daemon off; pid {dir}/pid; error_log stderr; events {}
		http { access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f;
		uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s; server { listen 127.0.0.1:{port}; `+locations+` } }`,
		"nginx", "-e", "stderr", "-c", "{dir}/server.conf")
}

func lighttpd(ctx context.Context, t *testing.T, upstream string) string {
	t.Helper()
	host, port, err := net.SplitHostPort(strings.TrimPrefix(upstream, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	address, _ := serve(ctx, t, fmt.Sprintf(`server.port = {port}
		server.bind = "127.0.0.1"
		server.document-root = "{dir}"
		server.upload-dirs = ( "{dir}" )
		server.modules = ( "mod_proxy" )
		proxy.server = ( "" => (( "host" => %q, "port" => %s )) )`, host, port), "lighttpd", "-D", "-f", "{dir}/server.conf")
	return address
}

func squid(ctx context.Context, t *testing.T, rules string) string {
	t.Helper()
	address, _ := serve(ctx, t, "http_port 127.0.0.1:{port}\npid_filename none\ncache deny all\ncache_log /dev/null\naccess_log none\n"+
		"visible_hostname test\nshutdown_lifetime 0 seconds\n"+rules+"\n", "squid", "-N", "-f", "{dir}/server.conf")
	return address
}

func tinyproxy(ctx context.Context, t *testing.T, rules string) string {
	t.Helper()
	address, _ := serve(ctx, t, "Port {port}\nListen 127.0.0.1\nMaxClients 20\n"+rules+"\n", "tinyproxy", "-d", "-c", "{dir}/server.conf")
	return address
}

// slowStore sends the file in the given time, and counts requests.
func slowStore(t *testing.T, took time.Duration, requests *int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*requests++
		w.Header().Set("Content-Length", fmt.Sprint(len(content)))
		for part := content; len(part) > 0; {
			n, err := w.Write(part[:min(len(part), len(content)/20)])
			if err != nil {
				return
			}
			part = part[n:]
			time.Sleep(took / 20)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func options(t *testing.T, address, proxy string) download.Options {
	t.Helper()
	transport := tencentapi.NewTransport(func(*url.URL) (*url.URL, error) {
		if proxy == "" {
			return nil, nil //nolint:nilnil // no proxy is no error
		}
		return &url.URL{Scheme: "http", Host: proxy}, nil
	}, nil)
	t.Cleanup(transport.CloseIdleConnections)
	return download.Options{
		Directory: t.TempDir(), Name: "backup", Source: map[string]string{"backup_id": "x"}, Transport: transport,
		Files: []download.File{{Name: "1.rdb", Size: int64(len(content))}}, Retries: 8, Backoff: time.Second,
		URL: func(context.Context, string) (string, error) { return address + "/1.rdb?q-signature=s3cr3t", nil },
	}
}

// TestE2E_scanningProxy: proxies that receive a file before they send it on get the time
// for that, and one request.
func TestE2E_scanningProxy(t *testing.T) {
	t.Parallel()
	ctx := requireRedis(t)
	for name, start := range map[string]func(t *testing.T, upstream string) (address, proxy string){
		"lighttpd": func(t *testing.T, upstream string) (string, string) {
			t.Helper()
			return "http://" + lighttpd(ctx, t, upstream), ""
		},
		"squid": func(t *testing.T, upstream string) (string, string) {
			t.Helper()
			return upstream, squid(ctx, t, "http_access allow all")
		},
		"tinyproxy": func(t *testing.T, upstream string) (string, string) {
			t.Helper()
			return upstream, tinyproxy(ctx, t, "Allow 127.0.0.1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			address, proxy := start(t, slowStore(t, 3*time.Second, &requests))
			o := options(t, address, proxy)
			o.IdleTimeout = time.Second
			if _, err := download.Run(ctx, o); err != nil || requests != 1 {
				t.Errorf("%d requests, want 1; error %v", requests, err)
			}
		})
	}
}

// TestE2E_gateways: a response that is not the store's is reported as such, after one
// attempt and without its content.
func TestE2E_gateways(t *testing.T) {
	t.Parallel()
	ctx := requireRedis(t)
	const gateway = "the response did not come from the object storage"
	pages, _ := nginx(ctx, t, `location /404/ { return 404; } location /403/ { deny all; } location /302/ { return 302 http://login.example/?$args; }
		location /401/ { auth_basic x; auth_basic_user_file /dev/null; } location /200/ { default_type text/html; return 200 "<html>$args</html>"; }`)
	denying := squid(ctx, t, "http_access deny all")
	password := squid(ctx, t, "auth_param basic program /usr/lib/squid/basic_fake_auth\nacl known proxy_auth REQUIRED\nhttp_access allow known")
	port := tinyproxy(ctx, t, "Allow 127.0.0.1\nConnectPort 1")
	for name, tt := range map[string]struct {
		address, proxy string
		kind           download.Kind
		want           string
	}{
		"nginx, 401":          {"http://" + pages + "/401", "", download.BadResponse, gateway},
		"nginx, 403":          {"http://" + pages + "/403", "", download.BadResponse, gateway},
		"nginx, 404":          {"http://" + pages + "/404", "", download.BadResponse, gateway},
		"nginx, page":         {"http://" + pages + "/200", "", download.BadResponse, "the response is not the file"},
		"nginx, login":        {"http://" + pages + "/302", "", download.BadResponse, "redirects to another host"},
		"squid, HTTP":         {"http://store.example", denying, download.BadResponse, gateway},
		"squid, CONNECT":      {"https://store.example", denying, download.Unreachable, "refused: Forbidden"},
		"squid, password":     {"https://store.example", password, download.Unreachable, "refused: Proxy Authentication Required"},
		"tinyproxy, CONNECT":  {"https://store.example", port, download.Unreachable, "refused: Forbidden"},
		"nginx, no TLS there": {"https://" + pages, "", download.Unreachable, "HTTP response to HTTPS client"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := download.Run(ctx, options(t, tt.address, tt.proxy))
			e, ok := errors.AsType[*download.Error](err)
			if !ok || e.Kind != tt.kind || !strings.Contains(e.Error(), tt.want) || strings.Contains(e.Error(), "s3cr3t") {
				t.Errorf("got %v, want kind %d and %q", err, tt.kind, tt.want)
			}
			if took := time.Since(start); took > 900*time.Millisecond { // the backoff is a second
				t.Errorf("it took %s, so there were several attempts", took)
			}
		})
	}
}

// TestE2E_fileServer: a plain file server, whose ETags are no digests, is resumed if it
// sends a checksum.
func TestE2E_fileServer(t *testing.T) {
	t.Parallel()
	ctx := requireRedis(t)
	sum := crc64.Checksum(content, crc64.MakeTable(crc64.ECMA))
	address, dir := nginx(ctx, t, fmt.Sprintf(`root {dir}; add_header x-cos-hash-crc64ecma %d; location /slow/ { alias {dir}/; limit_rate_after 300k; limit_rate 100k; }`, sum))
	if err := os.WriteFile(filepath.Join(dir, "1.rdb"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	o := options(t, "http://"+address+"/slow", "")
	limited, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_, err := download.Run(limited, o)
	e, ok := errors.AsType[*download.Error](err)
	if !ok || e.Kind != download.Interrupted || e.Progress.Bytes == 0 {
		t.Fatalf("got %v, want an interruption after some bytes", err)
	}
	kept := e.Progress.Bytes
	o.URL = func(context.Context, string) (string, error) { return "http://" + address + "/1.rdb", nil }
	ranged := ""
	transport := o.Transport
	o.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		ranged = r.Header.Get("Range")
		return transport.RoundTrip(r)
	})
	if _, err := download.Run(ctx, o); err != nil || ranged != fmt.Sprintf("bytes=%d-", kept) {
		t.Errorf("the range is %q after %d bytes; error %v", ranged, kept, err)
	}
	saved, err := os.ReadFile(filepath.Join(o.Directory, o.Name, "1.rdb"))
	if err != nil || !bytes.Equal(saved, content) {
		t.Errorf("the file is wrong; error %v", err)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
