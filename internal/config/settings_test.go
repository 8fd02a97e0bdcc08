// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	everything := merge(keysEnv(), env(
		"TENCENTCLOUD_REGION", "ap-seoul", "TENCENTCLOUD_PROTOCOL", "https", "TENCENTCLOUD_DOMAIN", "Intl.TencentCloudAPI.com.",
		"TENCENTCLOUD_ENDPOINT_URL_REDIS", "https://r.example.com", "TENCENTCLOUD_ENDPOINT_URL_STS", "https://s.example.com/",
		"TENCENTCLOUD_ENDPOINT_URL_METADATA", "http://m.example.com",
		"HTTPS_PROXY", "proxy:3128", "http_proxy", "other:3128", "no_proxy", "example.com"))
	const secret = canary + "-env"
	tests := map[string]struct {
		block   block
		env     map[string]string
		plan    string
		secrets []string
		want    Settings
	}{
		"keys from the environment": {env: keysEnv(), plan: fromEnv, secrets: []string{secret}, want: Settings{Retries: 8, requestsPerSecond: 20, requestTimeout: 25 * time.Second}},
		"everything from the environment": {
			env: everything, plan: fromEnv, secrets: []string{secret},
			want: Settings{
				Region:   "ap-seoul",
				Redis:    tencentapi.Endpoint{BaseURL: "https://r.example.com", Protocol: "HTTPS", Domain: "intl.tencentcloudapi.com"},
				sts:      tencentapi.Endpoint{BaseURL: "https://s.example.com", Protocol: "HTTPS", Domain: "intl.tencentcloudapi.com"},
				metadata: "http://m.example.com",
				proxy:    httpproxy.Config{HTTPSProxy: "proxy:3128", HTTPProxy: "other:3128", NoProxy: "example.com"},
				Retries:  8, requestsPerSecond: 20, requestTimeout: 25 * time.Second,
			},
		},
		"the block comes first": {
			block: merge(keysBlock(), block{
				"region": "ap-tokyo", "protocol": "https", "domain": "example.com", "endpoints": "{}", "endpoints.redis": "https://rr.example.com",
				"endpoints.sts": "https://ss.example.com", "endpoints.metadata": "http://mm.example.com", "proxy": "http://user:hunter2@block:3128",
				"max_requests_per_second": "5", "max_retries": "0", "request_timeout": " 90s\n",
			}),
			env: everything, plan: fromBlock, secrets: []string{testKey, "hunter2", "hunter2"},
			want: Settings{
				Region:   "ap-tokyo",
				Redis:    tencentapi.Endpoint{BaseURL: "https://rr.example.com", Protocol: "HTTPS", Domain: "example.com"},
				sts:      tencentapi.Endpoint{BaseURL: "https://ss.example.com", Protocol: "HTTPS", Domain: "example.com"},
				metadata: "http://mm.example.com",
				proxy:    httpproxy.Config{HTTPSProxy: "http://user:hunter2@block:3128", HTTPProxy: "http://user:hunter2@block:3128", NoProxy: "example.com"},
				Retries:  0, requestsPerSecond: 5, requestTimeout: 90 * time.Second,
			},
		},
		"blank counts as missing": {
			block: block{"secret_id": "", "region": " ", "proxy": " ", "ca_bundle": "", "assume_role.session_duration": "0"},
			env:   merge(keysEnv(), env("TENCENTCLOUD_SECRET_KEY", secret+"\n", "TENCENTCLOUD_REGION", "ap-seoul", "TENCENTCLOUD_DOMAIN", " ")),
			plan:  fromEnv, secrets: []string{secret}, want: Settings{Region: "ap-seoul", Retries: 8, requestsPerSecond: 20, requestTimeout: 25 * time.Second},
		},
		"numbers beyond all bounds": {
			block: block{"max_retries": "9223372036854775807", "max_requests_per_second": "9223372036854775807"}, env: keysEnv(),
			plan: fromEnv, secrets: []string{secret}, want: Settings{Retries: 1 << 30, requestsPerSecond: 1 << 30, requestTimeout: 25 * time.Second},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := Resolve(t.Context(), tt.block, machine(tt.env, nil))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			if got.Plan.String() != tt.plan {
				t.Errorf("plan is %s, want %s", got.Plan, tt.plan)
			}
			if diff := cmp.Diff(tt.secrets, got.Secrets()); diff != "" {
				t.Errorf("secrets (-want +got):\n%s", diff)
			}
			got.Plan, got.now = nil, nil
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(Settings{}), cmpopts.IgnoreFields(Settings{}, "roots")); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestResolve_profile: the connection settings of the profile come last.
func TestResolve_profile(t *testing.T) {
	t.Parallel()
	files := env(devFile, keysJSON, devConfigure, `{"_sys_param": {"region": "ap-tokyo"}, "redis": {"endpoint": "redis.intl.tencentcloudapi.com"}, "sts": {"endpoint": "sts.intl.tencentcloudapi.com"}}`)
	const redis, sts = "https://redis.intl.tencentcloudapi.com/", "https://sts.intl.tencentcloudapi.com/"
	type where struct{ region, redis, sts string }
	tests := map[string]struct {
		block block
		env   map[string]string
		want  where
	}{
		"alone": {want: where{"ap-tokyo", redis, sts}},
		"below region and domain of the environment": {
			env:  env("TENCENTCLOUD_REGION", "ap-seoul", "TENCENTCLOUD_DOMAIN", "example.com"),
			want: where{"ap-seoul", "https://redis.example.com/", "https://sts.example.com/"},
		},
		"below an endpoint": {
			block: block{"region": "ap-seoul", "endpoints": "{}", "endpoints.redis": "https://r.example.com"},
			want:  where{"ap-seoul", "https://r.example.com/", sts},
		},
		"with a protocol":                {env: env("TENCENTCLOUD_PROTOCOL", "https"), want: where{"ap-tokyo", redis, sts}},
		"beside keys in the environment": {env: keysEnv(), want: where{"ap-tokyo", redis, sts}},
		"not used":                       {block: block{"profile": "", "secret_id": testID, "secret_key": testKey}, env: env("TENCENTCLOUD_PROFILE", "dev"), want: where{"", "https://redis.tencentcloudapi.com/", "https://sts.tencentcloudapi.com/"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := Resolve(t.Context(), merge(block{"profile": "dev"}, tt.block), machine(tt.env, files))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			redis, err1 := s.Redis.URL("redis", "")
			sts, err2 := s.sts.URL("sts", "")
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if got := (where{s.Region, redis.String(), sts.String()}); got != tt.want {
				t.Errorf("connects to %v, want %v", got, tt.want)
			}
		})
	}
}

// TestResolve_financeRegion: a finance region has its own host, however the domain
// is spelled.
func TestResolve_financeRegion(t *testing.T) {
	t.Parallel()
	for _, domain := range []string{"", "tencentcloudapi.com", "TencentCloudAPI.com", "tencentcloudapi.com."} {
		s, diags := Resolve(t.Context(), merge(keysBlock(), block{"domain": domain}), machine(nil, nil))
		u, err := s.Redis.URL("redis", "ap-shanghai-fsi")
		if len(diags) > 0 || err != nil || u.Host != "redis.ap-shanghai-fsi.tencentcloudapi.com" {
			t.Errorf("with domain %q the host is %v, %v, %v", domain, u, err, diags)
		}
	}
}

func TestResolve_problems(t *testing.T) {
	t.Parallel()
	const plainHTTP, badURL = "API Requests Are Not Encrypted", " is not a usable base URL: "
	configure := func(content string) map[string]string {
		return env(devFile, keysJSON, devConfigure, content)
	}
	tests := map[string]struct {
		block      block
		env, files map[string]string
		want       problem
	}{
		"region": {
			env:  env("TENCENTCLOUD_REGION", "Guangzhou"),
			want: problem{invalid, "region", `The environment variable TENCENTCLOUD_REGION must be a region; got "Guangzhou". Did you mean "ap-guangzhou"?`},
		},
		"region in the block": {
			block: block{"region": "ap_seoul"},
			want:  problem{invalid, "region", `"region" in the provider block must be a region; got "ap_seoul". Did you mean "ap-seoul"?`},
		},
		"region of the profile": {
			block: block{"profile": "dev"}, files: configure(`{"_sys_param": {"region": "Tokyo"}}`),
			want: problem{invalid, "region", `"_sys_param.region" of profile dev must be a region; got "Tokyo". Did you mean "ap-tokyo"?`},
		},
		"host of the profile": {
			block: block{"profile": "dev"}, files: configure(`{"redis": {"endpoint": "https://x"}}`),
			want: problem{invalid, "profile", `"redis.endpoint" of profile dev must be a host without http:// or https://.`},
		},
		"file of the profile": {
			block: block{"profile": "dev"}, files: env(devFile, "{"),
			want: problem{"Unusable Credentials File", "", "The file " + devFile + " is not valid JSON: unexpected end of JSON input.\n\nLine: 1\nColumn: 1"},
		},
		"login of the profile": {
			block: block{"profile": "dev"}, files: env(devFile, keysJSON[:len(keysJSON)-1]+`,"token":"t","type":"oauth","expiresAt":1795518000}`),
			want: problem{"Expired Login of a Profile", "", "The login of the profile \"dev\" has expired.\n\nLog in again with \"tccli auth login --profile dev\", then rerun Terraform.\n\n" +
				"File: " + devFile + "\nExpired: 2026-11-24T11:00:00Z\nThis machine's clock: 2026-11-24T12:00:00Z"},
		},
		"protocol": {
			env:  env("TENCENTCLOUD_PROTOCOL", "ftp"),
			want: problem{invalid, "protocol", `The environment variable TENCENTCLOUD_PROTOCOL must be HTTPS or HTTP; got "ftp".`},
		},
		"domain": {
			env:  env("TENCENTCLOUD_DOMAIN", "https://x"),
			want: problem{invalid, "domain", `The environment variable TENCENTCLOUD_DOMAIN must be a domain name, such as "intl.tencentcloudapi.com"; got "https://x".`},
		},
		"domain in another script": {
			block: block{"domain": "腾讯.com"}, want: problem{invalid, "domain", `"domain" in the provider block contains a character that is not ASCII.`},
		},
		"endpoint": {
			env:  env("TENCENTCLOUD_ENDPOINT_URL_REDIS", "https://user:"+canary+"@h"),
			want: problem{invalid, "endpoints.redis", "The environment variable TENCENTCLOUD_ENDPOINT_URL_REDIS" + badURL},
		},
		"STS endpoint":      {env: env("TENCENTCLOUD_ENDPOINT_URL_STS", "x"), want: problem{invalid, "endpoints.sts", "TENCENTCLOUD_ENDPOINT_URL_STS" + badURL}},
		"metadata endpoint": {env: env("TENCENTCLOUD_ENDPOINT_URL_METADATA", "http://"), want: problem{invalid, "endpoints.metadata", "TENCENTCLOUD_ENDPOINT_URL_METADATA" + badURL}},
		"proxy": {
			env:  env("HTTPS_PROXY", "http://user:"+canary+"@[::1"),
			want: problem{invalid, "proxy", "The environment variable HTTPS_PROXY must be the URL of an http, https, or socks5 proxy."},
		},
		"line break in a proxy": {
			env:  env("HTTP_PROXY", "http://user:"+canary+"\n@host"),
			want: problem{invalid, "proxy", "The environment variable HTTP_PROXY contains a line break."},
		},
		"timeout":  {block: block{"request_timeout": "-1s"}, want: problem{invalid, "request_timeout", `"request_timeout" in the provider block must be greater than zero; got "-1s".`}},
		"requests": {block: block{"max_requests_per_second": "0"}, want: problem{invalid, "max_requests_per_second", `must be at least 1; got 0.`}},
		"HTTP": {
			block: block{"protocol": "http"},
			want:  problem{plainHTTP, "protocol", `Requests to redis.tencentcloudapi.com are not encrypted: "protocol" in the provider block selects plain HTTP.`},
		},
		"HTTP endpoint": {
			env:  env("TENCENTCLOUD_ENDPOINT_URL_REDIS", "http://10.0.0.1:80"),
			want: problem{plainHTTP, "endpoints.redis", "Requests to 10.0.0.1 are not encrypted: environment variable TENCENTCLOUD_ENDPOINT_URL_REDIS selects plain HTTP."},
		},
		"HTTP for STS": {
			block: block{"endpoints": "{}", "endpoints.sts": "http://10.0.0.1"},
			want:  problem{plainHTTP, "endpoints.sts", `Requests to 10.0.0.1 are not encrypted: "endpoints.sts" in the provider block selects plain HTTP.`},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := Resolve(t.Context(), tt.block, machine(merge(keysEnv(), tt.env), tt.files))
			expectProblem(t, diags, tt.want)
			if warning := diags[0].Severity() == diag.SeverityWarning; warning != (tt.want.summary == plainHTTP) {
				t.Errorf("severity is %s", diags[0].Severity())
			}
		})
	}
}

