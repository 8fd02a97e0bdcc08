// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

// credentialAttributes are the sources of credentials that are no role, and
// whose they may be.
func credentialAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"secret_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The id of the API key." + environment(credentials.EnvSecretID),
		},
		"secret_key": schema.StringAttribute{
			Optional:            true,
			Sensitive:           true,
			MarkdownDescription: "The secret of the API key." + environment(credentials.EnvSecretKey),
		},
		"security_token": schema.StringAttribute{
			Optional:            true,
			Sensitive:           true,
			MarkdownDescription: "The token that belongs to a temporary API key." + environment(credentials.EnvSecurityToken, credentials.EnvToken),
		},
		"profile": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The profile of `tccli` to take key, role, region and `redis.endpoint` from. Default: `default`, where nothing else is set." +
				environment(credentials.EnvProfile, credentials.EnvProfileTCCLI),
		},
		"shared_credentials_dir": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The folder with the profiles of `tccli`. Default: `~/.tccli`." + environment(credentials.EnvSharedCredentialsDir),
		},
		"cam_role_name": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The name of the CAM role that is bound to the CVM instance Terraform runs on. Its credential comes from the instance's metadata service." +
				environment(credentials.EnvCAMRoleName),
		},
		"enable_pod_oidc": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to use the identity that TKE gives to the pod Terraform runs in. Default: `false`. TKE sets the variables that it needs: `" +
				credentials.EnvTKERegion + "`, `" + credentials.EnvTKEProviderID + "`, `" + credentials.EnvTKEWebIdentityTokenFile + "` and `" + credentials.EnvTKERoleARN + "`.",
		},
		"allowed_account_ids": accountIDs("The ids (Uin) of the only accounts that the credentials may belong to. This is checked once, before any other request. Not together with `forbidden_account_ids`."),
		"forbidden_account_ids": accountIDs(
			"The ids (Uin) of accounts that the credentials must not belong to. This is checked once, before any other request. Not together with `allowed_account_ids`."),
	}
}

// accountIDs refuses an empty set: it would read as a rule and be none.
func accountIDs(description string) schema.SetAttribute {
	return schema.SetAttribute{
		Optional:            true,
		ElementType:         types.StringType,
		MarkdownDescription: description,
		Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(accountIDValidator)},
	}
}
