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

// endpoint returns where a service is called: its own base URL, or else the
// domain, the profile's host, or the default.
func (r *resolver) endpoint(service string, protocol, domain value) tencentapi.Endpoint {
	e := tencentapi.Endpoint{Protocol: strings.ToUpper(protocol.text), Domain: normalDomain(domain.text)}
	own := r.find("endpoints." + service)
	e.BaseURL = own.text
	if host := r.profile[service+".endpoint"]; own.text == "" && domain.text == "" && host != "" {
		scheme := strings.ToLower(cmp.Or(protocol.text, "https"))
		v := r.judged(value{
			text: scheme + "://" + host, origin: service + ".endpoint of profile " + r.named, argument: argument{path: "profile", check: checkBaseURL},
		})
		e.BaseURL = v.text
	}
	u, err := e.URL(service, "")
	if err != nil {
		return e // reported by now
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

// proxy returns the proxies. That of the block replaces those of the
// environment, whose NO_PROXY still names the hosts that need none.
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
	// net/http takes no proxy if it cannot parse the variable, and thereby
	// bypasses a proxy that somebody meant to be used.
	for _, v := range []value{{text: c.HTTPProxy, origin: inVariable("HTTP_PROXY")}, {text: c.HTTPSProxy, origin: inVariable("HTTPS_PROXY")}} {
		if v.text != "" {
			v.argument = argument{path: "proxy", kind: text, check: checkEnvironmentProxy}
			r.judged(v)
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

// Transport returns what the API and the object storage are reached through,
// with connections of its own.
func (s Settings) Transport() http.RoundTripper {
	proxy := s.proxy.ProxyFunc()
	return tencentapi.NewTransport(func(u *url.URL) (*url.URL, error) { return proxy(u) }, s.roots)
}

// metadataTransport returns what the instance's own service is reached
// through: never a proxy, which would ask its own instance.
func (s Settings) metadataTransport() http.RoundTripper {
	t := &http.Transport{DisableKeepAlives: true}
	if s.roots != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: s.roots, MinVersion: tls.VersionTLS12}
	}
	return t
}
