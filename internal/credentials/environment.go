// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import "strings"

// The environment variables, named as in the official provider. Where tccli
// has another name for the same thing, that one is looked at second.
//
//nolint:gosec // these are names of variables, and no credentials
const (
	EnvSecretID      = "TENCENTCLOUD_SECRET_ID"
	EnvSecretKey     = "TENCENTCLOUD_SECRET_KEY"
	EnvSecurityToken = "TENCENTCLOUD_SECURITY_TOKEN"
	EnvToken         = "TENCENTCLOUD_TOKEN" // tccli

	EnvProfile              = "TENCENTCLOUD_PROFILE"
	EnvProfileTCCLI         = "TCCLI_PROFILE" // tccli
	EnvSharedCredentialsDir = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR"
	EnvCAMRoleName          = "TENCENTCLOUD_CAM_ROLE_NAME"

	EnvAssumeRoleARN             = "TENCENTCLOUD_ASSUME_ROLE_ARN"
	EnvRoleARN                   = "TENCENTCLOUD_ROLE_ARN" // tccli
	EnvAssumeRoleSessionName     = "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"
	EnvRoleSessionName           = "TENCENTCLOUD_ROLE_SESSION_NAME" // tccli
	EnvAssumeRoleSessionDuration = "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"
	EnvAssumeRoleExternalID      = "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"
	EnvAssumeRoleSourceIdentity  = "TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY"
	EnvAssumeRoleSerialNumber    = "TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER"
	EnvAssumeRoleTokenCode       = "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE"

	EnvAssumeRoleSAMLAssertion = "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION"
	EnvAssumeRolePrincipalARN  = "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN"

	EnvAssumeRoleProviderID           = "TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID"
	EnvAssumeRoleWebIdentityToken     = "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN"
	EnvAssumeRoleWebIdentityTokenFile = "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE"
	EnvAssumeRoleARNFile              = "TENCENTCLOUD_ASSUME_ROLE_ARN_FILE"
	EnvAssumeRoleARNNFile             = "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE" // as the official provider spells it

	EnvMFASerialNumber    = "TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER"
	EnvMFATokenCode       = "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE"
	EnvMFADurationSeconds = "TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS"

	// TKE sets these in pods whose service account is bound to a role.
	EnvTKERegion               = "TKE_REGION"
	EnvTKEProviderID           = "TKE_PROVIDER_ID"
	EnvTKEWebIdentityTokenFile = "TKE_WEB_IDENTITY_TOKEN_FILE"
	EnvTKERoleARN              = "TKE_ROLE_ARN"
)

// setting is a value and where it was looked for.
type setting struct {
	value    string // "" where it was not found
	place    string // where it was found
	inBlock  bool   // and whether that is the provider block
	argument string // "assume_role.role_arn"; the argument to blame
	looked   []string
}

func inBlock(argument string) string    { return "`" + argument + "` in the provider block" }
func inVariable(variable string) string { return "environment variable `" + variable + "`" }

// find takes the argument's value from the block, or from the first of the
// variables that is set. What is blank counts as not set.
func (r *resolver) find(argument, block string, variables ...string) setting {
	s := setting{argument: argument, looked: []string{inBlock(argument)}}
	if s.value = strings.TrimSpace(block); s.value != "" {
		s.place, s.inBlock = inBlock(argument), true
		return s
	}
	for _, variable := range variables {
		s.looked = append(s.looked, inVariable(variable))
		if s.value = strings.TrimSpace(r.Getenv(variable)); s.value != "" {
			s.place = inVariable(variable)
			return s
		}
	}
	return s
}

// variable takes a value from the first of the variables that is set.
func (r *resolver) variable(variables ...string) setting {
	s := r.find("", "", variables...)
	s.looked = s.looked[1:]
	return s
}
