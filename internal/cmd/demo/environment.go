// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// ownSettings are the beginnings of the names of variables that would change
// how Terraform or the provider works.
var ownSettings = []string{"TF_", "TOFU_", "TERRAFORM_CONFIG", "TENCENTCLOUD_", "TCCLI_", "TKE_", "CHECKPOINT_DISABLE"}

// makeSettings are the variables that would make a make inside of make take
// part in the outer one's job control.
var makeSettings = []string{"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}

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

// settings is environ with what a person would set to read the backup of the
// API document's example, and the two variables that send Terraform to the
// mirror in dir and the provider to the fake service.
func settings(environ []string, dir, serviceURL string) []string {
	return append(without(environ, ownSettings...),
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1", // no hint at commands that nobody can run in a folder that is removed
		"TF_CLI_CONFIG_FILE="+filepath.Join(dir, cliConfigName),
		"TENCENTCLOUD_ENDPOINT_URL_REDIS="+serviceURL,

		"TENCENTCLOUD_SECRET_ID="+fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY="+fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION="+fakeapi.DocumentRegion,
		"TF_VAR_instance_id="+fakeapi.DocumentInstanceID,
		"TF_VAR_backup_id="+fakeapi.DocumentBackupID,
	)
}
