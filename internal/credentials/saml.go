// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// samlRole is a base: a role that an identity provider's assertion gives.
type samlRole struct {
	request assumeRoleWithSAMLRequest
	place   string
}

func (s samlRole) String() string    { return "role " + s.request.RoleARN + " by SAML (" + s.place + ")" }
func (s samlRole) isPermanent() bool { return false }
func (s samlRole) secrets() []string { return s.request.Secrets() }

func (s samlRole) open(c *connection) (tencentapi.CredentialSource, error) {
	api, err := c.sts(tencentapi.Unsigned{}, "")
	if err != nil {
		return nil, err
	}
	return c.temporary(s.String(), func(ctx context.Context) (lease, error) {
		return api.lease(ctx, "AssumeRoleWithSAML", s.request)
	}), nil
}

func (r *resolver) blockSAML() probe {
	block := r.Block.AssumeRoleWithSAML
	if block == nil {
		return probe{found: notSet}
	}
	return probe{open: func() base { return r.samlRole(*block, "provider block") }}
}

func (r *resolver) environmentSAML() probe {
	if r.variable(EnvAssumeRoleSAMLAssertion, EnvAssumeRolePrincipalARN).value == "" {
		return probe{found: notSet}
	}
	return probe{open: func() base { return r.samlRole(AssumeRoleWithSAML{}, "environment") }}
}

func (r *resolver) samlRole(block AssumeRoleWithSAML, place string) base {
	r.keyless = true
	assertion := r.find(argSAML+".saml_assertion", block.SAMLAssertion, EnvAssumeRoleSAMLAssertion)
	principal := r.find(argSAML+".principal_arn", block.PrincipalARN, EnvAssumeRolePrincipalARN)
	role := r.find(argSAML+".role_arn", block.RoleARN, EnvAssumeRoleARN, EnvRoleARN)
	for _, s := range []setting{assertion, principal, role} {
		r.require(s)
	}
	session, seconds := r.roleSession(argSAML, block.SessionName, block.SessionDuration, true)
	return samlRole{place: place, request: assumeRoleWithSAMLRequest{
		SAMLAssertion: assertion.value, PrincipalARN: principal.value,
		RoleARN: role.value, RoleSessionName: session, DurationSeconds: seconds,
	}}
}
