// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// The checks of the provider block, as those in checks.go.
var (
	domainValidator           = validators.String{Summary: "value must be a domain name", Check: checkDomain}
	protocolValidator         = validators.String{Summary: "value must be HTTPS or HTTP", Check: checkProtocol}
	baseURLValidator          = validators.String{Summary: "value must be a base URL", Check: checkBaseURL}
	proxyValidator            = validators.String{Summary: "value must be the URL of a proxy", Check: checkProxy}
	environmentProxyValidator = validators.String{Summary: "value must be the address of a proxy", Check: checkEnvironmentProxy}
	durationValidator         = validators.String{Summary: "value must be a duration", Check: checkDuration}
	accountIDValidator        = validators.String{Summary: "value must be the id of an account", Check: checkAccountID}
	roleARNValidator          = validators.String{Summary: "value must be the ARN of a role", Check: checkRoleARN}
	providerARNValidator      = validators.String{Summary: "value must be the ARN of a SAML provider", Check: checkProviderARN}
	sessionNameValidator      = validators.String{Summary: "value must be the name of a session", Check: checkSessionName}
)

// unlessBlank lets a blank string pass, which the provider block takes for
// "not set": a variable that defaults to "" is a common way to say so.
type unlessBlank struct{ validators.String }

func (v unlessBlank) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if strings.TrimSpace(req.ConfigValue.ValueString()) != "" {
		v.String.ValidateString(ctx, req, resp)
	}
}

func checkDomain(domain string) error {
	_, err := tencentapi.Endpoint{Domain: domain}.URL(redisapi.Service, "")
	return err
}

func checkProtocol(protocol string) error {
	_, err := tencentapi.Endpoint{Protocol: protocol}.URL(redisapi.Service, "")
	return err
}

func checkBaseURL(baseURL string) error {
	_, err := tencentapi.Endpoint{BaseURL: baseURL}.URL(redisapi.Service, "")
	return err
}

// checkProxy never repeats the URL, which may hold a password.
func checkProxy(proxy string) error {
	u, err := url.Parse(strings.TrimSpace(proxy))
	switch {
	case err != nil:
		return errors.New("it is not a URL")
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5":
		return errors.New("it must begin with http://, https:// or socks5://")
	case u.Hostname() == "":
		return errors.New("it names no host")
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return errors.New("it must be scheme, user, password, host and port only, without path or query")
	}
	return nil
}

// parseProxy reads an address as HTTPS_PROXY may hold one: without a scheme, it
// is http.
func parseProxy(address string) (*url.URL, error) {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	return url.Parse(address)
}

// checkEnvironmentProxy is not as strict as checkProxy: the variable is there
// for other programs, too.
func checkEnvironmentProxy(address string) error {
	u, err := parseProxy(address)
	if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		return errors.New("it is not the URL of a proxy with http, https or socks5 as its scheme")
	}
	return nil
}

func checkDuration(s string) error {
	d, err := time.ParseDuration(strings.TrimSpace(s))
	switch {
	case err != nil:
		return fmt.Errorf(`%q is not a duration (for example "90s" or "2m")`, s)
	case d <= 0:
		return fmt.Errorf("%q is not longer than nothing", s)
	}
	return nil
}

func checkAccountID(id string) error {
	if !credentials.IsAccountID(id) {
		return fmt.Errorf("%q is not the id of an account (Uin), which has only digits", id)
	}
	return nil
}

func checkRoleARN(arn string) error {
	if !isCAMARN(arn, "role/") && !isCAMARN(arn, "roleName/") {
		return fmt.Errorf(`%q does not have the form of a role's ARN (for example "qcs::cam::uin/100000000001:roleName/reader")`, arn)
	}
	return nil
}

func checkProviderARN(arn string) error {
	if !isCAMARN(arn, "saml-provider/") {
		return fmt.Errorf(`%q does not have the form of a SAML provider's ARN (for example "qcs::cam::uin/100000000001:saml-provider/OneLogin")`, arn)
	}
	return nil
}

// isCAMARN tells whether arn names a thing of that kind in an account.
//
// Source: https://www.tencentcloud.com/document/product/598/10606.
func isCAMARN(arn, kind string) bool {
	rest, found := strings.CutPrefix(strings.TrimSpace(arn), "qcs::cam::uin/")
	account, thing, separated := strings.Cut(rest, ":")
	name, isKind := strings.CutPrefix(thing, kind)
	return found && separated && isKind && name != "" && credentials.IsAccountID(account)
}

func checkSessionName(name string) error {
	if !credentials.IsSessionName(strings.TrimSpace(name)) {
		return errors.New("a session's name has 2 to 128 characters, out of letters, digits and +=,.@_-")
	}
	return nil
}