// TestResolve_loopback: there is no warning about plain HTTP to this machine.
func TestResolve_loopback(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://127.0.0.1:1234", "http://[::1]:1", "http://localhost:80"} {
		if _, diags := Resolve(t.Context(), merge(keysBlock(), block{"endpoints": "{}", "endpoints.redis": url}), machine(nil, nil)); len(diags) > 0 {
			t.Errorf("%s: %v", url, diags)
		}
	}
}

func TestResolve_missing(t *testing.T) {
	t.Parallel()
	const summary = "Missing Tencent Cloud Credentials"
	p := machine(env("TKE_ROLE_ARN", "x", "TENCENTCLOUD_TOKEN", testToken), nil)
	_, diags := Resolve(t.Context(), block{}, p)
	expectProblem(t, diags, problem{summary, "", `No credentials were found to sign requests with.

Set the environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, set "profile" to a profile of tccli, or configure another source. You can create a key pair at https://console.cloud.tencent.com/cam/capi.

These sources were checked:
  - pod identity in the provider block: not set, although environment variable TKE_ROLE_ARN is
  - key pair in the environment: not set, although environment variable TENCENTCLOUD_TOKEN is
  - default profile: ` + defaultFile + ` does not exist
  - not set in the provider block: key pair, SAML assertion, web identity, instance role, profile
  - not set in the environment: web identity, SAML assertion, instance role, profile`})
	p.Home = ""
	_, diags = Resolve(t.Context(), block{}, p)
	expectProblem(t, diags, problem{summary, "", "  - default profile: not checked, since the home directory is not known"})
}

