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
	return kind{
		name: "pod identity",
		arguments: []setting.Argument{{
			Path: podArgument, Kind: setting.Flag,
			Description: "Whether to use the identity of the TKE pod Terraform runs in. Defaults to `false`. " +
				"TKE sets the environment variables that this needs: `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE`, and `TKE_ROLE_ARN`.",
		}},
		selectors: []string{podArgument},
		find:      (*finder).pod,
	}
}

func (f *finder) pod(place) found {
	if enabled, _ := f.Block[podArgument].(string); enabled == "true" {
		return found{open: f.openPod}
	}
	if variable := f.VariableSet(podRoleARN); variable != "" {
		return found{note: "not set, although " + setting.InVariable(variable) + " is"}
	}
	return found{}
}

// openPod reads a pod's identity like DefaultTkeOIDCRoleArnProvider in the official
// SDK, but uses STS in the pod's own region.
func (f *finder) openPod() *Source {
	var missing []string
	read := func(a setting.Argument) setting.Value {
		v := f.FromEnvironment(a)
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
	return new(webIdentitySource(webRole{
		request: request{
			ProviderID: providerID.Text, RoleARN: role.Text,
			RoleSessionName: podSession, DurationSeconds: defaultRoleSeconds,
		},
		tokenFile: f.Expand(file), region: region.Text, open: f.Open,
	}, "pod identity", string(inBlock)))
}
