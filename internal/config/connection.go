// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// endpoint returns the endpoint of a service, from its own base URL, the domain, or
// the profile's host, in this order.
func (r *resolver) endpoint(service string, argument setting.Argument) tencentapi.Endpoint {
	scheme, root, own := r.scheme, r.domain, r.Find(argument)
	e := tencentapi.Endpoint{BaseURL: own.Text, Protocol: strings.ToUpper(scheme.Text), Domain: normalDomain(root.Text)}
	key := service + ".endpoint"
	if own.Text == "" && root.Text == "" {
		if host := r.FromProfile(setting.Argument{Path: "profile", Check: checkHost}, key).Text; host != "" {
			e.BaseURL = strings.ToLower(cmp.Or(scheme.Text, "https")) + "://" + host
		}
	}
	u, err := e.URL(service, "")
	if err != nil {
		return e // already reported
	}
	if e.BaseURL != "" {
		e.BaseURL = strings.TrimSuffix(u.String(), "/")
	}
	if own.Text != "" || service == redisapi.Service {
		cause := own
		if own.Text == "" {
			cause = scheme
		}
		r.warnPlainHTTP(u, cause)
	}
	return e
}

func (r *resolver) warnPlainHTTP(u *url.URL, cause setting.Value) {
	if u.Scheme != "http" || tencentapi.IsLoopback(u) {
		return
	}
	r.diags.AddAttributeWarning(dottedPath(cause.Path), "API Requests Are Not Encrypted",
		fmt.Sprintf("Requests to %s are not encrypted: %s selects plain HTTP. Anyone who can read the traffic can read the signed URLs "+
			"and temporary credentials in it and download the backups.\n\nUse HTTPS, except for tests.", u.Host, cause.Origin))
}

// proxy returns the proxies. That in the block overrides those in the environment,
// but not NO_PROXY.
func (r *resolver) proxy() httpproxy.Config {
	anyCase := func(upper, lower string) string { return cmp.Or(r.Getenv(upper), r.Getenv(lower)) }
	c := httpproxy.Config{
		HTTPProxy: anyCase("HTTP_PROXY", "http_proxy"), HTTPSProxy: anyCase("HTTPS_PROXY", "https_proxy"),
		NoProxy: anyCase("NO_PROXY", "no_proxy"),
	}
	if own := r.Find(proxyURL); own.Text != "" {
		c.HTTPProxy, c.HTTPSProxy = own.Text, own.Text
		return c
	}
	// If the variable is invalid, net/http would silently use no proxy.
	for _, variables := range [][]string{{"HTTP_PROXY", "http_proxy"}, {"HTTPS_PROXY", "https_proxy"}} {
		r.FindIn(setting.InEnvironment, setting.Argument{Path: proxyURL.Path, Kind: setting.Text, Env: variables, Check: checkEnvironmentProxy})
	}
	return c
}

// proxyPasswords returns the passwords in the URLs of the proxies.
func proxyPasswords(c httpproxy.Config) []string {
	var passwords []string
	for _, proxy := range []string{c.HTTPProxy, c.HTTPSProxy} {
		if u, err := parseProxy(proxy); err == nil && u.User != nil {
			if password, ok := u.User.Password(); ok {
				passwords = append(passwords, password)
			}
		}
	}
	return passwords
}

// Transport returns a new transport for the API or the object storage.
func (s Settings) Transport() http.RoundTripper {
	return tencentapi.NewTransport(s.proxy.ProxyFunc(), s.roots)
}

// metadataTransport returns a transport for the metadata service. It has no proxy,
// which would reach the service of its own instance.
func (s Settings) metadataTransport() http.RoundTripper {
	t := &http.Transport{DisableKeepAlives: true}
	if s.roots != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: s.roots, MinVersion: tls.VersionTLS12}
	}
	return t
}
