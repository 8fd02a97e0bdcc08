// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// assumedRole is a step: a role taken on with the credential found so far.
type assumedRole struct {
	request assumeRoleRequest
	place   string
}

func (a *assumedRole) String() string    { return "role " + a.request.RoleARN + " (" + a.place + ")" }
func (a *assumedRole) secrets() []string { return a.request.Secrets() }

func (a *assumedRole) open(c *connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
	api, err := c.sts(from, "")
	if err != nil {
		return nil, err
	}
	fetch := func(ctx context.Context) (lease, error) { return api.lease(ctx, "AssumeRole", a.request) }
	if a.request.TokenCode != "" {
		fetch = onceAnswered(fetch)
	}
	return c.temporary(a.String(), fetch), nil
}

// assumedRole settles the step that `assume_role` or the environment asks for;
// nil where neither does. The role's variables name the base's own role where
// it is a keyless one, or would be if the environment were the base.
func (r *resolver) assumedRole() step {
	block := r.Block.AssumeRole
	variables := !r.keyless && r.variable(keylessVariables()...).value == ""
	if block == nil {
		if !variables || r.variable(EnvAssumeRoleARN, EnvRoleARN, EnvAssumeRoleSessionName, EnvRoleSessionName).value == "" {
			return nil
		}
		block = &AssumeRole{}
	}
	find := func(name, value string, names ...string) setting {
		if !variables {
			names = nil
		}
		return r.find(argAssumeRole+"."+name, value, names...)
	}
	role := find("role_arn", block.RoleARN, EnvAssumeRoleARN, EnvRoleARN)
	r.require(role)
	serial := find("serial_number", block.SerialNumber, EnvAssumeRoleSerialNumber)
	code := find("token_code", block.TokenCode, EnvAssumeRoleTokenCode)
	r.requireBoth(serial, code)
	session, seconds := r.roleSession(argAssumeRole, block.SessionName, block.SessionDuration, variables)

	step := &assumedRole{place: "environment", request: assumeRoleRequest{
		RoleARN: role.value, RoleSessionName: session, DurationSeconds: seconds,
		Policy:         r.encodedPolicy(argAssumeRole+".policy", block.Policy),
		ExternalID:     find("external_id", block.ExternalID, EnvAssumeRoleExternalID).value,
		SourceIdentity: find("source_identity", block.SourceIdentity, EnvAssumeRoleSourceIdentity).value,
		SerialNumber:   serial.value, TokenCode: code.value,
	}}
	if r.Block.AssumeRole != nil {
		step.place = "provider block"
	}
	return step
}
