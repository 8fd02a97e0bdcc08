// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// DefaultDomain is the root domain of the API on the public internet, as in
// "redis.tencentcloudapi.com".
const DefaultDomain = "tencentcloudapi.com"

// financeSuffix is the suffix of finance regions ("ap-shanghai-fsi"), which are
// isolated and have API hosts of their own.
//
// Source: README of https://github.com/TencentCloud/tencentcloud-sdk-go.
const financeSuffix = "-fsi"

// Endpoint is the address of a service. The zero value is HTTPS at
// [DefaultDomain], or at the region's own host for a finance region.
type Endpoint struct {
	BaseURL  string // "https://host:port"; overrides the other two
	Protocol string // "HTTPS" or "HTTP", in any case; empty means HTTPS
	Domain   string // root domain; empty means DefaultDomain
}

// URL returns the base URL of service ("redis") in region, which may be empty. Its
// host is normalized as it is signed and sent: in lower case, without a trailing
// dot or a default port.
//
// It returns an error if the endpoint has no host, or anything but a scheme, host,
// and port. The error never contains the BaseURL, which may have a password.
func (e Endpoint) URL(service, region string) (*url.URL, error) {
	if e.BaseURL != "" {
		return parseBaseURL(e.BaseURL)
	}
	protocol := strings.ToUpper(e.Protocol)
	if protocol != "" && protocol != "HTTPS" && protocol != "HTTP" {
		return nil, fmt.Errorf("the protocol must be HTTPS or HTTP, got %q", e.Protocol)
	}
	domain := strings.TrimSuffix(strings.ToLower(e.Domain), ".")
	if domain == "" || domain == DefaultDomain {
		domain = DefaultDomain
		if strings.HasSuffix(region, financeSuffix) {
			domain = region + "." + DefaultDomain
		}
	}
	if !isHostName(domain) {
		return nil, fmt.Errorf("%q is not a domain name", domain)
	}
	u := &url.URL{Scheme: "https", Host: service + "." + domain, Path: "/"}
	if protocol == "HTTP" {
		u.Scheme = "http"
	}
	return u, nil
}

func parseBaseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil && strings.Contains(raw, "://"):
		return nil, errors.New("it is not a URL")
	case err != nil, u.Scheme != "https" && u.Scheme != "http": // 127.0.0.1:8080 is an error too
		return nil, errors.New("it must begin with https:// or http://")
	case u.Hostname() == "":
		return nil, errors.New("it has no host")
	case u.User != nil:
		return nil, errors.New("it must not contain a user name or password")
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("it must be scheme, host, and port only, without path or query")
	}
	host, err := normalHost(u)
	if err != nil {
		return nil, err
	}
	return &url.URL{Scheme: u.Scheme, Host: host, Path: "/"}, nil
}

// normalHost returns u's host and port as they are signed and sent.
func normalHost(u *url.URL) (string, error) {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if strings.Contains(host, ":") {
		addr, err := netip.ParseAddr(host)
		if err != nil || addr.Zone() != "" {
			return "", errors.New("its host must be a name or an IP address without a zone")
		}
		host = addr.String()
	} else if !isHostName(strings.ReplaceAll(host, "_", "-")) { // private names may have an underscore
		return "", errors.New(`its host must be a name in ASCII letters, digits, dots and hyphens; write an international name in its "xn--" form`)
	}
	port := u.Port()
	if n, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || n == 0) {
		return "", errors.New("its port must be between 1 and 65535")
	}
	if port == "" || port == map[string]string{"https": "443", "http": "80"}[u.Scheme] {
		if strings.Contains(host, ":") {
			return "[" + host + "]", nil
		}
		return host, nil
	}
	return net.JoinHostPort(host, port), nil
}

// IsLoopback reports whether u is on this machine, so plain HTTP reaches no
// network.
func IsLoopback(u *url.URL) bool {
	host := u.Hostname()
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func isHostName(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, hostNameLetters) != "" {
			return false
		}
	}
	return true
}

const hostNameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
