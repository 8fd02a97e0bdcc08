// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"net/netip"
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

// backupURLRules checks the arguments of backupURLAttributes against each other.
// Unknown values are checked during apply.
type backupURLRules struct{}

func (backupURLRules) Description(context.Context) string {
	return "limit_type Customize and the limits belong together, and no VPC or address is listed twice"
}

func (r backupURLRules) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (r backupURLRules) ValidateDataSource(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
}

func (r backupURLRules) ValidateEphemeralResource(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
}

func (backupURLRules) validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	// Terraform validates each read twice in a plan, and decoding the entire
	// configuration would take five times as long.
	var m backupURLInput
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
	diags.Append(m.checkUniqueIPs()...)
	return diags
}

func (m *backupURLInput) checkLimitType() diag.Diagnostics {
	if m.LimitType.IsUnknown() {
		return nil
	}
	if m.LimitType.ValueString() != string(redisapi.Customize) {
		return withoutEffect(`limit_type = "Customize"`, []limit{
			{"vpc_comparison_symbol", m.VPCComparisonSymbol},
			{"ip_comparison_symbol", m.IPComparisonSymbol},
			{"limit_vpc", m.LimitVPC},
			{"limit_ip", m.LimitIP},
		})
	}
	var diags diag.Diagnostics
	if m.LimitVPC.IsNull() && m.LimitIP.IsNull() {
		diags.AddAttributeError(path.Root("limit_type"), "Missing Download Limit",
			`limit_type "Customize" requires limit_vpc or limit_ip, which say who may download.`)
		return diags
	}
	if m.LimitVPC.IsNull() {
		diags.Append(withoutEffect("limit_vpc", []limit{{"vpc_comparison_symbol", m.VPCComparisonSymbol}})...)
	}
	if m.LimitIP.IsNull() {
		diags.Append(withoutEffect("limit_ip", []limit{{"ip_comparison_symbol", m.IPComparisonSymbol}})...)
	}
	return diags
}

type limit struct {
	argument string
	value    attr.Value
}

// withoutEffect warns about limits that are set although the API ignores them
// without another argument. It returns a single warning, since Terraform shows
// only the first of several similar ones.
func withoutEffect(without string, limits []limit) diag.Diagnostics {
	var set []string
	for _, l := range limits {
		if !l.value.IsNull() && !l.value.IsUnknown() { // an unknown value may turn out null
			set = append(set, l.argument)
		}
	}
	if len(set) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root(set[0]), "Download Limit Without Effect",
		fmt.Sprintf("The API ignores %s without %s.", strings.Join(set, ", "), without))}
}

func (m *backupURLInput) checkUniqueVPCs() diag.Diagnostics {
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
					"The VPC "+id.String()+" of region "+region.String()+" is listed more than once. Remove one.")
			}
			seen[key] = true
		}
	}
	return diags
}

func (m *backupURLInput) checkUniqueIPs() diag.Diagnostics {
	var diags diag.Diagnostics
	seen := map[netip.Prefix]bool{}
	for i, item := range m.LimitIP.Elements() {
		text, _ := item.(types.String)
		block, ok := parseBlock(text.ValueString())
		if ok && seen[block] {
			diags.AddAttributeError(path.Root("limit_ip").AtListIndex(i), "Duplicate IP Address",
				text.String()+" is listed more than once. Remove one.")
		}
		seen[block] = true
	}
	return diags
}

// parseBlock parses a CIDR block or an address, which is a block of one, so that
// different spellings of a block are equal.
func parseBlock(s string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	block, err := netip.ParsePrefix(s)
	return block.Masked(), err == nil
}
