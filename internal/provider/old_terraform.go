// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// warnOldTerraform warns about Terraform versions that reveal nested sensitive
// values: 1.0 prints them, and 1.1 logs them at level WARN.
func warnOldTerraform(version string) diag.Diagnostics {
	if !strings.HasPrefix(version, "1.0.") && !strings.HasPrefix(version, "1.1.") {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Terraform Version Exposes Nested Secrets",
		"Terraform "+version+" may show or log the signed URLs in backup_infos, which the provider marks as sensitive. "+
			"Use Terraform 1.2 or newer, or OpenTofu; until then, keep plans and logs to yourself.")}
}
