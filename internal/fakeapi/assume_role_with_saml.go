// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/base64"
	"strings"
)

// assumeRoleWithSAML is the action AssumeRoleWithSAML of STS, which needs no
// signature.
func (s *Server) assumeRoleWithSAML(c call) (any, *apiError) {
	p := c.params
	if fail := p.onlyKnown("", "SAMLAssertion", "PrincipalArn", "RoleArn", "RoleSessionName", "DurationSeconds"); fail != nil {
		return nil, fail
	}
	assertion, fail := p.requiredText("", "SAMLAssertion")
	if fail != nil {
		return nil, fail
	}
	principal, fail := p.requiredText("", "PrincipalArn")
	if fail != nil {
		return nil, fail
	}
	r, fail := s.parseSession(p)
	if fail != nil {
		return nil, fail
	}
	if _, err := base64.StdEncoding.DecodeString(assertion); err != nil || assertion == "" {
		return nil, paramError("The parameter `SAMLAssertion` must be base64.")
	}
	rest, _ := strings.CutPrefix(principal, "qcs::cam::uin/")
	account, name, _ := strings.Cut(rest, ":saml-provider/")
	provider, ok := findProvider(s.samlProviders, account, name, func(p SAMLProvider) (string, string) { return p.AccountID, p.Name })
	if !ok || principal != camARN(account, "saml-provider/"+name) {
		return nil, paramError("The parameter `PrincipalArn` has the value `%s`, which is not the ARN of an identity provider.", principal)
	}
	if assertion != provider.Assertion || !provider.Expires.IsZero() && !c.now.Before(provider.Expires) {
		return nil, paramError("The SAML assertion is invalid or has expired.")
	}
	if !r.role.trusts(principal) {
		return nil, failure("UnauthorizedOperation")
	}
	return s.assume(c, r, r.role.AccountID, "AssumeRoleWithSAML"), nil
}
