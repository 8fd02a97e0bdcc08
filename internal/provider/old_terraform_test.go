// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "testing"

func TestWarnOldTerraform(t *testing.T) {
	t.Parallel()
	for version, warned := range map[string]bool{
		"1.0.0": true, "1.0.11": true, "1.1.9": true,
		"1.2.0": false, "1.10.0": false, "1.11.4": false, "1.16.0-rc2": false, "": false,
	} {
		got := warnOldTerraform(version)
		if got.HasError() || (len(got) == 1) != warned {
			t.Errorf("Terraform %q: diagnostics are %v", version, got)
		}
	}
}
