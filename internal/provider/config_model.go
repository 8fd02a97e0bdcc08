// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

// providerModel is the provider block. It is only read once every value in it
// is known, so its objects are pointers, nil for null.
type providerModel struct {
	SecretID      types.String `tfsdk:"secret_id"`
	SecretKey     types.String `tfsdk:"secret_key"`
	SecurityToken types.String `tfsdk:"security_token"`

	Profile              types.String `tfsdk:"profile"`
	SharedCredentialsDir types.String `tfsdk:"shared_credentials_dir"`
	CAMRoleName          types.String `tfsdk:"cam_role_name"`

	AssumeRole                *assumeRoleModel                `tfsdk:"assume_role"`
	AssumeRoleWithSAML        *assumeRoleWithSAMLModel        `tfsdk:"assume_role_with_saml"`
	AssumeRoleWithWebIdentity *assumeRoleWithWebIdentityModel `tfsdk:"assume_role_with_web_identity"`
	MFACertification          *mfaCertificationModel          `tfsdk:"mfa_certification"`
	EnablePodOIDC             types.Bool                      `tfsdk:"enable_pod_oidc"`

	AllowedAccountIDs   []types.String `tfsdk:"allowed_account_ids"`
	ForbiddenAccountIDs []types.String `tfsdk:"forbidden_account_ids"`

	Region    types.String    `tfsdk:"region"`
	Protocol  types.String    `tfsdk:"protocol"`
	Domain    types.String    `tfsdk:"domain"`
	Endpoints *endpointsModel `tfsdk:"endpoints"`
	Proxy     types.String    `tfsdk:"proxy"`
	CABundle  types.String    `tfsdk:"ca_bundle"`

	MaxRequestsPerSecond types.Int64  `tfsdk:"max_requests_per_second"`
	MaxRetries           types.Int64  `tfsdk:"max_retries"`
	RequestTimeout       types.String `tfsdk:"request_timeout"`
}

type endpointsModel struct {
	Redis    types.String `tfsdk:"redis"`
	STS      types.String `tfsdk:"sts"`
	Metadata types.String `tfsdk:"metadata"`
}

type assumeRoleModel struct {
	RoleARN         types.String `tfsdk:"role_arn"`
	SessionName     types.String `tfsdk:"session_name"`
	SessionDuration types.Int64  `tfsdk:"session_duration"`
	Policy          types.String `tfsdk:"policy"`
	ExternalID      types.String `tfsdk:"external_id"`
	SourceIdentity  types.String `tfsdk:"source_identity"`
	SerialNumber    types.String `tfsdk:"serial_number"`
	TokenCode       types.String `tfsdk:"token_code"`
}

type assumeRoleWithSAMLModel struct {
	SAMLAssertion   types.String `tfsdk:"saml_assertion"`
	PrincipalARN    types.String `tfsdk:"principal_arn"`
	RoleARN         types.String `tfsdk:"role_arn"`
	SessionName     types.String `tfsdk:"session_name"`
	SessionDuration types.Int64  `tfsdk:"session_duration"`
}

type assumeRoleWithWebIdentityModel struct {
	ProviderID           types.String `tfsdk:"provider_id"`
	WebIdentityToken     types.String `tfsdk:"web_identity_token"`
	WebIdentityTokenFile types.String `tfsdk:"web_identity_token_file"`
	RoleARN              types.String `tfsdk:"role_arn"`
	RoleARNFile          types.String `tfsdk:"role_arn_file"`
	SessionName          types.String `tfsdk:"session_name"`
	SessionDuration      types.Int64  `tfsdk:"session_duration"`
}

type mfaCertificationModel struct {
	SerialNumber    types.String `tfsdk:"serial_number"`
	TokenCode       types.String `tfsdk:"token_code"`
	DurationSeconds types.Int64  `tfsdk:"duration_seconds"`
}

// credentials is the part of the block that says where credentials come from.
func (m providerModel) credentials() credentials.Block {
	b := credentials.Block{
		SecretID: m.SecretID.ValueString(), SecretKey: m.SecretKey.ValueString(), SecurityToken: m.SecurityToken.ValueString(),
		Profile: m.Profile.ValueString(), SharedCredentialsDir: m.SharedCredentialsDir.ValueString(), CAMRoleName: m.CAMRoleName.ValueString(),
		EnablePodOIDC:     m.EnablePodOIDC.ValueBool(),
		AllowedAccountIDs: knownStrings(m.AllowedAccountIDs), ForbiddenAccountIDs: knownStrings(m.ForbiddenAccountIDs),
	}
	if a := m.AssumeRole; a != nil {
		b.AssumeRole = &credentials.AssumeRole{
			RoleARN: a.RoleARN.ValueString(), SessionName: a.SessionName.ValueString(), SessionDuration: a.SessionDuration.ValueInt64(),
			Policy: a.Policy.ValueString(), ExternalID: a.ExternalID.ValueString(), SourceIdentity: a.SourceIdentity.ValueString(),
			SerialNumber: a.SerialNumber.ValueString(), TokenCode: a.TokenCode.ValueString(),
		}
	}
	if s := m.AssumeRoleWithSAML; s != nil {
		b.AssumeRoleWithSAML = &credentials.AssumeRoleWithSAML{
			SAMLAssertion: s.SAMLAssertion.ValueString(), PrincipalARN: s.PrincipalARN.ValueString(),
			RoleARN: s.RoleARN.ValueString(), SessionName: s.SessionName.ValueString(), SessionDuration: s.SessionDuration.ValueInt64(),
		}
	}
	if w := m.AssumeRoleWithWebIdentity; w != nil {
		b.AssumeRoleWithWebIdentity = &credentials.AssumeRoleWithWebIdentity{
			ProviderID:       w.ProviderID.ValueString(),
			WebIdentityToken: w.WebIdentityToken.ValueString(), WebIdentityTokenFile: w.WebIdentityTokenFile.ValueString(),
			RoleARN: w.RoleARN.ValueString(), RoleARNFile: w.RoleARNFile.ValueString(),
			SessionName: w.SessionName.ValueString(), SessionDuration: w.SessionDuration.ValueInt64(),
		}
	}
	if c := m.MFACertification; c != nil {
		b.MFACertification = &credentials.MFACertification{
			SerialNumber: c.SerialNumber.ValueString(), TokenCode: c.TokenCode.ValueString(), DurationSeconds: c.DurationSeconds.ValueInt64(),
		}
	}
	return b
}

func knownStrings(list []types.String) []string {
	var values []string
	for _, s := range list {
		values = append(values, s.ValueString())
	}
	return values
}
