// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// tunnel is a proxy that connects every host to one address.
type tunnel struct {
	address string

	mu   sync.Mutex
	seen []string // "METHOD host Proxy-Authorization"
}

func (p *tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.seen = append(p.seen, r.Method+" "+r.Host+" "+r.Header.Get("Proxy-Authorization"))
	p.mu.Unlock()
	to, err := new(net.Dialer).DialContext(r.Context(), "tcp", p.address)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer to.Close()
	w.WriteHeader(http.StatusOK)
	from, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer from.Close()
	go func() { _, _ = io.Copy(to, from) }() // either side may hang up
	_, _ = io.Copy(from, to)
}

// TestProvider_proxy: STS, Redis, and files are reached through the block's proxy,
// with its password, and their certificate is trusted because of ca_bundle.
func TestProvider_proxy(t *testing.T) {
	t.Parallel()
	api := httptest.NewTLSServer(fakeapi.New(fakeapi.Options{}))
	t.Cleanup(api.Close)
	p := &tunnel{address: api.Listener.Addr().String()}
	listener := httptest.NewServer(p)
	t.Cleanup(listener.Close)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: api.Certificate().Raw})
	s := serve(t, fakeKeys("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", "other.example.com"))
	diags := s.configure(merge(assumed(), object{
		"region": fakeapi.DocumentRegion, "domain": "example.com", "proxy": strings.Replace(listener.URL, "://", "://user:hunter2@", 1),
		"ca_bundle": writeFile(t, string(certificate)),
	}))
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	if _, diags := s.change(nil, downloadConfig(t.TempDir(), nil)); len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.Sort(p.seen)
	const password = " Basic dXNlcjpodW50ZXIy"
	want := []string{"CONNECT redis.example.com:443" + password, "CONNECT sts.example.com:443" + password}
	if got := slices.Compact(p.seen); !slices.Equal(got, want) {
		t.Errorf("the proxy received %q, want %q", got, want)
	}
}
