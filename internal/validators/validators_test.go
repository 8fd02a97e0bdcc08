// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestString: the error of each validator for each value; "" is none.
func TestString(t *testing.T) {
	t.Parallel()
	limits := OneOf{"NoLimit", "LimitOnlyIntranet", "Customize"}
	tests := map[string]struct {
		validator validator.String
		values    map[string]string
	}{
		"instance": {InstanceID, map[string]string{
			"crs-1": "", "ins-1": `must begin with "crs-", like "crs-4y9t57vt"; got "ins-1".`, "crs-": `must begin with "crs-", like "crs-4y9t57vt"; got "crs-".`,
			"crs-1\n": `must begin with "crs-", like "crs-4y9t57vt"; got "crs-1\n".`, "": `must begin with "crs-", like "crs-4y9t57vt"; got "".`,
		}},
		"VPC": {VPCID, map[string]string{
			"vpc-5xg9qpb1": "", "vpc1": `must begin with "vpc-", like "vpc-5xg9qpb1"; got "vpc1".`, "vpc-": `must begin with "vpc-", like "vpc-5xg9qpb1"; got "vpc-".`,
			"subnet-1": `must begin with "vpc-", like "vpc-5xg9qpb1"; got "subnet-1".`,
		}},
		"not blank": {NotBlank, map[string]string{"x": "", "": "must not be empty.", " \t": "must not be empty."}},
		"if set":    {IfSet, map[string]string{"x": "", "": "must not be empty; leave it out, or set it to null, to omit it."}},
		"region": {Region, map[string]string{
			"ap-guangzhou": "", "xx-new": "", "ap-chengdu-1": "", "Guangzhou": `must be a region; got "Guangzhou". Did you mean "ap-guangzhou"?`,
			"ap_shanghai": `must be a region; got "ap_shanghai". Did you mean "ap-shanghai"?`, "": `must be a region, like "ap-guangzhou"; got "".`,
		}},
		"address": {IPOrCIDR, map[string]string{
			"10.1.1.12": "", "10.1.1.0/24": "", "10.1.1.12/32": "", "0.0.0.0/0": "",
			"10.0.0.1/8":  `must be a CIDR block that begins at its first address; got "10.0.0.1/8". Did you mean "10.0.0.0/8"?`,
			"example.com": `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "example.com".`,
			"::1":         `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "::1".`,
			"::/0":        `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "::/0".`,
			"10.0.0.0/33": `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "10.0.0.0/33".`,
		}},
		"time": {RFC3339, map[string]string{
			"2026-11-01T00:00:00+08:00": "", "0001-01-01T00:00:00Z": "",
			"2026-11-01": `must be a time in RFC 3339, like "2026-11-01T00:00:00+08:00"; got "2026-11-01".`,
		}},
		"duration": {Duration, map[string]string{
			"90s": "", "1h30m": "", "soon": `must be a duration, like "90s" or "1h30m"; got "soon".`, "30": `must be a duration, like "90s" or "1h30m"; got "30".`,
			"0": `must be greater than zero; got "0".`, "0s": `must be greater than zero; got "0s".`, "-1m": `must be greater than zero; got "-1m".`,
		}},
		"one of three": {limits, map[string]string{
			"Customize": "", "nolimit": `must be NoLimit, LimitOnlyIntranet, or Customize; got "nolimit". Did you mean "NoLimit"?`,
			"bogus": `must be NoLimit, LimitOnlyIntranet, or Customize; got "bogus".`, "": `must be NoLimit, LimitOnlyIntranet, or Customize; got "".`,
		}},
		"one of two": {OneOf{"In", "NotIn"}, map[string]string{"NotIn": "", "not_in": `must be In or NotIn; got "not_in". Did you mean "NotIn"?`}},
		"one of one": {OneOf{"In"}, map[string]string{"In": "", "Out": `must be In; got "Out".`}},
	}
	at := path.Root("x")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for value, want := range tt.values {
				var resp validator.StringResponse
				tt.validator.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: types.StringValue(value)}, &resp)
				if want != "" {
					want = "x: Invalid Attribute Value: Invalid value for x: " + want
				}
				if got := describe(resp.Diagnostics); got != want {
					t.Errorf("%q: got\n%s\nwant\n%s", value, got, want)
				}
			}
			for _, later := range []types.String{types.StringNull(), types.StringUnknown()} {
				var resp validator.StringResponse
				tt.validator.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: later}, &resp)
				if len(resp.Diagnostics) > 0 {
					t.Errorf("%s: %v", later, resp.Diagnostics)
				}
			}
			if text := tt.validator.Description(t.Context()); !strings.HasPrefix(text, "value must ") || text != tt.validator.MarkdownDescription(t.Context()) {
				t.Errorf("the description is %q", text)
			}
		})
	}
}

