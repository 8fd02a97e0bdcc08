// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// firstTerraform is the first minor version that keeps nested sensitive values secret.
const firstTerraform = 2

// firstOpenTofu is the minor version of the first OpenTofu. It has the features
// of Terraform 1.6.
const firstOpenTofu = 6

// either is for features that came to Terraform and OpenTofu in different versions.
type either struct {
	terraform, openTofu tfversion.TerraformVersionCheck
}

// CheckTerraformVersion implements tfversion.TerraformVersionCheck. Like
// terraform-plugin-testing, it recognizes OpenTofu by its registry.
func (e either) CheckTerraformVersion(ctx context.Context, req tfversion.CheckTerraformVersionRequest, resp *tfversion.CheckTerraformVersionResponse) {
	if os.Getenv("TF_ACC_PROVIDER_HOST") == "registry.opentofu.org" {
		e.openTofu.CheckTerraformVersion(ctx, req, resp)
		return
	}
	e.terraform.CheckTerraformVersion(ctx, req, resp)
}

// The versions that newer kinds of objects need.
var (
	ephemeralNeeds = either{tfversion.SkipBelow(tfversion.Version1_10_0), tfversion.SkipBelow(tfversion.Version1_11_0)}
	functionNeeds  = either{tfversion.SkipBelow(tfversion.Version1_8_0), tfversion.SkipBelow(tfversion.Version1_7_0)}
	actionNeeds    = either{tfversion.SkipBelow(tfversion.Version1_14_0), never{}}
)

// never is the check of a feature that no version has.
type never struct{}

func (never) CheckTerraformVersion(_ context.Context, _ tfversion.CheckTerraformVersionRequest, resp *tfversion.CheckTerraformVersionResponse) {
	resp.Skip = "no version has it"
}

// minor returns the first minor version 1.x, from a given one on, that passes a check, or "none".
func minor(t *testing.T, check tfversion.TerraformVersionCheck, from int) string {
	t.Helper()
	for n := from; n < 50; n++ {
		var req tfversion.CheckTerraformVersionRequest
		if err := json.Unmarshal(fmt.Appendf(nil, `{"TerraformVersion": "1.%d.0"}`, n), &req); err != nil {
			t.Fatal(err)
		}
		var resp tfversion.CheckTerraformVersionResponse
		if check != nil {
			check.CheckTerraformVersion(t.Context(), req, &resp)
		}
		if resp.Skip == "" && resp.Error == nil {
			return fmt.Sprintf("1.%d", n)
		}
	}
	return "none"
}

// versionCells returns the end of a row of the tables.
func versionCells(t *testing.T, check tfversion.TerraformVersionCheck) string {
	t.Helper()
	terraform, openTofu := check, check
	if e, ok := check.(either); ok {
		terraform, openTofu = e.terraform, e.openTofu
	}
	return fmt.Sprintf(" | %s | %s |\n", minor(t, terraform, firstTerraform), minor(t, openTofu, firstOpenTofu))
}

// TestVersions: the provider's page lists the versions that each object needs.
func TestVersions(t *testing.T) {
	t.Parallel()
	schemas := serve(t, nil).schemas
	objects := "\n| Of the provider | Terraform | OpenTofu |\n| --- | --- | --- |\n"
	add := func(kind string, names []string, check tfversion.TerraformVersionCheck) {
		for _, name := range names {
			objects += "| " + kind + " `" + name + "`" + versionCells(t, check)
		}
	}
	add("resource", slices.Sorted(maps.Keys(schemas.ResourceSchemas)), nil)
	add("data source", slices.Sorted(maps.Keys(schemas.DataSourceSchemas)), nil)
	add("function", slices.Sorted(maps.Keys(schemas.Functions)), functionNeeds)
	add("ephemeral resource", slices.Sorted(maps.Keys(schemas.EphemeralResourceSchemas)), ephemeralNeeds)
	add("action", slices.Sorted(maps.Keys(schemas.ActionSchemas)), actionNeeds)
	page, err := os.ReadFile(filepath.Join(repository, "templates", "index.md.tmpl"))
	if err != nil || !strings.Contains(string(page), objects+"\n") {
		t.Errorf("the provider's page lacks this table, or has more rows: %v\n%s", err, objects)
	}
}
