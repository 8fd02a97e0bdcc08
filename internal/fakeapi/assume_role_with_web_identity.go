// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// assumeRoleWithWebIdentity is the action AssumeRoleWithWebIdentity of STS, which
// needs no signature. The provider is one of the role's account.
func (s *Server) assumeRoleWithWebIdentity(c call) (any, *apiError) {
	p := c.params
	if fail := p.onlyKnown("", "ProviderId", "WebIdentityToken", "RoleArn", "RoleSessionName", "DurationSeconds"); fail != nil {
		return nil, fail
	}
	name, fail := p.requiredText("", "ProviderId")
	if fail != nil {
		return nil, fail
	}
	token, fail := p.requiredText("", "WebIdentityToken")
	if fail != nil {
		return nil, fail
	}
	r, fail := s.parseSession(p)
	if fail != nil {
		return nil, fail
	}
	account := r.role.AccountID
	provider, ok := findProvider(s.oidcProviders, account, name, func(p OIDCProvider) (string, string) { return p.AccountID, p.Name })
	if !ok {
		return nil, paramError("The parameter `ProviderId` has the value `%s`, which is not an identity provider.", name)
	}
	if !provider.verify(token, c.now) {
		return nil, failure("InvalidParameter.WebIdentityTokenError")
	}
	if !r.role.trusts(camARN(account, "oidc-provider/"+name)) {
		return nil, failure("UnauthorizedOperation")
	}
	return s.assume(c, r, account, "AssumeRoleWithWebIdentity"), nil
}
