// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The checks of values. Each error completes a sentence that begins with where the
// value was found.

func checkProtocol(protocol string) error {
	if p := strings.ToUpper(protocol); p != "HTTPS" && p != "HTTP" {
		return fmt.Errorf("must be HTTPS or HTTP; got %.100q", protocol)
	}
	return nil
}

func checkDomain(domain string) error {
	if len(domain) > 253 {
		return errors.New("is longer than a domain name can be")
	}
	if _, err := (tencentapi.Endpoint{Domain: normalDomain(domain)}).URL(redisapi.Service, ""); err != nil {
		return fmt.Errorf(`must be a domain name, such as "intl.tencentcloudapi.com"; got %.100q`, domain)
	}
	return nil
}

// checkHost checks the host of a service in a profile.
func checkHost(host string) error {
	if strings.Contains(host, "://") {
		return errors.New("must be a host without http:// or https://")
	}
	return checkBaseURL("https://" + host)
}

// normalDomain returns domain in the form in which it is sent.
func normalDomain(domain string) string { return strings.ToLower(strings.TrimSuffix(domain, ".")) }

func checkBaseURL(baseURL string) error {
	if len(baseURL) > 300 { // names of hosts have up to 253 characters
		return errors.New("is longer than a base URL can be")
	}
	if _, err := (tencentapi.Endpoint{BaseURL: baseURL}).URL(redisapi.Service, ""); err != nil {
		return fmt.Errorf("is not a usable base URL: %w", err)
	}
	return nil
}

// checkProxy returns errors without the URL, which may contain a password.
func checkProxy(proxy string) error {
	u, err := url.Parse(proxy)
	switch {
	case err != nil:
		return errors.New("is not a URL")
	case !isProxyScheme(u.Scheme):
		return errors.New("must start with http://, https://, socks5://, or socks5h://")
	case u.Hostname() == "":
		return errors.New("must contain a host")
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return errors.New("must consist of scheme, user, password, host, and port, without a path or query")
	}
	return nil
}

// parseProxy parses a proxy in the environment. The scheme defaults to http.
func parseProxy(proxy string) (*url.URL, error) {
	if !strings.Contains(proxy, "://") {
		proxy = "http://" + proxy
	}
	return url.Parse(proxy)
}

// checkEnvironmentProxy is less strict than checkProxy, since other programs use
// the variable, too.
func checkEnvironmentProxy(proxy string) error {
	u, err := parseProxy(proxy)
	if err != nil || u.Hostname() == "" || !isProxyScheme(u.Scheme) {
		return errors.New("must be the URL of an http, https, or socks5 proxy")
	}
	return nil
}

// isProxyScheme reports whether net/http supports proxies with that scheme. With
// socks5 and socks5h alike, the proxy resolves the names of hosts.
func isProxyScheme(scheme string) bool {
	return slices.Contains([]string{"http", "https", "socks5", "socks5h"}, scheme)
}
