// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// TestBackupURLRules: severity, path, and summary of each configuration's
// diagnostics. Unknown values cause none: they are checked at apply.
func TestBackupURLRules(t *testing.T) {
	t.Parallel()
	later := unknown{}
	vpcs := func(region any, ids any) object { return object{"region": region, "vpc_list": ids} }

	const ignored, missing, twice, same = "Download Limit Without Effect", "Missing Download Limit", "Duplicate VPC", "Duplicate IP Address"
	tests := map[string]struct {
		config object
		want   []string
	}{
		"nothing":                      {object{}, nil},
		"NoLimit":                      {object{"limit_type": "NoLimit"}, nil},
		"Customize with IPs":           {object{"limit_type": "Customize", "limit_ip": list("10.0.0.1"), "ip_comparison_symbol": "In"}, nil},
		"Customize with VPCs":          {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list("vpc-1")))}, nil},
		"Customize alone":              {object{"limit_type": "Customize"}, []string{"Error limit_type " + missing}},
		"Customize with symbols":       {object{"limit_type": "Customize", "vpc_comparison_symbol": "In"}, []string{"Error limit_type " + missing}},
		"Customize, IPs unknown":       {object{"limit_type": "Customize", "limit_ip": later}, nil},
		"Customize, VPCs unknown":      {object{"limit_type": "Customize", "limit_vpc": later}, nil},
		"type unknown":                 {object{"limit_type": later, "limit_ip": list("10.0.0.1")}, nil},
		"type unknown, nothing else":   {object{"limit_type": later}, nil},
		"IPs without a type":           {object{"limit_ip": list("10.0.0.1")}, []string{"Warning limit_ip " + ignored}},
		"IPs with NoLimit":             {object{"limit_type": "NoLimit", "limit_ip": list("10.0.0.1")}, []string{"Warning limit_ip " + ignored}},
		"unknown IPs without a type":   {object{"limit_ip": later}, nil},
		"unknown IPs among others":     {object{"limit_ip": later, "ip_comparison_symbol": "In"}, []string{"Warning ip_comparison_symbol " + ignored}},
		"VPCs with LimitOnlyIntranet":  {object{"limit_type": "LimitOnlyIntranet", "limit_vpc": list(vpcs("ap-x", list("vpc-1")))}, []string{"Warning limit_vpc " + ignored}},
		"symbols without a type":       {object{"vpc_comparison_symbol": "In", "ip_comparison_symbol": "NotIn"}, []string{"Warning vpc_comparison_symbol " + ignored}},
		"same id in two regions":       {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list("vpc-1")), vpcs("ap-y", list("vpc-1")))}, nil},
		"twice in an item":             {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list("vpc-1", "vpc-2", "vpc-1")))}, []string{"Error limit_vpc[0].vpc_list[2] " + twice}},
		"twice in two items":           {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list("vpc-1")), vpcs("ap-x", list("vpc-2", "vpc-1")))}, []string{"Error limit_vpc[1].vpc_list[1] " + twice}},
		"unknown region, same id":      {object{"limit_type": "Customize", "limit_vpc": list(vpcs(later, list("vpc-1")), vpcs(later, list("vpc-1")))}, nil},
		"unknown list in an item":      {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", later))}, nil},
		"unknown item":                 {object{"limit_type": "Customize", "limit_vpc": list(later)}, nil},
		"null item, left to schema":    {object{"limit_type": "Customize", "limit_vpc": list(nil)}, nil},
		"VPC symbol without VPCs":      {object{"limit_type": "Customize", "limit_ip": list("10.0.0.1"), "vpc_comparison_symbol": "In"}, []string{"Warning vpc_comparison_symbol " + ignored}},
		"IP symbol without IPs":        {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list("vpc-1"))), "ip_comparison_symbol": "NotIn"}, []string{"Warning ip_comparison_symbol " + ignored}},
		"IP symbol, IPs unknown":       {object{"limit_type": "Customize", "limit_ip": later, "ip_comparison_symbol": "NotIn"}, nil},
		"IP symbol unknown, no IPs":    {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list("vpc-1"))), "ip_comparison_symbol": later}, nil},
		"VPC symbol, VPCs unknown":     {object{"limit_type": "Customize", "limit_vpc": later, "vpc_comparison_symbol": "In"}, nil},
		"address twice":                {object{"limit_type": "Customize", "limit_ip": list("10.0.0.1", "10.0.0.2", "10.0.0.1")}, []string{"Error limit_ip[2] " + same}},
		"address and its own block":    {object{"limit_type": "Customize", "limit_ip": list("10.0.0.1/32", "10.0.0.1")}, []string{"Error limit_ip[1] " + same}},
		"block twice, other host bits": {object{"limit_type": "Customize", "limit_ip": list("10.0.0.0/8", "10.9.9.9/8")}, []string{"Error limit_ip[1] " + same}},
		"block within another":         {object{"limit_type": "Customize", "limit_ip": list("10.0.0.0/8", "10.0.0.0/16")}, nil},
		"unknown address twice":        {object{"limit_type": "Customize", "limit_ip": list(later, later)}, nil},
		"no address twice, for schema": {object{"limit_type": "Customize", "limit_ip": list("x", "x")}, nil},
		"unknown id twice in one item": {object{"limit_type": "Customize", "limit_vpc": list(vpcs("ap-x", list(later, later)))}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			schema := backupURLSchema()
			config := tfsdk.Config{Schema: schema, Raw: raw(t, schema.Type().TerraformType(t.Context()), tt.config)}
			got := describe(backupURLRules{}.validate(t.Context(), config))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// describe returns "Severity path Summary" of each diagnostic.
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
