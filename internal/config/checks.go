// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The checks of values. Each error completes a sentence that begins with where the
// value was found.

func checkRegion(region string) error {
	if !redisapi.IsRegionForm(region) {
		return fmt.Errorf(`must be the name of a region, such as "ap-guangzhou", got %q`, region)
	}
	return nil
}

func checkProtocol(protocol string) error {
	if p := strings.ToUpper(protocol); p != "HTTPS" && p != "HTTP" {
		return fmt.Errorf("must be HTTPS or HTTP, got %q", protocol)
	}
	return nil
}

func checkDomain(domain string) error {
	if _, err := (tencentapi.Endpoint{Domain: normalDomain(domain)}).URL(redisapi.Service, ""); err != nil {
		return fmt.Errorf(`must be a domain name, such as "intl.tencentcloudapi.com", got %q`, domain)
	}
	return nil
}

// normalDomain returns domain in the form in which it is sent.
func normalDomain(domain string) string { return strings.ToLower(strings.TrimSuffix(domain, ".")) }

func checkBaseURL(baseURL string) error {
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
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5":
		return errors.New("must start with http://, https://, or socks5://")
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
	if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		return errors.New("must be the URL of an http, https, or socks5 proxy")
	}
	return nil
}

func checkDuration(s string) error {
	d, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return fmt.Errorf(`must be a duration, such as "90s" or "2m", got %q`, s)
	case d <= 0:
		return fmt.Errorf("must be greater than zero, got %q", s)
	}
	return nil
}

func checkAccountID(id string) error {
	if id == "" || strings.Trim(id, "0123456789") != "" {
		return fmt.Errorf("must contain account IDs (Uin), which are digits, got %q", id)
	}
	return nil
}

func checkRoleARN(arn string) error {
	if !isCAMARN(arn, "role/") && !isCAMARN(arn, "roleName/") {
		return fmt.Errorf(`must be the ARN of a role, such as "qcs::cam::uin/100000000001:roleName/reader", got %q`, arn)
	}
	return nil
}

func checkProviderARN(arn string) error {
	if !isCAMARN(arn, "saml-provider/") {
		return fmt.Errorf(`must be the ARN of a SAML provider, such as "qcs::cam::uin/100000000001:saml-provider/OneLogin", got %q`, arn)
	}
	return nil
}

// isCAMARN reports whether arn is that of a CAM resource of that kind.
//
// Source: https://www.tencentcloud.com/document/product/598/10606.
func isCAMARN(arn, kind string) bool {
	rest, found := strings.CutPrefix(arn, "qcs::cam::uin/")
	account, thing, separated := strings.Cut(rest, ":")
	name, isKind := strings.CutPrefix(thing, kind)
	return found && separated && isKind && name != "" && checkAccountID(account) == nil
}

func checkSessionName(name string) error {
	if !credentials.IsSessionName(name) {
		return fmt.Errorf("must have 2 to 128 characters: letters, digits, and +=,.@_-, got %q", name)
	}
	return nil
}

func checkRoleName(name string) error {
	if !credentials.IsRoleName(name) {
		return fmt.Errorf("must be the name of a role, which has up to 128 characters: letters, digits, and +=,.@_-, got %q", name)
	}
	return nil
}

func checkJSON(policy string) error {
	if !json.Valid([]byte(policy)) {
		return errors.New("is not valid JSON")
	}
	return nil
}
