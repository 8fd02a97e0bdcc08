// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// TestArguments_checks: the values that each check accepts, and its errors.
func TestArguments_checks(t *testing.T) {
	t.Parallel()
	proxy := setting.Argument{Path: "proxy", Kind: setting.Text, Check: checkEnvironmentProxy}
	tests := map[string]struct {
		argument setting.Argument
		good     []string
		bad      map[string]string
	}{
		"role": {
			rowOf("assume_role.role_arn"),
			[]string{"qcs::cam::uin/100000000001:roleName/reader", "qcs::cam::uin/1:role/4611686018427397919", "qcs::cam::uin/1:role/tencentcloudServiceRoleName/TKE_QCSRole"},
			map[string]string{
				"reader": `must be the ARN of a role, such as "qcs::cam::uin/100000000001:roleName/reader"; got "reader"`, "qcs::cam::uin/x:roleName/r": "ARN of a role",
				"qcs::cam::uin/1:roleName/": "ARN", "qcs::cam::uin/1:user/r": "ARN", "qcs::cam::uin/:roleName/r": "ARN", "arn:aws:iam::1:role/r": "ARN", "qcs::cam::uin/1": "ARN",
			},
		},
		"SAML provider": {
			rowOf("assume_role_with_saml.principal_arn"),
			[]string{"qcs::cam::uin/798950673:saml-provider/OneLogin"},
			map[string]string{"OneLogin": "must be the ARN of a SAML provider", "qcs::cam::uin/1:roleName/r": "must be the ARN of a SAML provider"},
		},
		"session": {
			rowOf("assume_role.session_name"),
			[]string{"ci", "A-z_0+=,.@9", strings.Repeat("x", 128)},
			map[string]string{"x": "2 to 128 characters", strings.Repeat("x", 129): "2 to 128", "a b": "contains a space", "a/b": "+=,.@_-", "größe": "not ASCII"},
		},
		"account": {
			rowOf("allowed_account_ids"),
			[]string{"100000000001"},
			map[string]string{"": `got ""`, "12 3": "space", "qcs::1": "digits"},
		},
		"proxy": {
			rowOf("proxy"),
			[]string{"http://proxy:3128", "https://user:hunter2@proxy", "socks5://127.0.0.1:1080", "socks5h://127.0.0.1:1080", "http://[::1]:3128/"},
			map[string]string{
				"proxy:3128": "must start with http://, https://, socks5://, or socks5h://", "ftp://user:hunter2@proxy": "must start with", "http://user:hunter2@": "must contain a host",
				"http://proxy/hunter2": "without a path or query", "http://proxy?hunter2": "without a path or query", "http://user:hunter2@[::1": "not a URL",
			},
		},
		"proxy in the environment": {
			proxy,
			[]string{"proxy:3128", "http://proxy:3128/", "socks5h://user:hunter2@proxy"},
			map[string]string{"http://": "must be the URL", "http://user:hunter2@[::1": "must be the URL", "ftp://user:hunter2@proxy": "of an http, https, or socks5 proxy", ":": "must be the URL"},
		},
		"duration": {
			rowOf("request_timeout"),
			[]string{"30s", "1m30s", "0.5h"},
			map[string]string{"30": `must be a duration, like "90s" or "1h30m"; got "30"`, "0s": "must be greater than zero", "-1s": "must be greater than zero", "soon": "must be a duration"},
		},
		"protocol":    {rowOf("protocol"), []string{"HTTPS", "https", "HTTP", "http"}, map[string]string{"ftp": `must be HTTPS or HTTP; got "ftp"`}},
		"policy":      {rowOf("assume_role.policy"), []string{"{\n\"a\": \"ü\"\n}"}, map[string]string{"{": "is not valid JSON"}},
		"path":        {rowOf("ca_bundle"), []string{"/home/ü b/c.pem"}, map[string]string{"/a\nb": "contains a line break", "/a\x00": "contains a control character"}},
		"max_retries": {rowOf("max_retries"), []string{"0", "8"}, map[string]string{"-1": "must be at least 0; got -1", "x": "must be a whole number"}},
	}
	long := strings.Repeat("x", 500<<10)
	for name, start := range map[string]string{
		"profile": "", "ca_bundle": "/", "domain": "a.", "endpoints.redis": "https://", "assume_role.role_arn": "qcs::cam::uin/1:roleName/",
		"proxy": "http://", "cam_role_name": "", "protocol": "", "region": "ap-", "request_timeout": "1",
	} {
		if err := rowOf(name).Validate(start + long); err == nil || len(err.Error()) > 500 {
			t.Errorf("%s: %.600v", name, err)
		}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, good := range tt.good {
				if err := tt.argument.Validate(good); err != nil {
					t.Errorf("%q: %v", good, err)
				}
			}
			for bad, want := range tt.bad {
				err := tt.argument.Validate(bad)
				if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("%q: error is %v, want one with %q and without a password", bad, err, want)
				}
			}
		})
	}
}