func TestInt64(t *testing.T) {
	t.Parallel()
	const wrong = "x: Invalid Attribute Value: Invalid value for x: must be "
	oneOf, between := OneOf{"1", "2", "-1"}, Between{Min: 1, Max: 7}
	for name, tt := range map[string]struct {
		validator validator.Int64
		value     types.Int64
		want      string
	}{
		"allowed":   {oneOf, types.Int64Value(-1), ""},
		"forbidden": {oneOf, types.Int64Value(-2), wrong + "1, 2, or -1; got -2."},
		"null":      {oneOf, types.Int64Null(), ""},
		"unknown":   {oneOf, types.Int64Unknown(), ""},
		"least":     {between, types.Int64Value(1), ""},
		"most":      {between, types.Int64Value(7), ""},
		"too small": {between, types.Int64Value(0), wrong + "between 1 and 7; got 0."},
		"too large": {between, types.Int64Value(8), wrong + "between 1 and 7; got 8."},
		"no number": {between, types.Int64Null(), ""},
		"later":     {between, types.Int64Unknown(), ""},
	} {
		var resp validator.Int64Response
		tt.validator.ValidateInt64(t.Context(), validator.Int64Request{Path: path.Root("x"), ConfigValue: tt.value}, &resp)
		if got := describe(resp.Diagnostics); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestNotEmpty(t *testing.T) {
	t.Parallel()
	const empty = "x: Invalid Attribute Value: Invalid value for x: must not be empty; leave it out, or set it to null, to omit it."
	const null = ": must not be null; leave the element out."
	a, unknown := types.StringValue("a"), types.StringUnknown()
	for name, tt := range map[string]struct {
		elements  []attr.Value
		list, set string
	}{
		"one":     {[]attr.Value{a}, "", ""},
		"unknown": {[]attr.Value{unknown}, "", ""},
		"none":    {[]attr.Value{}, empty, empty},
		"null": {
			[]attr.Value{a, types.StringNull()},
			"x[1]: Invalid Attribute Value: Invalid value for x[1]" + null, "x: Invalid Attribute Value: Invalid value for x" + null,
		},
	} {
		if got := validateList(t, types.ListValueMust(types.StringType, tt.elements)); got != tt.list {
			t.Errorf("%s as a list: got %q, want %q", name, got, tt.list)
		}
		if got := validateSet(t, types.SetValueMust(types.StringType, tt.elements)); got != tt.set {
			t.Errorf("%s as a set: got %q, want %q", name, got, tt.set)
		}
	}
	for _, later := range []types.List{types.ListNull(types.StringType), types.ListUnknown(types.StringType)} {
		if got := validateList(t, later); got != "" {
			t.Errorf("%s: got %q", later, got)
		}
	}
	for _, later := range []types.Set{types.SetNull(types.StringType), types.SetUnknown(types.StringType)} {
		if got := validateSet(t, later); got != "" {
			t.Errorf("%s: got %q", later, got)
		}
	}
}

func validateList(t *testing.T, value types.List) string {
	t.Helper()
	var resp validator.ListResponse
	NotEmpty{}.ValidateList(t.Context(), validator.ListRequest{Path: path.Root("x"), ConfigValue: value}, &resp)
	return describe(resp.Diagnostics)
}

func validateSet(t *testing.T, value types.Set) string {
	t.Helper()
	var resp validator.SetResponse
	NotEmpty{}.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("x"), ConfigValue: value}, &resp)
	return describe(resp.Diagnostics)
}

// describe returns a line "path: summary: detail" for each diagnostic.
func describe(diags diag.Diagnostics) string {
	var lines []string
	for _, d := range diags {
		line := d.Summary() + ": " + d.Detail()
		if withPath, ok := d.(diag.DiagnosticWithPath); ok {
			line = withPath.Path().String() + ": " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
