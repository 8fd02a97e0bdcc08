// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"slices"
	"strings"
)

// ownSettings are prefixes of variables that change how Terraform or the provider
// works.
var ownSettings = []string{"TF_", "TOFU_", "TERRAFORM_CONFIG", "TENCENTCLOUD_", "TCCLI_", "TKE_", "CHECKPOINT_DISABLE"}

// makeSettings are variables that would make an inner make join the job control of the
// outer one.
var makeSettings = []string{"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}

// Environment returns environ without the settings of Terraform, OpenTofu and the
// provider, and with the CLI configuration in the file config. It keeps PATH and HOME,
// among others, for version managers.
func Environment(environ []string, config string) []string {
	return append(without(environ, ownSettings...), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+config)
}

// without returns environ without variables that start with a prefix.
func without(environ []string, prefixes ...string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.ContainsFunc(prefixes, func(prefix string) bool {
			// Names are case-insensitive on Windows.
			return strings.HasPrefix(strings.ToUpper(name), prefix)
		})
	})
}
