// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import "strings"

// blockPod is the identity that TKE gives a pod whose service account is bound
// to a role, as DefaultTkeOIDCRoleArnProvider of the official SDK reads it; but
// STS is called in the pod's own region, which the SDK forgets.
func (r *resolver) blockPod() probe {
	if r.Block.EnablePodOIDC {
		return probe{open: r.pod}
	}
	if r.variable(EnvTKERoleARN).value != "" {
		return probe{found: "not set, although the " + inVariable(EnvTKERoleARN) + " is"}
	}
	return probe{found: notSet}
}

func (r *resolver) pod() base {
	var missing []string
	read := func(variable string) string {
		s := r.variable(variable)
		if s.value == "" {
			missing = append(missing, variable)
		}
		return s.value
	}
	w := webIdentityRole{
		region: read(EnvTKERegion), providerID: read(EnvTKEProviderID),
		token: textOrFile{file: read(EnvTKEWebIdentityTokenFile)}, role: textOrFile{text: read(EnvTKERoleARN)},
		session: sessionName, seconds: defaultRoleSeconds,
		kind: "pod identity", place: "provider block", openFile: r.Open,
	}
	if len(missing) > 0 {
		r.failArgument(argPodOIDC, "`%s` is true, but the environment lacks %s, which TKE sets in a pod whose service account is bound to a role",
			argPodOIDC, strings.Join(missing, ", "))
		return nil
	}
	return w
}
