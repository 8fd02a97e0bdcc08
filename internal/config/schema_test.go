// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// TestSchema: the schema has the arguments of the table, with their types and
// sensitivity, and each has one check.
func TestSchema(t *testing.T) {
	t.Parallel()
	s := Schema()
	if diags := s.ValidateImplementation(t.Context()); len(diags) > 0 {
		t.Error(diags)
	}
	got := map[string]string{}
	var walk func(prefix string, attributes map[string]schema.Attribute)
	walk = func(prefix string, attributes map[string]schema.Attribute) {
		for name, a := range attributes {
			kind := fmt.Sprintf("%T", a)
			if a.IsSensitive() {
				kind += " sensitive"
			}
			if !a.IsOptional() || a.GetMarkdownDescription() == "" {
				t.Errorf("%s%s is not optional or lacks a description", prefix, name)
			}
			checks := 1
			switch a := a.(type) {
			case schema.StringAttribute:
				checks = len(a.Validators)
			case schema.NumberAttribute:
				checks = len(a.Validators)
			case schema.SetAttribute:
				checks = len(a.Validators) - 2 // its size, and no null
			case schema.SingleNestedAttribute:
				walk(prefix+name+".", a.Attributes)
			}
			if checks != 1 {
				t.Errorf("%s%s has %d checks", prefix, name, checks)
			}
			got[prefix+name] = strings.TrimPrefix(kind, "schema.")
		}
	}
	walk("", s.Attributes)
	names := map[setting.Kind]string{
		setting.Word: "StringAttribute", setting.Text: "StringAttribute", setting.Document: "StringAttribute", setting.Encoded: "StringAttribute", setting.Number: "NumberAttribute",
		setting.Seconds: "NumberAttribute", setting.Flag: "BoolAttribute", setting.Set: "SetAttribute", setting.Object: "SingleNestedAttribute",
	}
	want := map[string]string{}
	for _, a := range arguments() {
		want[a.Path] = names[a.Kind]
		if a.Sensitive {
			want[a.Path] += " sensitive"
		}
		for _, variable := range a.Env {
			if !strings.Contains(attribute(a).GetMarkdownDescription(), "`"+variable+"`") {
				t.Errorf("the description of %s lacks %s", a.Path, variable)
			}
		}
	}
	if len(want) != len(arguments()) {
		t.Errorf("%d arguments have %d paths", len(arguments()), len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("arguments (-table +schema):\n%s", diff)
	}
	secrets := []string{"secret_key", "security_token", "token_code", "saml_assertion", "web_identity_token", "proxy"}
	for _, a := range arguments() {
		name := a.Path[strings.LastIndexByte(a.Path, '.')+1:]
		if slices.Contains(secrets, name) != a.Sensitive {
			t.Errorf("%s is sensitive: %t", a.Path, a.Sensitive)
		}
	}
}

func TestSchema_validation(t *testing.T) {
	t.Parallel()
	details := func(diags diag.Diagnostics) []string {
		var details []string
		for _, d := range diags {
			details = append(details, d.Detail())
		}
		return details
	}
	attributeOf := func(name string) schema.Attribute { return attribute(rowOf(name)) }
	text := func(v types.String) []string {
		var resp validator.StringResponse
		for _, check := range attributeOf("assume_role.role_arn").(schema.StringAttribute).Validators {
			check.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("x"), ConfigValue: v}, &resp)
		}
		return details(resp.Diagnostics)
	}
	integer := func(name string, v types.Number) []string {
		var resp validator.NumberResponse
		for _, check := range attributeOf(name).(schema.NumberAttribute).Validators {
			check.ValidateNumber(t.Context(), validator.NumberRequest{Path: path.Root("x"), ConfigValue: v}, &resp)
		}
		return details(resp.Diagnostics)
	}
	accounts := func(v types.Set) []string {
		var resp validator.SetResponse
		for _, check := range attributeOf("allowed_account_ids").(schema.SetAttribute).Validators {
			check.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("x"), PathExpression: path.MatchRoot("x"), ConfigValue: v}, &resp)
		}
		return details(resp.Diagnostics)
	}
	set := func(v ...attr.Value) types.Set { return types.SetValueMust(types.StringType, v) }
	number := func(n float64) types.Number { return types.NumberValue(big.NewFloat(n)) }
	const duration = "assume_role.session_duration"
	tests := map[string]struct{ got, want []string }{
		"null":    {text(types.StringNull()), nil},
		"unknown": {text(types.StringUnknown()), nil},
		"empty":   {text(types.StringValue("")), nil},
		"blank":   {text(types.StringValue(" \n")), nil},
		"trimmed": {text(types.StringValue(" " + roleARN + "\n")), nil},
		"bad":     {text(types.StringValue("x")), []string{`Invalid value for x: must be the ARN of a role, such as "qcs::cam::uin/100000000001:roleName/reader"; got "x".`}},

		"null number":      {integer("max_requests_per_second", types.NumberNull()), nil},
		"unknown number":   {integer("max_requests_per_second", types.NumberUnknown()), nil},
		"zero":             {integer("max_requests_per_second", number(0)), []string{`Invalid value for x: must be at least 1; got 0.`}},
		"zero retries":     {integer("max_retries", number(0)), nil},
		"fraction":         {integer("max_retries", number(1.5)), []string{`Invalid value for x: must be a whole number.`}},
		"negative":         {integer("max_retries", number(-1)), []string{`Invalid value for x: must be at least 0; got -1.`}},
		"zero seconds":     {integer(duration, number(0)), nil},
		"longest":          {integer(duration, number(43200)), nil},
		"too long":         {integer(duration, number(43201)), []string{`Invalid value for x: must be between 1 and 43200; got 43201.`}},
		"negative seconds": {integer(duration, number(-1)), []string{`Invalid value for x: must be between 1 and 43200; got -1.`}},

		"null set":        {accounts(types.SetNull(types.StringType)), nil},
		"unknown set":     {accounts(types.SetUnknown(types.StringType)), nil},
		"unknown element": {accounts(set(types.StringUnknown())), nil},
		"accounts":        {accounts(set(types.StringValue(" 1"))), nil},
		"empty set":       {accounts(set()), []string{`Attribute x set must contain at least 1 elements, got: 0`}},
		"bad account":     {accounts(set(types.StringValue("me"))), []string{`Invalid value for x: must contain account IDs (Uin), which are digits; got "me".`}},
		"null account":    {accounts(set(types.StringNull())), []string{"This attribute contains a null value."}},
	}
	for name, tt := range tests {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// configOf returns a configuration with these values.
func configOf(t *testing.T, values map[string]tftypes.Value) tfsdk.Config {
	t.Helper()
	s := Schema()
	typ, ok := s.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is not an object")
	}
	return tfsdk.Config{Schema: s, Raw: objectOf(t, typ, values)}
}

