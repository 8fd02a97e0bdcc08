// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// DefaultDomain is the root domain of the API on the public internet; the host
// of a service is a name below it ("redis.tencentcloudapi.com").
const DefaultDomain = "tencentcloudapi.com"

// financeSuffix ends the names of finance regions ("ap-shanghai-fsi"). They are
// cut off from the others, down to API hosts of their own.
//
// Source: README of https://github.com/TencentCloud/tencentcloud-sdk-go.
const financeSuffix = "-fsi"

// Endpoint says where a service is called. The zero value is HTTPS at
// [DefaultDomain], or at the host of the region's own where it is a finance
// region.
type Endpoint struct {
	BaseURL  string // "https://host:port"; wins over the other two
	Protocol string // "HTTPS" or "HTTP"; empty means HTTPS
	Domain   string // root domain; empty means DefaultDomain
}

// URL returns the base URL to call service ("redis") at for what is in region;
// an empty region is none in particular. It fails where the endpoint does not
// name one: an unknown scheme, no host, or anything more than scheme, host and
// port. The error never repeats a BaseURL, which may hold a password.
func (e Endpoint) URL(service, region string) (*url.URL, error) {
	if e.BaseURL != "" {
		return parseBaseURL(e.BaseURL)
	}
	domain := e.Domain
	if domain == "" {
		domain = DefaultDomain
	}
	if domain == DefaultDomain && strings.HasSuffix(region, financeSuffix) {
		domain = region + "." + DefaultDomain
	}
	if !isHostName(domain) {
		return nil, fmt.Errorf("%q is not a domain name", domain)
	}
	switch e.Protocol {
	case "", "HTTPS":
		return &url.URL{Scheme: "https", Host: service + "." + domain, Path: "/"}, nil
	case "HTTP":
		return &url.URL{Scheme: "http", Host: service + "." + domain, Path: "/"}, nil
	default:
		return nil, fmt.Errorf("the protocol is %q; it must be HTTPS or HTTP", e.Protocol)
	}
}

func parseBaseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("it is not a URL")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("it must begin with https:// or http://")
	case u.Hostname() == "":
		return nil, errors.New("it names no host")
	case u.User != nil:
		return nil, errors.New("it must not hold a user name or password")
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("it must be scheme, host and port only, without path or query")
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}, nil
}

// IsLoopback tells whether u names this very machine, where plain HTTP
// reaches no network.
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