// TestResolve_allProblems: all problems are reported at once.
func TestResolve_allProblems(t *testing.T) {
	t.Parallel()
	_, diags := Resolve(t.Context(), block{
		"secret_id":   testID,
		"assume_role": "{}", "assume_role.session_name": "c", "assume_role.session_duration": "-1",
		"allowed_account_ids": []string{"x"}, "forbidden_account_ids": []string{"1"},
		"ca_bundle": "/none.pem",
	}, machine(env(
		"TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", canary, "TENCENTCLOUD_REGION", "?", "TENCENTCLOUD_DOMAIN", "?", "TENCENTCLOUD_PROTOCOL", "?",
		"TENCENTCLOUD_ENDPOINT_URL_REDIS", "?", "TENCENTCLOUD_ENDPOINT_URL_STS", "?", "TENCENTCLOUD_ENDPOINT_URL_METADATA", "?",
		"HTTPS_PROXY", "[", "HTTP_PROXY", "[",
	), nil))
	var paths []string
	for _, d := range diags {
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			paths = append(paths, at.Path().String())
		}
		checkText(t, d.Detail())
	}
	want := []string{
		"secret_key", "mfa_certification.serial_number", "allowed_account_ids", "assume_role.role_arn", "assume_role.session_name",
		"assume_role.session_duration", "forbidden_account_ids", "region", "protocol", "domain", "endpoints.redis", "endpoints.sts",
		"endpoints.metadata", "proxy", "proxy", "ca_bundle",
	}
	slices.Sort(paths)
	slices.Sort(want)
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// TestCredentials_deadline: requests for credentials end after a minute in all, or
// after two attempts if request_timeout is longer.
func TestCredentials_deadline(t *testing.T) {
	t.Parallel()
	for timeout, want := range map[string]time.Duration{"": time.Minute, "10s": time.Minute, "90s": 3 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			s, diags := Resolve(t.Context(), merge(keysBlock(), block{"assume_role": "{}", "assume_role.role_arn": roleARN, "assume_role.session_name": "ci", "request_timeout": timeout}), machine(nil, nil))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			s.now = time.Now
			api := append(s.APIOptions(), tencentapi.WithTransport(busy{}), tencentapi.WithBackoff(time.Hour, time.Hour))
			source, err := s.Credentials(api, nil)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			if _, err := source.Credential(t.Context()); err == nil {
				t.Error("there are credentials")
			}
			if took := time.Since(start); took != want {
				t.Errorf("with request_timeout %q, it took %s, want %s", timeout, took, want)
			}
		})
	}
}

// busy is a network where another attempt may always succeed.
type busy struct{}

func (busy) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}
