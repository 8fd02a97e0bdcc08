// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestBackupURLRules: severity, path and summary of what each configuration
// draws. Unknown values draw nothing: they are decided at apply.
func TestBackupURLRules(t *testing.T) {
	t.Parallel()
	vpcType := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"region": tftypes.String, "vpc_list": tftypes.List{ElementType: tftypes.String}}}
	vpcListType := tftypes.List{ElementType: vpcType}
	vpcs := func(region, list tftypes.Value) tftypes.Value {
		return tftypes.NewValue(vpcType, map[string]tftypes.Value{"region": region, "vpc_list": list})
	}
	vpcList := func(items ...tftypes.Value) tftypes.Value { return tftypes.NewValue(vpcListType, items) }
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	unknownList := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, tftypes.UnknownValue)
	unknownVPCs := tftypes.NewValue(vpcListType, tftypes.UnknownValue)

	const ignored, missing, twice, same = "Download Limit Without Effect", "Missing Download Limit", "Duplicate VPC", "Duplicate IP Address"
	type config = map[string]tftypes.Value
	tests := map[string]struct {
		config config
		want   []string
	}{
		"nothing":                      {nil, nil},
		"NoLimit":                      {config{"limit_type": str("NoLimit")}, nil},
		"Customize with IPs":           {config{"limit_type": str("Customize"), "limit_ip": strs("10.0.0.1"), "ip_comparison_symbol": str("In")}, nil},
		"Customize with VPCs":          {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1")))}, nil},
		"Customize alone":              {config{"limit_type": str("Customize")}, []string{"Error limit_type " + missing}},
		"Customize with symbols":       {config{"limit_type": str("Customize"), "vpc_comparison_symbol": str("In")}, []string{"Error limit_type " + missing}},
		"Customize, IPs unknown":       {config{"limit_type": str("Customize"), "limit_ip": unknownList}, nil},
		"Customize, VPCs unknown":      {config{"limit_type": str("Customize"), "limit_vpc": unknownVPCs}, nil},
		"type unknown":                 {config{"limit_type": unknown, "limit_ip": strs("10.0.0.1")}, nil},
		"type unknown, nothing else":   {config{"limit_type": unknown}, nil},
		"IPs without a type":           {config{"limit_ip": strs("10.0.0.1")}, []string{"Warning limit_ip " + ignored}},
		"IPs with NoLimit":             {config{"limit_type": str("NoLimit"), "limit_ip": strs("10.0.0.1")}, []string{"Warning limit_ip " + ignored}},
		"unknown IPs without a type":   {config{"limit_ip": unknownList}, nil},
		"unknown IPs among others":     {config{"limit_ip": unknownList, "ip_comparison_symbol": str("In")}, []string{"Warning ip_comparison_symbol " + ignored}},
		"VPCs with LimitOnlyIntranet":  {config{"limit_type": str("LimitOnlyIntranet"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1")))}, []string{"Warning limit_vpc " + ignored}},
		"symbols without a type":       {config{"vpc_comparison_symbol": str("In"), "ip_comparison_symbol": str("NotIn")}, []string{"Warning vpc_comparison_symbol " + ignored}},
		"same id in two regions":       {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1")), vpcs(str("ap-y"), strs("vpc-1")))}, nil},
		"twice in an item":             {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1", "vpc-2", "vpc-1")))}, []string{"Error limit_vpc[0].vpc_list[2] " + twice}},
		"twice in two items":           {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1")), vpcs(str("ap-x"), strs("vpc-2", "vpc-1")))}, []string{"Error limit_vpc[1].vpc_list[1] " + twice}},
		"unknown region, same id":      {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(unknown, strs("vpc-1")), vpcs(unknown, strs("vpc-1")))}, nil},
		"unknown list in an item":      {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), unknownList))}, nil},
		"unknown item":                 {config{"limit_type": str("Customize"), "limit_vpc": vpcList(tftypes.NewValue(vpcType, tftypes.UnknownValue))}, nil},
		"null item, left to schema":    {config{"limit_type": str("Customize"), "limit_vpc": vpcList(tftypes.NewValue(vpcType, nil))}, nil},
		"VPC symbol without VPCs":      {config{"limit_type": str("Customize"), "limit_ip": strs("10.0.0.1"), "vpc_comparison_symbol": str("In")}, []string{"Warning vpc_comparison_symbol " + ignored}},
		"IP symbol without IPs":        {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1"))), "ip_comparison_symbol": str("NotIn")}, []string{"Warning ip_comparison_symbol " + ignored}},
		"IP symbol, IPs unknown":       {config{"limit_type": str("Customize"), "limit_ip": unknownList, "ip_comparison_symbol": str("NotIn")}, nil},
		"IP symbol unknown, no IPs":    {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), strs("vpc-1"))), "ip_comparison_symbol": unknown}, nil},
		"VPC symbol, VPCs unknown":     {config{"limit_type": str("Customize"), "limit_vpc": unknownVPCs, "vpc_comparison_symbol": str("In")}, nil},
		"address twice":                {config{"limit_type": str("Customize"), "limit_ip": strs("10.0.0.1", "10.0.0.2", "10.0.0.1")}, []string{"Error limit_ip[2] " + same}},
		"address and its own block":    {config{"limit_type": str("Customize"), "limit_ip": strs("10.0.0.1/32", "10.0.0.1")}, []string{"Error limit_ip[1] " + same}},
		"block twice, other host bits": {config{"limit_type": str("Customize"), "limit_ip": strs("10.0.0.0/8", "10.9.9.9/8")}, []string{"Error limit_ip[1] " + same}},
		"block within another":         {config{"limit_type": str("Customize"), "limit_ip": strs("10.0.0.0/8", "10.0.0.0/16")}, nil},
		"unknown address twice":        {config{"limit_type": str("Customize"), "limit_ip": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{unknown, unknown})}, nil},
		"no address twice, for schema": {config{"limit_type": str("Customize"), "limit_ip": strs("x", "x")}, nil},
		"unknown id twice in one item": {config{"limit_type": str("Customize"), "limit_vpc": vpcList(vpcs(str("ap-x"), tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{unknown, unknown})))}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			values := config{"instance_id": str("crs-1"), "backup_id": str("1")}
			maps.Copy(values, tt.config)
			got := describe(backupURLRules{}.validate(t.Context(), backupURLConfig(t, values)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// describe gives "Severity path Summary" of each diagnostic.
func describe(diags diag.Diagnostics) []string {
	var lines []string
	for _, d := range diags {
		line := d.Severity().String() + " "
		if withPath, ok := d.(diag.DiagnosticWithPath); ok {
			line += withPath.Path().String() + " "
		}
		lines = append(lines, line+d.Summary())
	}
	return lines
}
