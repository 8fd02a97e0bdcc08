// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"slices"
	"strings"
)

// ownSettings are the beginnings of the names of variables that would change
// how Terraform or the provider works.
var ownSettings = []string{"TF_", "TOFU_", "TERRAFORM_CONFIG", "TENCENTCLOUD_", "TCCLI_", "TKE_", "CHECKPOINT_DISABLE"}

// makeSettings are the variables that would make a make inside of make take
// part in the outer one's job control.
var makeSettings = []string{"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}

// Environment is environ without the variables by which a person sets up
// Terraform, OpenTofu or the provider, and with the CLI configuration in the
// file config. What it leaves, such as PATH and HOME, version managers need.
func Environment(environ []string, config string) []string {
	return append(without(environ, ownSettings...), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+config)
}

// without is environ less the variables whose names begin with a prefix.
func without(environ []string, prefixes ...string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.ContainsFunc(prefixes, func(prefix string) bool {
			// Windows has names in any case.
			return strings.HasPrefix(strings.ToUpper(name), prefix)
		})
	})
}
