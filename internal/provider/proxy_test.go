// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// proxy takes every host for that of one API: what is in clear it answers with
// api itself, and a tunnel leads to the address.
type proxy struct {
	api     http.Handler
	address string
	url     string

	mu   sync.Mutex
	seen []string // "CONNECT host:443", or "host" for a request in clear
	auth []string // Proxy-Authorization
}

func newProxy(t *testing.T, api fake) *proxy {
	t.Helper()
	p := &proxy{api: api, address: strings.TrimPrefix(strings.TrimPrefix(api.url, "https://"), "http://")}
	listener := httptest.NewServer(p)
	t.Cleanup(listener.Close)
	p.url = listener.URL
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	seen := r.Host
	if r.Method == http.MethodConnect {
		seen = "CONNECT " + r.Host
	}
	p.seen = append(p.seen, seen)
	p.auth = append(p.auth, r.Header.Get("Proxy-Authorization"))
	p.mu.Unlock()
	if r.Method != http.MethodConnect {
		p.api.ServeHTTP(w, r)
		return
	}
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

// hosts are the different ones that were asked for.
func (p *proxy) hosts() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := slices.Clone(p.seen)
	slices.Sort(seen)
	return slices.Compact(seen)
}

// TestAccProvider_proxy: STS and Redis are reached through the proxy of the
// block, tunneled and with its password.
func TestAccProvider_proxy(t *testing.T) {
	t.Parallel()
	api, bundle := newTLSFake(t, fakeapi.Options{})
	p := newProxy(t, api)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(fakeKeys("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", "other.example.com")),
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf(`
provider "tencentredis" {
  region      = %q
  domain      = "example.com"
  proxy       = %q
  ca_bundle   = %q
  assume_role = { role_arn = %q, session_name = "test" }
}
`, fakeapi.DocumentRegion, strings.Replace(p.url, "://", "://user:hunter2@", 1), bundle, fakeapi.DefaultRoleARN) + documentBackup(""),
			ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
		}},
	})
	if got, want := p.hosts(), []string{"CONNECT redis.example.com:443", "CONNECT sts.example.com:443"}; !slices.Equal(got, want) {
		t.Errorf("the proxy was asked for %q, want %q", got, want)
	}
	if auth := slices.Compact(p.auth); len(auth) != 1 || auth[0] != "Basic dXNlcjpodW50ZXIy" {
		t.Errorf("Proxy-Authorization is %q", auth)
	}
}

// TestAccProvider_financeRegion: the host is chosen from the region of each
// read, and the signature follows, which the fake checks.
func TestAccProvider_financeRegion(t *testing.T) {
	t.Parallel()
	instance := fakeapi.DocumentInstances()[0]
	finance := instance
	finance.ID, finance.Region = "crs-finance1", "ap-shanghai-fsi"
	api := newFake(t, fakeapi.Options{Instances: []fakeapi.Instance{instance, finance}})
	p := newProxy(t, api)
	config := fmt.Sprintf(`
provider "tencentredis" {
  region   = "ap-chengdu"
  protocol = "HTTP"
}
data "tencentredis_backup_url" "finance" {
  instance_id = "crs-finance1"
  backup_id   = %q
  region      = "ap-shanghai-fsi"
}
`, fakeapi.DocumentBackupID) + documentBackup("")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(fakeKeys("http_proxy", p.url)),
		Steps:                    []resource.TestStep{{Config: config}},
	})
	if got, want := p.hosts(), []string{"redis.ap-shanghai-fsi.tencentcloudapi.com", "redis.tencentcloudapi.com"}; !slices.Equal(got, want) {
		t.Errorf("the proxy was asked for %q, want %q", got, want)
	}
}

func pairs(env map[string]string) []string {
	var list []string
	for name, value := range env {
		list = append(list, name, value)
	}
	return list
}

// fakeKeys are the fake's keys in an environment, with further variables.
func fakeKeys(more ...string) map[string]string {
	return with(map[string]string{credentials.EnvSecretID: fakeapi.DefaultSecretID, credentials.EnvSecretKey: fakeapi.DefaultSecretKey}, more...)
}
