// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// TestConfigChecks: what each check lets pass, and what it says of the rest.
func TestConfigChecks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		check validators.String
		good  []string
		bad   map[string]string
	}{
		"role": {
			roleARNValidator,
			[]string{
				"qcs::cam::uin/100000000001:roleName/reader", "qcs::cam::uin/1:role/4611686018427397919",
				"qcs::cam::uin/1:role/tencentcloudServiceRoleName/TKE_QCSRole", " qcs::cam::uin/1:roleName/r\n",
			},
			map[string]string{
				"reader": `"reader" does not have the form of a role's ARN`, "qcs::cam::uin/x:roleName/r": "form of a role's ARN", "qcs::cam::uin/1:roleName/": "form",
				"qcs::cam::uin/1:user/r": "form", "qcs::cam::uin/:roleName/r": "form", "arn:aws:iam::1:role/r": "form", "qcs::cam::uin/1": "form",
			},
		},
		"SAML provider": {
			providerARNValidator,
			[]string{"qcs::cam::uin/798950673:saml-provider/OneLogin"},
			map[string]string{"OneLogin": "form of a SAML provider's ARN", "qcs::cam::uin/1:roleName/r": "form of a SAML provider's ARN"},
		},
		"session": {
			sessionNameValidator,
			[]string{"ci", "A-z_0+=,.@9", strings.Repeat("x", 128)},
			map[string]string{"x": "2 to 128 characters", strings.Repeat("x", 129): "2 to 128", "a b": "out of letters", "a/b": "+=,.@_-", "größe": "letters"},
		},
		"account": {
			accountIDValidator,
			[]string{"100000000001"},
			map[string]string{"": `"" is not the id of an account`, "12 3": "only digits", "qcs::1": "only digits"},
		},
		"proxy": {
			proxyValidator,
			[]string{"http://proxy:3128", "https://user:hunter2@proxy", "socks5://127.0.0.1:1080", "http://[::1]:3128/"},
			map[string]string{
				"proxy:3128": "must begin with http://, https:// or socks5://", "ftp://user:hunter2@proxy": "must begin with", "http://user:hunter2@": "names no host",
				"http://proxy/hunter2": "without path or query", "http://proxy?hunter2": "without path or query", "http://user:hunter2@[::1": "not a URL",
			},
		},
		"proxy in the environment": {
			environmentProxyValidator,
			[]string{"proxy:3128", "http://proxy:3128/", "socks5h://user:hunter2@proxy"},
			map[string]string{"http://": "not the URL", "http://user:hunter2@[::1": "not the URL", "ftp://user:hunter2@proxy": "with http, https or socks5", ":": "not the URL"},
		},
		"duration": {
			durationValidator,
			[]string{"30s", "1m30s", "0.5h"},
			map[string]string{"30": `"30" is not a duration`, "0s": "not longer than nothing", "-1s": "not longer than nothing", "soon": "is not a duration"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, good := range tt.good {
				if diags := validateString(t, tt.check, good); len(diags) > 0 {
					t.Errorf("%q draws %v", good, diags)
				}
			}
			for bad, want := range tt.bad {
				diags := validateString(t, tt.check, bad)
				if len(diags) != 1 || !strings.Contains(diags[0].Detail(), want) || strings.Contains(diags[0].Detail(), "hunter2") {
					t.Errorf("%q draws %v, want an error with %q and without a password", bad, diags, want)
				}
			}
		})
	}
}

func TestUnlessBlank(t *testing.T) {
	t.Parallel()
	v := unlessBlank{roleARNValidator}
	for _, value := range []types.String{types.StringNull(), types.StringUnknown(), types.StringValue(""), types.StringValue(" \n")} {
		var resp validator.StringResponse
		v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("x"), ConfigValue: value}, &resp)
		if len(resp.Diagnostics) > 0 {
			t.Errorf("%s draws %v", value, resp.Diagnostics)
		}
	}
	if diags := validateString(t, v, "x"); len(diags) != 1 {
		t.Errorf("another value draws %v", diags)
	}
}

// TestUnknownArguments: found wherever they are, each once and sorted.
func TestUnknownArguments(t *testing.T) {
	t.Parallel()
	s := providerSchema()
	unknown := func(name string) tftypes.Value {
		return tftypes.NewValue(s.Attributes[name].GetType().TerraformType(t.Context()), tftypes.UnknownValue)
	}
	objects, ok := s.Attributes["endpoints"].GetType().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("endpoints is no object")
	}
	unknownString := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	within := tftypes.NewValue(objects, map[string]tftypes.Value{"redis": str("https://x"), "sts": unknownString, "metadata": unknownString})
	ids := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{str("1"), unknownString, unknownString})
	tests := map[string]struct {
		values map[string]tftypes.Value
		want   string
	}{
		"none":         {map[string]tftypes.Value{"region": str("ap-seoul")}, ""},
		"strings":      {map[string]tftypes.Value{"secret_key": unknown("secret_key"), "region": unknown("region")}, "region secret_key"},
		"whole object": {map[string]tftypes.Value{"assume_role": unknown("assume_role")}, "assume_role"},
		"in an object": {map[string]tftypes.Value{"endpoints": within}, "endpoints.metadata endpoints.sts"},
		"whole set":    {map[string]tftypes.Value{"allowed_account_ids": unknown("allowed_account_ids")}, "allowed_account_ids"},
		"in a set":     {map[string]tftypes.Value{"allowed_account_ids": ids}, "allowed_account_ids"},
		"others":       {map[string]tftypes.Value{"enable_pod_oidc": unknown("enable_pod_oidc"), "max_retries": unknown("max_retries")}, "enable_pod_oidc max_retries"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := unknownArguments(tfsdk.Config{Schema: s, Raw: rawConfig(t, s, tt.values)})
			var names []string
			for _, at := range got {
				names = append(names, at.String())
			}
			if len(diags) > 0 || strings.Join(names, " ") != tt.want {
				t.Errorf("unknown are %q, diagnostics %v; want %q", names, diags, tt.want)
			}
		})
	}
}
