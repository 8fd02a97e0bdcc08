// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "encoding/base64"

// assumeRoleWithSAML is the action AssumeRoleWithSAML of STS. It needs no signature.
func (s *Server) assumeRoleWithSAML(c call) (any, *apiError) {
	p := c.params
	p.only("SAMLAssertion", "PrincipalArn", "RoleArn", "RoleSessionName", "DurationSeconds")
	assertion, principal := p.required("SAMLAssertion"), p.required("PrincipalArn")
	r := s.parseSession(p)
	if _, err := base64.StdEncoding.DecodeString(assertion); err != nil || assertion == "" {
		p.refuse(paramError("The parameter `SAMLAssertion` must be base64."))
	}
	if principal != DefaultSAMLProviderARN {
		p.refuse(paramError("The parameter `PrincipalArn` has the value `%s`, which is not the ARN of an identity provider.", principal))
	}
	if assertion != DefaultSAMLAssertion {
		p.refuse(paramError("The SAML assertion is invalid or has expired."))
	}
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	if !r.role.trusts(principal) {
		return nil, failure("UnauthorizedOperation")
	}
	return s.assume(c, r, r.role.AccountID, "AssumeRoleWithSAML"), nil
}
