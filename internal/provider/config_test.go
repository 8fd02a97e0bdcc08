// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var keysInEnvironment = map[string]string{credentials.EnvSecretID: "env-id", credentials.EnvSecretKey: "env-key"}

// with adds pairs of names and values to an environment.
func with(env map[string]string, pairs ...string) map[string]string {
	all := map[string]string{}
	for name, value := range env {
		all[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}

// processOf sees env as its whole environment and has no home folder.
func processOf(env map[string]string) process {
	return process{
		getenv: func(name string) string { return env[name] },
		home:   func() (string, error) { return "", nil },
		now:    time.Now,
	}
}

// writeProfile writes a profile of tccli and returns its folder.
func writeProfile(t *testing.T, name, credential, configure string) string {
	t.Helper()
	folder := t.TempDir()
	for suffix, content := range map[string]string{".credential": credential, ".configure": configure} {
		if err := os.WriteFile(filepath.Join(folder, name+suffix), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func redisAt(url string) *endpointsModel { return &endpointsModel{Redis: types.StringValue(url)} }

func TestResolve(t *testing.T) {
	t.Parallel()
	const fromEnvironment, fromBlock = "key pair (environment)", "key pair (provider block)"
	everything := map[string]string{
		credentials.EnvSecretID: "env-id", credentials.EnvSecretKey: "env-key", credentials.EnvSecurityToken: "env-token",
		envRegion: "ap-seoul", envProtocol: "HTTPS", envDomain: "intl.tencentcloudapi.com",
		envEndpointRedis: "https://r.example.com", envEndpointSTS: "https://s.example.com", envEndpointMetadata: "http://m.example.com",
		"HTTPS_PROXY": "proxy:3128", "http_proxy": "other:3128", "no_proxy": "example.com",
	}
	tests := map[string]struct {
		block   providerModel
		env     map[string]string
		plan    string
		secrets []string
		want    settings
	}{
		"keys from the environment": {env: keysInEnvironment, plan: fromEnvironment, secrets: []string{"env-key"}},
		"everything from the environment": {
			env: everything, plan: fromEnvironment, secrets: []string{"env-key", "env-token"},
			want: settings{
				region:   "ap-seoul",
				redis:    tencentapi.Endpoint{BaseURL: "https://r.example.com", Protocol: "HTTPS", Domain: "intl.tencentcloudapi.com"},
				sts:      tencentapi.Endpoint{BaseURL: "https://s.example.com", Protocol: "HTTPS", Domain: "intl.tencentcloudapi.com"},
				metadata: "http://m.example.com",
				proxy:    httpproxy.Config{HTTPSProxy: "proxy:3128", HTTPProxy: "other:3128", NoProxy: "example.com"},
			},
		},
		"the block wins": {
			block: providerModel{
				SecretID: types.StringValue("id"), SecretKey: types.StringValue("secret-key"), SecurityToken: types.StringValue("token"),
				Region: types.StringValue("ap-tokyo"), Protocol: types.StringValue("HTTPS"), Domain: types.StringValue("example.com"),
				Endpoints: &endpointsModel{
					Redis: types.StringValue("https://rr.example.com"), STS: types.StringValue("https://ss.example.com"), Metadata: types.StringValue("http://mm.example.com"),
				},
				Proxy:                types.StringValue("http://user:hunter2@block:3128"),
				MaxRequestsPerSecond: types.Int64Value(5), MaxRetries: types.Int64Value(0), RequestTimeout: types.StringValue(" 90s\n"),
			},
			env: everything, plan: fromBlock, secrets: []string{"secret-key", "hunter2", "hunter2"},
			want: settings{
				region:   "ap-tokyo",
				redis:    tencentapi.Endpoint{BaseURL: "https://rr.example.com", Protocol: "HTTPS", Domain: "example.com"},
				sts:      tencentapi.Endpoint{BaseURL: "https://ss.example.com", Protocol: "HTTPS", Domain: "example.com"},
				metadata: "http://mm.example.com",
				proxy:    httpproxy.Config{HTTPSProxy: "http://user:hunter2@block:3128", HTTPProxy: "http://user:hunter2@block:3128", NoProxy: "example.com"},
				limits:   limits{requestsPerSecond: 5, retries: new(0), requestTimeout: 90 * time.Second},
			},
		},
		"blank counts as missing": {
			block: providerModel{SecretID: types.StringValue(""), Region: types.StringValue(" "), Proxy: types.StringValue(" "), CABundle: types.StringValue("")},
			env:   with(keysInEnvironment, credentials.EnvSecretKey, "env-key\n", envRegion, "ap-seoul", envDomain, " "),
			plan:  fromEnvironment, secrets: []string{"env-key"}, want: settings{region: "ap-seoul"},
		},
		"null in endpoints": {
			block: providerModel{Endpoints: &endpointsModel{}}, env: with(keysInEnvironment, envEndpointRedis, "https://r.example.com"),
			plan: fromEnvironment, secrets: []string{"env-key"}, want: settings{redis: tencentapi.Endpoint{BaseURL: "https://r.example.com"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := resolve(tt.block, processOf(tt.env))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			if got.plan.String() != tt.plan {
				t.Errorf("plan is %s, want %s", got.plan, tt.plan)
			}
			if diff := cmp.Diff(tt.secrets, got.secrets()); diff != "" {
				t.Errorf("secrets (-want +got):\n%s", diff)
			}
			got.plan = nil
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(settings{}, limits{})); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestResolve_profile: what the profile says of the connection comes last.
func TestResolve_profile(t *testing.T) {
	t.Parallel()
	folder := writeProfile(t, "dev", `{"secretId": "id", "secretKey": "secret-key"}`,
		`{"_sys_param": {"region": "ap-tokyo"}, "redis": {"endpoint": "redis.intl.tencentcloudapi.com"}, "sts": {"endpoint": "sts.intl.tencentcloudapi.com"}}`)
	type where struct{ region, redis, sts string }
	tests := map[string]struct {
		block providerModel
		env   map[string]string
		want  where
	}{
		"alone": {want: where{"ap-tokyo", "https://redis.intl.tencentcloudapi.com/", "https://sts.intl.tencentcloudapi.com/"}},
		"below region and domain of the environment": {
			env:  map[string]string{envRegion: "ap-seoul", envDomain: "example.com"},
			want: where{"ap-seoul", "https://redis.example.com/", "https://sts.example.com/"},
		},
		"below an endpoint": {
			block: providerModel{Region: types.StringValue("ap-seoul"), Endpoints: redisAt("https://r.example.com")},
			want:  where{"ap-seoul", "https://r.example.com/", "https://sts.intl.tencentcloudapi.com/"},
		},
		"with a protocol": {
			env:  map[string]string{envProtocol: "HTTPS"},
			want: where{"ap-tokyo", "https://redis.intl.tencentcloudapi.com/", "https://sts.intl.tencentcloudapi.com/"},
		},
		"beside keys in the environment": {
			env:  keysInEnvironment,
			want: where{"ap-tokyo", "https://redis.intl.tencentcloudapi.com/", "https://sts.intl.tencentcloudapi.com/"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.block.Profile, tt.block.SharedCredentialsDir = types.StringValue("dev"), types.StringValue(folder)
			s, diags := resolve(tt.block, processOf(tt.env))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			redis, err1 := s.redis.URL("redis", "")
			sts, err2 := s.sts.URL("sts", "")
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if got := (where{s.region, redis.String(), sts.String()}); got != tt.want {
				t.Errorf("connects to %v, want %v", got, tt.want)
			}
		})
	}
}

func TestResolve_problems(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	const invalid, plainHTTP = "Invalid Provider Configuration", "API Requests Are Not Encrypted"
	keys := map[string]string{credentials.EnvSecretID: "env-id", credentials.EnvSecretKey: secret}
	badProfile := writeProfile(t, "default", `{"secretId": "id", "secretKey": "`+secret+`"}`, `{"_sys_param": {"region": "Tokyo"}}`)
	badHost := writeProfile(t, "default", `{"secretId": "id", "secretKey": "`+secret+`"}`, `{"redis": {"endpoint": "https://x"}}`)
	tests := map[string]struct {
		block   providerModel
		env     map[string]string
		summary string
		path    string
		detail  string
		warning bool
	}{
		"region": {
			env: with(keys, envRegion, "Guangzhou"), summary: invalid, path: "region",
			detail: "Invalid value for environment variable `TENCENTCLOUD_REGION`: must be a region; got \"Guangzhou\". Did you mean \"ap-guangzhou\"?",
		},
		"region of the profile": {
			env: map[string]string{credentials.EnvSharedCredentialsDir: badProfile}, summary: invalid, path: "region",
			detail: `Invalid value for region of the profile: must be a region; got "Tokyo". Did you mean "ap-tokyo"?`,
		},
		"host of the profile": {
			env: map[string]string{credentials.EnvSharedCredentialsDir: badHost}, summary: invalid, path: "profile",
			detail: `Invalid value for redis.endpoint of the profile: it must be scheme, host and port only`,
		},
		"protocol": {
			env: with(keys, envProtocol, "https"), summary: invalid, path: "protocol",
			detail: "Invalid value for environment variable `TENCENTCLOUD_PROTOCOL`: the protocol is \"https\"; it must be HTTPS or HTTP",
		},
		"domain": {
			env: with(keys, envDomain, "https://x"), summary: invalid, path: "domain",
			detail: "Invalid value for environment variable `TENCENTCLOUD_DOMAIN`: \"https://x\" is not a domain name",
		},
		"endpoint": {
			env: with(keys, envEndpointRedis, "https://user:hunter2@h"), summary: invalid, path: "endpoints.redis",
			detail: "Invalid value for environment variable `TENCENTCLOUD_ENDPOINT_URL_REDIS`: it must not hold a user name or password",
		},
		"STS endpoint": {
			env: with(keys, envEndpointSTS, "x"), summary: invalid, path: "endpoints.sts",
			detail: "Invalid value for environment variable `TENCENTCLOUD_ENDPOINT_URL_STS`: it must begin with https:// or http://",
		},
		"metadata endpoint": {
			env: with(keys, envEndpointMetadata, "http://"), summary: invalid, path: "endpoints.metadata",
			detail: "Invalid value for environment variable `TENCENTCLOUD_ENDPOINT_URL_METADATA`: it names no host",
		},
		"proxy": {
			env: with(keys, "HTTPS_PROXY", "http://user:hunter2@[::1"), summary: invalid, path: "proxy",
			detail: "Invalid value for environment variable `HTTPS_PROXY`: it is not the URL of a proxy with",
		},
		"HTTP": {
			block: providerModel{Protocol: types.StringValue("HTTP")}, env: keys, summary: plainHTTP, path: "protocol", warning: true,
			detail: "The `protocol` in the provider block makes the provider call redis.tencentcloudapi.com over plain HTTP.",
		},
		"HTTP endpoint": {
			env: with(keys, envEndpointRedis, "http://10.0.0.1:80"), summary: plainHTTP, path: "endpoints.redis", warning: true,
			detail: "The environment variable `TENCENTCLOUD_ENDPOINT_URL_REDIS` makes the provider call 10.0.0.1:80 over plain HTTP.",
		},
		"HTTP for STS": {
			block: providerModel{Endpoints: &endpointsModel{STS: types.StringValue("http://10.0.0.1")}}, env: keys, summary: plainHTTP, path: "endpoints.sts", warning: true,
			detail: "The `endpoints.sts` in the provider block makes the provider call 10.0.0.1 over plain HTTP.",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := resolve(tt.block, processOf(tt.env))
			if len(diags) != 1 {
				t.Fatalf("%d diagnostics, want 1: %v", len(diags), diags)
			}
			expectProblem(t, diags[0], tt.summary, tt.path, tt.detail)
			if (diags[0].Severity() == diag.SeverityWarning) != tt.warning {
				t.Errorf("severity is %s", diags[0].Severity())
			}
			if strings.Contains(diags[0].Detail(), secret) {
				t.Errorf("the text holds the secret:\n%s", diags[0].Detail())
			}
		})
	}
}

// expectProblem holds a diagnostic against its summary, its path and a part of
// its detail.
func expectProblem(t *testing.T, got diag.Diagnostic, summary, path, detail string) {
	t.Helper()
	if got.Summary() != summary || !strings.Contains(got.Detail(), detail) {
		t.Errorf("diagnostic is %q:\n%s\nwant %q with:\n%s", got.Summary(), got.Detail(), summary, detail)
	}
	gotPath := ""
	if withPath, ok := got.(diag.DiagnosticWithPath); ok {
		gotPath = withPath.Path().String()
	}
	if gotPath != path {
		t.Errorf("path is %q, want %q", gotPath, path)
	}
}

// TestResolve_loopback: plain HTTP that leaves no machine is no reason to warn.
func TestResolve_loopback(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://127.0.0.1:1234", "http://[::1]:1", "http://localhost:80"} {
		_, diags := resolve(providerModel{Endpoints: redisAt(url)}, processOf(keysInEnvironment))
		if len(diags) > 0 {
			t.Errorf("%s draws %v", url, diags)
		}
	}
}

// TestResolve_allAtOnce: every problem is told in one run.
func TestResolve_allAtOnce(t *testing.T) {
	t.Parallel()
	env := map[string]string{envRegion: "?", envDomain: "?", envProtocol: "?", envEndpointRedis: "?", envEndpointSTS: "?", "HTTPS_PROXY": "[", "HTTP_PROXY": "["}
	block := providerModel{
		CABundle:            types.StringValue("does-not-exist.pem"),
		AssumeRole:          &assumeRoleModel{SessionName: types.StringValue("x")},
		AllowedAccountIDs:   []types.String{types.StringValue("?")},
		ForbiddenAccountIDs: []types.String{types.StringNull()},
	}
	_, diags := resolve(block, processOf(env))
	if want := len(env) + 1 + 1 + 2 + 3; len(diags) != want {
		t.Errorf("%d diagnostics, want %d: one for each variable, for the keys, for the CA bundle, for the role's ARN and the session's name, for each list of accounts and for both: %v", len(diags), want, diags)
	}
}