func objectOf(t *testing.T, o tftypes.Object, values map[string]tftypes.Value) tftypes.Value {
	t.Helper()
	all := map[string]tftypes.Value{}
	for name, typ := range o.AttributeTypes {
		all[name] = tftypes.NewValue(typ, nil)
		if v, set := values[name]; set {
			all[name] = v
		}
	}
	return tftypes.NewValue(o, all)
}

// nested returns the object type of an argument.
func nested(t *testing.T, name string) tftypes.Object {
	t.Helper()
	o, ok := Schema().Attributes[name].GetType().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatalf("%s is not an object", name)
	}
	return o
}

func str(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

// TestReadBlock: values of each type, by path.
func TestReadBlock(t *testing.T) {
	t.Parallel()
	config := configOf(t, map[string]tftypes.Value{
		"region":              str("ap-seoul"),
		"secret_id":           str(""),
		"max_retries":         tftypes.NewValue(tftypes.Number, 0),
		"enable_pod_oidc":     tftypes.NewValue(tftypes.Bool, true),
		"allowed_account_ids": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{str("1"), tftypes.NewValue(tftypes.String, nil)}),
		"endpoints":           objectOf(t, nested(t, "endpoints"), map[string]tftypes.Value{"redis": str("https://x")}),
		"mfa_certification":   objectOf(t, nested(t, "mfa_certification"), map[string]tftypes.Value{"duration_seconds": tftypes.NewValue(tftypes.Number, 900)}),
	})
	want := block{
		"region": "ap-seoul", "secret_id": "", "max_retries": "0", "enable_pod_oidc": "true", "allowed_account_ids": []string{"1", ""},
		"endpoints": "{}", "endpoints.redis": "https://x", "mfa_certification": "{}", "mfa_certification.duration_seconds": "900",
	}
	got, unknown, err := ReadBlock(config)
	for _, list := range []block{want, got} {
		if ids, ok := list["allowed_account_ids"].([]string); ok {
			slices.Sort(ids)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || len(unknown) > 0 {
		t.Errorf("block, %v (-want +got):\n%s", err, diff)
	}
}

// TestReadBlock_unknown: unknown values are found at any depth, each once and sorted.
func TestReadBlock_unknown(t *testing.T) {
	t.Parallel()
	unknown := func(name string) tftypes.Value {
		return tftypes.NewValue(Schema().Attributes[name].GetType().TerraformType(t.Context()), tftypes.UnknownValue)
	}
	unknownString := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	within := objectOf(t, nested(t, "endpoints"), map[string]tftypes.Value{"redis": str("https://x"), "sts": unknownString, "metadata": unknownString})
	ids := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{str("1"), unknownString, unknownString})
	tests := map[string]struct {
		values map[string]tftypes.Value
		want   string
	}{
		"none":         {map[string]tftypes.Value{"region": str("ap-seoul")}, ""},
		"strings":      {map[string]tftypes.Value{"secret_key": unknown("secret_key"), "region": unknown("region")}, "region secret_key"},
		"object":       {map[string]tftypes.Value{"assume_role": unknown("assume_role")}, "assume_role"},
		"in an object": {map[string]tftypes.Value{"endpoints": within}, "endpoints.metadata endpoints.sts"},
		"set":          {map[string]tftypes.Value{"allowed_account_ids": unknown("allowed_account_ids")}, "allowed_account_ids"},
		"in a set":     {map[string]tftypes.Value{"allowed_account_ids": ids}, "allowed_account_ids"},
		"others":       {map[string]tftypes.Value{"enable_pod_oidc": unknown("enable_pod_oidc"), "max_retries": unknown("max_retries")}, "enable_pod_oidc max_retries"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, got, err := ReadBlock(configOf(t, tt.values))
			var names []string
			for _, at := range got {
				names = append(names, at.String())
			}
			if err != nil || strings.Join(names, " ") != tt.want {
				t.Errorf("unknown are %q, %v; want %q", names, err, tt.want)
			}
		})
	}
}
