// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// limits is how the API is asked; what is not set is left to the client.
type limits struct {
	requestsPerSecond int
	retries           *int
	requestTimeout    time.Duration
}

func (l limits) options() []tencentapi.Option {
	var opts []tencentapi.Option
	if l.requestsPerSecond > 0 {
		opts = append(opts, tencentapi.WithMaxRequestsPerSecond(l.requestsPerSecond))
	}
	if l.retries != nil {
		opts = append(opts, tencentapi.WithMaxRetries(*l.retries))
	}
	if l.requestTimeout > 0 {
		opts = append(opts, tencentapi.WithRequestTimeout(l.requestTimeout))
	}
	return opts
}

// limits needs no checks, which the schema makes: no variable of the
// environment stands in for one of them.
func (r *resolver) limits(m providerModel) limits {
	l := limits{requestsPerSecond: count(m.MaxRequestsPerSecond)}
	if !m.MaxRetries.IsNull() {
		l.retries = new(count(m.MaxRetries))
	}
	l.requestTimeout, _ = time.ParseDuration(strings.TrimSpace(m.RequestTimeout.ValueString()))
	return l
}

// count stops far from where the client's arithmetic would overflow.
func count(n types.Int64) int { return int(min(n.ValueInt64(), 1<<30)) }

// proxy settles the proxies. That of the block replaces those of the
// environment, whose NO_PROXY still names the hosts that need none.
func (r *resolver) proxy(block types.String) httpproxy.Config {
	anyCase := func(upper, lower string) string { return cmp.Or(r.getenv(upper), r.getenv(lower)) }
	c := httpproxy.Config{
		HTTPProxy: anyCase("HTTP_PROXY", "http_proxy"), HTTPSProxy: anyCase("HTTPS_PROXY", "https_proxy"),
		NoProxy: anyCase("NO_PROXY", "no_proxy"),
	}
	if own := r.find(block, path.Root("proxy"), ""); own.value != "" {
		c.HTTPProxy, c.HTTPSProxy = own.value, own.value
		return c
	}
	// net/http takes no proxy where it cannot read the variable, and thereby
	// goes around a proxy that somebody meant to be used.
	for _, s := range []setting{{env: "HTTP_PROXY", value: c.HTTPProxy}, {env: "HTTPS_PROXY", value: c.HTTPSProxy}} {
		if s.value != "" {
			r.judge(path.Root("proxy"), s.inEnvironment(), s.value, environmentProxyValidator)
		}
	}
	return c
}

// proxyPasswords are the passwords in the addresses of the proxies.
func proxyPasswords(c httpproxy.Config) []string {
	var passwords []string
	for _, address := range []string{c.HTTPProxy, c.HTTPSProxy} {
		if u, err := parseProxy(address); err == nil && u.User != nil {
			if password, ok := u.User.Password(); ok {
				passwords = append(passwords, password)
			}
		}
	}
	return passwords
}

// transport is what the API is reached through.
func (s settings) transport() http.RoundTripper {
	proxy := s.proxy.ProxyFunc()
	return tencentapi.NewTransport(func(u *url.URL) (*url.URL, error) { return proxy(u) }, s.roots)
}

// metadataTransport is what the instance's own service is reached through:
// never a proxy, which would ask its own instance.
func (s settings) metadataTransport() http.RoundTripper {
	t := &http.Transport{DisableKeepAlives: true}
	if s.roots != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: s.roots, MinVersion: tls.VersionTLS12}
	}
	return t
}

// source returns what requests are signed with. It makes no request.
func (s settings) source(p process, api []tencentapi.Option) (tencentapi.CredentialSource, error) {
	source, err := s.plan.Open(credentials.Connection{
		STS: s.sts, Region: s.region, API: api,
		MetadataURL: s.metadata, MetadataTransport: s.metadataTransport(),
		Now: p.now,
		Warn: func(ctx context.Context, message string, fields map[string]any) {
			tflog.Warn(ctx, message, fields)
		},
	})
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	return source, nil
}

func (r *resolver) roots(block types.String) *x509.CertPool {
	s := r.find(block, path.Root("ca_bundle"), "")
	if s.value == "" {
		return nil
	}
	roots, err := readCABundle(s.value)
	if err != nil {
		r.diags.AddAttributeError(s.path, "Unusable CA Bundle",
			fmt.Sprintf("The certificates that `ca_bundle` in the provider block names cannot be used: %s %s.", s.value, err))
	}
	return roots
}
