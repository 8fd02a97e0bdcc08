// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// roleAttributes are the sources of credentials that STS hands out.
func roleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"assume_role":                   assumeRoleAttribute(),
		"assume_role_with_saml":         assumeRoleWithSAMLAttribute(),
		"assume_role_with_web_identity": assumeRoleWithWebIdentityAttribute(),
		"mfa_certification":             mfaCertificationAttribute(),
	}
}

func assumeRoleAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "A CAM role to assume with whatever credential was found: a key pair, a profile, or another role.",
		Attributes: map[string]schema.Attribute{
			"role_arn":         roleARN(credentials.EnvAssumeRoleARN, credentials.EnvRoleARN),
			"session_name":     roleSessionName(),
			"session_duration": roleSessionDuration(),
			"policy":           text("A policy in JSON that narrows what the session may do, for example made by `jsonencode`. It is URL-encoded by the provider."),
			"external_id":      text("The external id that the role's trust policy asks for." + environment(credentials.EnvAssumeRoleExternalID)),
			"source_identity":  text("The id (Uin) of the user who is behind the session, for the audit log." + environment(credentials.EnvAssumeRoleSourceIdentity)),
			"serial_number":    text("The serial number of the MFA device, where the role asks for one." + environment(credentials.EnvAssumeRoleSerialNumber)),
			"token_code":       secret("The code that the MFA device shows. It can be used once, so the session cannot be renewed." + environment(credentials.EnvAssumeRoleTokenCode)),
		},
	}
}

func assumeRoleWithSAMLAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "A CAM role that a SAML assertion gives. It needs no key.",
		Attributes: map[string]schema.Attribute{
			"saml_assertion": secret("The assertion of the identity provider, in base64. Required here or in the environment." + environment(credentials.EnvAssumeRoleSAMLAssertion)),
			"principal_arn": text("The ARN of the identity provider, for example `qcs::cam::uin/100000000001:saml-provider/OneLogin`. Required here or in the environment."+
				environment(credentials.EnvAssumeRolePrincipalARN), providerARNValidator),
			"role_arn":         roleARN(credentials.EnvAssumeRoleARN, credentials.EnvRoleARN),
			"session_name":     roleSessionName(),
			"session_duration": roleSessionDuration(),
		},
	}
}

func assumeRoleWithWebIdentityAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "A CAM role that a token of an OIDC provider gives. It needs no key.",
		Attributes: map[string]schema.Attribute{
			"provider_id":        text("The name of the OIDC provider in CAM. Default: `OIDC`." + environment(credentials.EnvAssumeRoleProviderID)),
			"web_identity_token": secret("The token. It, or the file, is required here or in the environment." + environment(credentials.EnvAssumeRoleWebIdentityToken)),
			"web_identity_token_file": text("A file with the token, either bare or as `{\"web_identity_token\": \"…\"}`. It is read again at each renewal." +
				environment(credentials.EnvAssumeRoleWebIdentityTokenFile)),
			"role_arn": roleARN(credentials.EnvAssumeRoleARN, credentials.EnvRoleARN),
			"role_arn_file": text("A file with the role's ARN, either bare or as `{\"role_arn\": \"…\"}`, in place of `role_arn`." +
				environment(credentials.EnvAssumeRoleARNFile, credentials.EnvAssumeRoleARNNFile)),
			"session_name":     roleSessionName(),
			"session_duration": roleSessionDuration(),
		},
	}
}

func mfaCertificationAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "A session that a code of an MFA device opens for a permanent key pair.",
		Attributes: map[string]schema.Attribute{
			"serial_number": text("The serial number of the MFA device. Required here or in the environment." + environment(credentials.EnvMFASerialNumber)),
			"token_code": secret("The code that the device shows. It can be used once, so the session cannot be renewed. Required here or in the environment." +
				environment(credentials.EnvMFATokenCode)),
			"duration_seconds": seconds("How long the session lasts in seconds, at most 129600. Default: `1800`."+environment(credentials.EnvMFADurationSeconds), credentials.MaxMFASeconds),
		},
	}
}

func roleARN(variables ...string) schema.StringAttribute {
	return text("The role's ARN, for example `qcs::cam::uin/100000000001:roleName/backup-reader`. Required here or in the environment."+
		environment(variables...), roleARNValidator)
}

func roleSessionName() schema.StringAttribute {
	return text("What the session is called in the audit log. Required here or in the environment."+
		environment(credentials.EnvAssumeRoleSessionName, credentials.EnvRoleSessionName), sessionNameValidator)
}

func roleSessionDuration() schema.Int64Attribute {
	return seconds("How long the session lasts in seconds, at most 43200; it is renewed before its end. Default: `7200`."+
		environment(credentials.EnvAssumeRoleSessionDuration), credentials.MaxRoleSeconds)
}

func text(description string, checks ...validators.String) schema.StringAttribute {
	a := schema.StringAttribute{Optional: true, MarkdownDescription: description}
	for _, check := range checks {
		a.Validators = append(a.Validators, unlessBlank{check})
	}
	return a
}

func secret(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: description}
}

// seconds takes a zero for "not set", as the official provider does.
func seconds(description string, most int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true, MarkdownDescription: description,
		Validators: []validator.Int64{int64validator.Between(0, most)},
	}
}
