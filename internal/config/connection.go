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
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// endpoint returns the endpoint of a service, from its own base URL, the domain, or
// the profile's host, in this order.
func (r *resolver) endpoint(service string, protocol, domain value) tencentapi.Endpoint {
	e := tencentapi.Endpoint{Protocol: strings.ToUpper(protocol.text), Domain: normalDomain(domain.text)}
	own := r.find("endpoints." + service)
	e.BaseURL = own.text
	if host := r.profile[service+".endpoint"]; own.text == "" && domain.text == "" && host != "" {
		scheme := strings.ToLower(cmp.Or(protocol.text, "https"))
		v := r.checked(value{
			text: scheme + "://" + host, origin: service + ".endpoint of profile " + r.named, argument: argument{path: "profile", check: checkBaseURL},
		})
		e.BaseURL = v.text
	}
	u, err := e.URL(service, "")
	if err != nil {
		return e // already reported
	}
	if e.BaseURL != "" {
		e.BaseURL = strings.TrimSuffix(u.String(), "/")
	}
	if own.text != "" || service == redisapi.Service {
		cause := own
		if own.text == "" {
			cause = protocol
		}
		r.warnPlainHTTP(u, cause)
	}
	return e
}

func (r *resolver) warnPlainHTTP(u *url.URL, cause value) {
	if u.Scheme != "http" || tencentapi.IsLoopback(u) {
		return
	}
	r.diags.AddAttributeWarning(dottedPath(cause.argument.path), "API Requests Are Not Encrypted",
		fmt.Sprintf("Requests to %s are not encrypted: %s selects plain HTTP. Anyone who can read the traffic can read the signed URLs "+
			"and temporary credentials in it and download the backups.\n\nUse HTTPS, except for tests.", u.Host, cause.origin))
}

// proxy returns the proxies. That in the block overrides those in the environment,
// but not NO_PROXY.
func (r *resolver) proxy() httpproxy.Config {
	anyCase := func(upper, lower string) string { return cmp.Or(r.Getenv(upper), r.Getenv(lower)) }
	c := httpproxy.Config{
		HTTPProxy: anyCase("HTTP_PROXY", "http_proxy"), HTTPSProxy: anyCase("HTTPS_PROXY", "https_proxy"),
		NoProxy: anyCase("NO_PROXY", "no_proxy"),
	}
	if own := r.find("proxy"); own.text != "" {
		c.HTTPProxy, c.HTTPSProxy = own.text, own.text
		return c
	}
	// If the variable is invalid, net/http would silently use no proxy.
	for _, v := range []value{{text: c.HTTPProxy, origin: inVariable("HTTP_PROXY")}, {text: c.HTTPSProxy, origin: inVariable("HTTPS_PROXY")}} {
		if v.text != "" {
			v.argument = argument{path: "proxy", kind: text, check: checkEnvironmentProxy}
			r.checked(v)
		}
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
	proxy := s.proxy.ProxyFunc()
	return tencentapi.NewTransport(func(u *url.URL) (*url.URL, error) { return proxy(u) }, s.roots)
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
