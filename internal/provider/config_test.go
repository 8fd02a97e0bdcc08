// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func endpoints(redis types.String) types.Object {
	return types.ObjectValueMust(map[string]attr.Type{"redis": types.StringType}, map[string]attr.Value{"redis": redis})
}

var keysInEnvironment = map[string]string{envSecretID: "env-id", envSecretKey: "env-key"}

func TestResolve(t *testing.T) {
	t.Parallel()
	envKeys := tencentapi.Credential{SecretID: "env-id", SecretKey: "env-key"}
	tests := map[string]struct {
		block providerModel
		env   map[string]string
		want  settings
	}{
		"keys from the environment": {
			env:  keysInEnvironment,
			want: settings{credential: envKeys},
		},
		"everything from the environment": {
			env: map[string]string{
				envSecretID: "env-id", envSecretKey: "env-key", envSecurityToken: "env-token", envRegion: "ap-seoul",
				envProtocol: "HTTPS", envDomain: "intl.tencentcloudapi.com", envEndpointRedis: "https://r.example.com",
			},
			want: settings{
				credential: tencentapi.Credential{SecretID: "env-id", SecretKey: "env-key", Token: "env-token"}, region: "ap-seoul",
				endpoint: tencentapi.Endpoint{BaseURL: "https://r.example.com", Protocol: "HTTPS", Domain: "intl.tencentcloudapi.com"},
			},
		},
		"the block wins": {
			block: providerModel{
				SecretID: types.StringValue("id"), SecretKey: types.StringValue("key"), SecurityToken: types.StringValue("token"),
				Region: types.StringValue("ap-tokyo"), Protocol: types.StringValue("HTTPS"), Domain: types.StringValue("example.com"),
				Endpoints: endpoints(types.StringValue("https://s.example.com")),
			},
			env: map[string]string{
				envSecretID: "env-id", envSecretKey: "env-key", envSecurityToken: "env-token", envRegion: "ap-seoul",
				envProtocol: "HTTP", envDomain: "intl.tencentcloudapi.com", envEndpointRedis: "https://r.example.com",
			},
			want: settings{
				credential: tencentapi.Credential{SecretID: "id", SecretKey: "key", Token: "token"}, region: "ap-tokyo",
				endpoint: tencentapi.Endpoint{BaseURL: "https://s.example.com", Protocol: "HTTPS", Domain: "example.com"},
			},
		},
		"blank counts as missing": {
			block: providerModel{SecretID: types.StringValue(""), Region: types.StringValue(" ")},
			env:   map[string]string{envSecretID: "env-id", envSecretKey: "env-key\n", envRegion: "ap-seoul", envDomain: " "},
			want:  settings{credential: envKeys, region: "ap-seoul"},
		},
		"null in endpoints": {
			block: providerModel{Endpoints: endpoints(types.StringNull())},
			env:   map[string]string{envSecretID: "env-id", envSecretKey: "env-key", envEndpointRedis: "https://r.example.com"},
			want:  settings{credential: envKeys, endpoint: tencentapi.Endpoint{BaseURL: "https://r.example.com"}},
		},
		"unknown beats everything": {
			block: providerModel{SecretKey: types.StringUnknown(), Endpoints: endpoints(types.StringUnknown())},
			env:   map[string]string{envSecretKey: "env-key"},
			want:  settings{unknown: []path.Path{path.Root("secret_key"), path.Root("endpoints").AtName("redis")}},
		},
		"unknown endpoints": {
			block: providerModel{Endpoints: types.ObjectUnknown(map[string]attr.Type{"redis": types.StringType})},
			want:  settings{unknown: []path.Path{path.Root("endpoints").AtName("redis")}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := resolve(tt.block, func(name string) string { return tt.env[name] })
			if len(diags) > 0 {
				t.Errorf("diagnostics: %v", diags)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(settings{})); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolve_problems(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	with := func(pairs ...string) map[string]string {
		env := map[string]string{envSecretID: "env-id", envSecretKey: secret}
		for i := 0; i < len(pairs); i += 2 {
			env[pairs[i]] = pairs[i+1]
		}
		return env
	}
	plainHTTP := "API Requests Are Not Encrypted"
	tests := map[string]struct {
		block   providerModel
		env     map[string]string
		summary string
		detail  string
		warning bool
	}{
		"no keys": {summary: "Missing Tencent Cloud Credentials", detail: `and none was found. These places were looked at, in this order:
  - ` + "`secret_id`" + ` in the provider block: not set
  - environment variable ` + "`TENCENTCLOUD_SECRET_ID`" + `: not set
  - ` + "`secret_key`" + ` in the provider block: not set
  - environment variable ` + "`TENCENTCLOUD_SECRET_KEY`" + `: not set
`},
		"only the id": {
			block: providerModel{SecretID: types.StringValue("id")}, summary: "Missing Tencent Cloud Credentials",
			detail: "only its id was found, not its secret. These places were looked at, in this order:\n  - `secret_id` in the provider block: set\n",
		},
		"only the key": {
			env: map[string]string{envSecretKey: secret}, summary: "Missing Tencent Cloud Credentials",
			detail: "only its secret was found, not its id.",
		},
		"region": {
			env: with(envRegion, "Guangzhou"), summary: "Invalid Provider Configuration",
			detail: "The environment variable `TENCENTCLOUD_REGION` is not usable: \"Guangzhou\" does not have the form of a region",
		},
		"unknown region": {
			env: with(envRegion, "ap-guangzou"), summary: "Unusual Provider Configuration", warning: true,
			detail: "The environment variable `TENCENTCLOUD_REGION`: \"ap-guangzou\" is not among the regions",
		},
		"protocol": {
			env: with(envProtocol, "https"), summary: "Invalid Provider Configuration",
			detail: "The environment variable `TENCENTCLOUD_PROTOCOL` is not usable: the protocol is \"https\"; it must be HTTPS or HTTP",
		},
		"domain": {
			env: with(envDomain, "https://x"), summary: "Invalid Provider Configuration",
			detail: "The environment variable `TENCENTCLOUD_DOMAIN` is not usable: \"https://x\" is not a domain name",
		},
		"endpoint": {
			env: with(envEndpointRedis, "https://user:hunter2@h"), summary: "Invalid Provider Configuration",
			detail: "The environment variable `TENCENTCLOUD_ENDPOINT_URL_REDIS` is not usable: it must not hold a user name or password",
		},
		"HTTP": {
			block: providerModel{Protocol: types.StringValue("HTTP")}, env: with(), summary: plainHTTP, warning: true,
			detail: "The `protocol` in the provider block makes the provider call redis.tencentcloudapi.com over plain HTTP.",
		},
		"HTTP endpoint": {
			env: with(envEndpointRedis, "http://10.0.0.1:80"), summary: plainHTTP, warning: true,
			detail: "The environment variable `TENCENTCLOUD_ENDPOINT_URL_REDIS` makes the provider call 10.0.0.1:80 over plain HTTP.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := resolve(tt.block, func(name string) string { return tt.env[name] })
			if len(diags) != 1 {
				t.Fatalf("%d diagnostics, want 1: %v", len(diags), diags)
			}
			got := diags[0]
			if got.Summary() != tt.summary || !strings.Contains(got.Detail(), tt.detail) {
				t.Errorf("diagnostic is %q:\n%s\nwant %q with:\n%s", got.Summary(), got.Detail(), tt.summary, tt.detail)
			}
			if (got.Severity() == diag.SeverityWarning) != tt.warning {
				t.Errorf("severity is %s", got.Severity())
			}
			if strings.Contains(got.Detail(), secret) {
				t.Errorf("the text holds the secret:\n%s", got.Detail())
			}
		})
	}
}

// TestResolve_loopback: plain HTTP that leaves no machine is no reason to warn.
func TestResolve_loopback(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://127.0.0.1:1234", "http://[::1]:1", "http://localhost:80"} {
		_, diags := resolve(providerModel{Endpoints: endpoints(types.StringValue(url))}, func(name string) string { return keysInEnvironment[name] })
		if len(diags) > 0 {
			t.Errorf("%s draws %v", url, diags)
		}
	}
}

// TestResolve_allAtOnce: every problem is told in one run.
func TestResolve_allAtOnce(t *testing.T) {
	t.Parallel()
	env := map[string]string{envRegion: "?", envDomain: "?", envProtocol: "?", envEndpointRedis: "?"}
	_, diags := resolve(providerModel{}, func(name string) string { return env[name] })
	if len(diags) != 5 {
		t.Errorf("%d diagnostics, want one for the keys and one for each variable: %v", len(diags), diags)
	}
}
