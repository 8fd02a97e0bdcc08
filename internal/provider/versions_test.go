// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// firstOpenTofu is the minor version of the first OpenTofu, which has all that
// Terraform 1.6 has.
const firstOpenTofu = 6

// either asks for another version of OpenTofu than of Terraform, whose versions
// have grown apart since 1.6.
type either struct {
	terraform, openTofu tfversion.TerraformVersionCheck
}

// CheckTerraformVersion implements tfversion.TerraformVersionCheck. As
// terraform-plugin-testing does, it knows OpenTofu by its registry.
func (e either) CheckTerraformVersion(ctx context.Context, req tfversion.CheckTerraformVersionRequest, resp *tfversion.CheckTerraformVersionResponse) {
	if os.Getenv("TF_ACC_PROVIDER_HOST") == "registry.opentofu.org" {
		e.openTofu.CheckTerraformVersion(ctx, req, resp)
		return
	}
	e.terraform.CheckTerraformVersion(ctx, req, resp)
}

// What the provider's newer kinds need.
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
		decode(t, fmt.Appendf(nil, `"1.%d.0"`, n), &req.TerraformVersion)
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

// versionRow is a row of the guide's tables, without a link to follow it.
func versionRow(t *testing.T, name string, check tfversion.TerraformVersionCheck) string {
	t.Helper()
	terraform, openTofu := check, check
	if e, ok := check.(either); ok {
		terraform, openTofu = e.terraform, e.openTofu
	}
	return fmt.Sprintf("| %s | %s | %s |\n", name, minor(t, terraform, 0), minor(t, openTofu, firstOpenTofu))
}

// TestVersions_guide: the guide has a row for each thing that the provider has,
// and for each example, with the versions that their tests ask for.
func TestVersions_guide(t *testing.T) {
	t.Parallel()
	content := guide(t, "versions")
	const head = "| Terraform | OpenTofu |\n| --- | --- | --- |\n"
	features, folders := "| Of the provider "+head, "| Example "+head
	for _, name := range resourceNames(t) {
		features += versionRow(t, "resource `"+name+"`", nil)
	}
	for _, name := range dataSourceNames(t) {
		features += versionRow(t, "data source `"+name+"`", nil)
	}
	features += versionRow(t, "nested sensitive values are kept secret", quiet{})
	for _, name := range functionNames(t) {
		features += versionRow(t, "function `"+name+"`", functionNeeds)
	}
	for _, name := range ephemeralNames(t) {
		features += versionRow(t, "ephemeral resource `"+name+"`", ephemeralNeeds)
	}
	for _, name := range actionNames(t) {
		features += versionRow(t, "action `"+name+"`", actionNeeds)
	}
	for _, folder := range slices.Sorted(maps.Keys(exampleTests)) {
		folders += versionRow(t, "`"+folder+"`", exampleTests[folder].needs)
	}
	for _, table := range []string{features, folders} {
		if !strings.Contains(content, "\n"+table+"\n") {
			t.Errorf("the guide lacks this table, or it goes on:\n%s", table)
		}
	}
}

// quiet is the check of warnOldTerraform.
type quiet struct{}

func (quiet) CheckTerraformVersion(_ context.Context, req tfversion.CheckTerraformVersionRequest, resp *tfversion.CheckTerraformVersionResponse) {
	if warnings := warnOldTerraform(req.TerraformVersion.String()); len(warnings) > 0 {
		resp.Skip = warnings[0].Summary()
	}
}

func resourceNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, build := range New("test")().Resources(t.Context()) {
		var resp resource.MetadataResponse
		build().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "tencentredis"}, &resp)
		names = append(names, resp.TypeName)
	}
	return slices.Sorted(slices.Values(names))
}

func actionNames(t *testing.T) []string {
	t.Helper()
	p, ok := New("test")().(provider.ProviderWithActions)
	if !ok {
		return nil
	}
	var names []string
	for _, build := range p.Actions(t.Context()) {
		var resp action.MetadataResponse
		build().Metadata(t.Context(), action.MetadataRequest{ProviderTypeName: "tencentredis"}, &resp)
		names = append(names, resp.TypeName)
	}
	return slices.Sorted(slices.Values(names))
}

func dataSourceNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, build := range New("test")().DataSources(t.Context()) {
		var resp datasource.MetadataResponse
		build().Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "tencentredis"}, &resp)
		names = append(names, resp.TypeName)
	}
	return slices.Sorted(slices.Values(names))
}

func ephemeralNames(t *testing.T) []string {
	t.Helper()
	p, ok := New("test")().(provider.ProviderWithEphemeralResources)
	if !ok {
		t.Fatal("the provider has no ephemeral resources")
	}
	var names []string
	for _, build := range p.EphemeralResources(t.Context()) {
		var resp ephemeral.MetadataResponse
		build().Metadata(t.Context(), ephemeral.MetadataRequest{ProviderTypeName: "tencentredis"}, &resp)
		names = append(names, resp.TypeName)
	}
	return slices.Sorted(slices.Values(names))
}

func functionNames(t *testing.T) []string {
	t.Helper()
	p, ok := New("test")().(provider.ProviderWithFunctions)
	if !ok {
		t.Fatal("the provider has no functions")
	}
	var names []string
	for _, build := range p.Functions(t.Context()) {
		var resp function.MetadataResponse
		build().Metadata(t.Context(), function.MetadataRequest{}, &resp)
		names = append(names, resp.Name)
	}
	return slices.Sorted(slices.Values(names))
}

// TestAccVersions_below: an example whose version is above that of the Terraform
// at hand is refused by it, so that the guide asks for no more than is needed.
// That the others work, TestAccExamples shows.
func TestAccVersions_below(t *testing.T) {
	t.Parallel()
	tools := newExampleTools(t)
	var req tfversion.CheckTerraformVersionRequest
	decode(t, []byte(`"`+tools.cli.Version+`"`), &req.TerraformVersion)
	for folder, tt := range exampleTests {
		var resp tfversion.CheckTerraformVersionResponse
		if tt.needs != nil {
			tt.needs.CheckTerraformVersion(t.Context(), req, &resp)
		}
		if resp.Skip == "" {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			e := newTryout(t, tools, folder, tt.instances)
			e.require()
			if printed, ok := e.run("init", "-input=false"); !ok {
				t.Logf("init refuses it:\n%s", printed)
			} else if printed, ok := e.run("validate"); ok {
				t.Errorf("%s takes what should need more:\n%s", tools.cli, printed)
			}
		})
	}
}
