// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// backupURLRules are the rules between the arguments of backupURLAttributes.
// What is unknown is decided at apply, when they run again.
type backupURLRules struct{}

func (backupURLRules) Description(context.Context) string {
	return "limit_type Customize and the limits belong together, and no VPC is named twice"
}

func (r backupURLRules) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (r backupURLRules) ValidateDataSource(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
}

func (r backupURLRules) ValidateEphemeralResource(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
}

func (backupURLRules) validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	// Only what the rules are about: Terraform validates each read twice in a
	// plan, and decoding all of a configuration costs five times as much.
	var m backupURLModel
	var diags diag.Diagnostics
	diags.Append(config.GetAttribute(ctx, path.Root("limit_type"), &m.LimitType)...)
	diags.Append(config.GetAttribute(ctx, path.Root("vpc_comparison_symbol"), &m.VPCComparisonSymbol)...)
	diags.Append(config.GetAttribute(ctx, path.Root("ip_comparison_symbol"), &m.IPComparisonSymbol)...)
	diags.Append(config.GetAttribute(ctx, path.Root("limit_vpc"), &m.LimitVPC)...)
	diags.Append(config.GetAttribute(ctx, path.Root("limit_ip"), &m.LimitIP)...)
	if diags.HasError() {
		return diags
	}
	diags.Append(m.checkLimitType()...)
	diags.Append(m.checkUniqueVPCs()...)
	return diags
}

func (m *backupURLModel) checkLimitType() diag.Diagnostics {
	var diags diag.Diagnostics
	if m.LimitType.IsUnknown() {
		return diags
	}
	if m.LimitType.ValueString() == string(redisapi.Customize) {
		if m.LimitVPC.IsNull() && m.LimitIP.IsNull() {
			diags.AddAttributeError(path.Root("limit_type"), "Missing Download Limit",
				`limit_type is "Customize", so limit_vpc or limit_ip must say who may download.`)
		}
		return diags
	}
	var ignored []string
	for _, limit := range []struct {
		name  string
		value attr.Value
	}{
		{"vpc_comparison_symbol", m.VPCComparisonSymbol},
		{"ip_comparison_symbol", m.IPComparisonSymbol},
		{"limit_vpc", m.LimitVPC},
		{"limit_ip", m.LimitIP},
	} {
		if !limit.value.IsNull() && !limit.value.IsUnknown() { // what is unknown may turn out null
			ignored = append(ignored, limit.name)
		}
	}
	// One warning for all: Terraform would show only the first of several alike.
	if len(ignored) > 0 {
		diags.AddAttributeWarning(path.Root(ignored[0]), "Download Limit Without Effect",
			"The API ignores "+strings.Join(ignored, ", ")+` unless limit_type is "Customize".`)
	}
	return diags
}

func (m *backupURLModel) checkUniqueVPCs() diag.Diagnostics {
	var diags diag.Diagnostics
	seen := map[[2]string]bool{}
	for i, item := range m.LimitVPC.Elements() {
		limit, _ := item.(types.Object)
		region, _ := limit.Attributes()["region"].(types.String)
		vpcs, _ := limit.Attributes()["vpc_list"].(types.List)
		for j, id := range vpcs.Elements() {
			if region.IsUnknown() || id.IsUnknown() {
				continue
			}
			key := [2]string{region.String(), id.String()}
			if seen[key] {
				diags.AddAttributeError(path.Root("limit_vpc").AtListIndex(i).AtName("vpc_list").AtListIndex(j), "Duplicate VPC",
					"The VPC "+id.String()+" of the region "+region.String()+" is named more than once.")
			}
			seen[key] = true
		}
	}
	return diags
}
