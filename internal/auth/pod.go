// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

const podArgument = "enable_pod_oidc"

// The variables that TKE sets in a pod whose service account is bound to a role.
var (
	podRegion    = setting.Argument{Path: podArgument, Env: []string{"TKE_REGION"}}
	podProvider  = setting.Argument{Path: podArgument, Env: []string{"TKE_PROVIDER_ID"}}
	podTokenFile = setting.Argument{Path: podArgument, Env: []string{"TKE_WEB_IDENTITY_TOKEN_FILE"}, Kind: setting.Text}
	podRoleARN   = setting.Argument{Path: podArgument, Env: []string{"TKE_ROLE_ARN"}}
)

// podSession is the name of pods' sessions in the audit log.
const podSession = "terraform-provider-tencentredis"

func pod() kind {
	enabled := setting.Argument{
		Path: podArgument, Kind: setting.Flag,
		Description: "Whether to use the identity of the TKE pod Terraform runs in. Defaults to `false`. " +
			"TKE sets the environment variables that this needs: `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE`, and `TKE_ROLE_ARN`.",
	}
	return kind{
		name: "pod identity", arguments: []setting.Argument{enabled}, selectors: []setting.Argument{enabled}, related: []setting.Argument{podRoleARN},
		open: (*finder).pod,
	}
}

// pod reads a pod's identity like DefaultTkeOIDCRoleArnProvider in the official SDK,
// but uses STS in the pod's own region.
func (f *finder) pod(in setting.Place) *Source {
	var missing []string
	read := func(a setting.Argument) setting.Value {
		v := f.FindIn(setting.InEnvironment, a)
		if v.Text == "" {
			missing = append(missing, a.Env[0])
		}
		return v
	}
	region, providerID, file, role := read(podRegion), read(podProvider), read(podTokenFile), read(podRoleARN)
	if len(missing) > 0 {
		f.Fail(podArgument, "%q is true, but these environment variables are not set: %s. TKE sets them in a pod whose service account is bound to a role",
			podArgument, strings.Join(missing, ", "))
		return nil
	}
	return webIdentitySource(webRole{
		request: request{
			ProviderID: providerID.Text, RoleARN: role.Text,
			RoleSessionName: podSession, DurationSeconds: defaultRoleSeconds,
		},
		tokenFile: f.Expand(file), region: region.Text, open: f.Open,
	}, "pod identity", in)
}
