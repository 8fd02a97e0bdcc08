// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "slices"

// assumeRoleWithWebIdentity is the action AssumeRoleWithWebIdentity of STS. It needs
// no signature. The provider belongs to the account of the role.
func (s *Server) assumeRoleWithWebIdentity(c call) (any, *apiError) {
	p := c.params
	p.only("ProviderId", "WebIdentityToken", "RoleArn", "RoleSessionName", "DurationSeconds")
	name, token := p.required("ProviderId"), p.required("WebIdentityToken")
	r := s.parseSession(p)
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	i := slices.IndexFunc(s.oidcProviders, func(p OIDCProvider) bool { return p.Name == name })
	if i < 0 || r.role.AccountID != DefaultAccountID {
		return nil, paramError("The parameter `ProviderId` has the value `%s`, which is not an identity provider.", name)
	}
	if !s.oidcProviders[i].verify(token, c.now) {
		return nil, failure("InvalidParameter.WebIdentityTokenError")
	}
	if !r.role.trusts(camARN(DefaultAccountID, "oidc-provider/"+name)) {
		return nil, failure("UnauthorizedOperation")
	}
	return s.assume(c, r, r.role.AccountID, "AssumeRoleWithWebIdentity"), nil
}
