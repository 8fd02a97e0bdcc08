// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// roleBody returns the request to assume a role without further arguments.
func roleBody(arn, session string) map[string]any {
	return map[string]any{"RoleArn": arn, "RoleSessionName": session, "DurationSeconds": 7200.0}
}

func with(m map[string]any, pairs ...any) map[string]any {
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// TestFind_chains follows each chain through STS: the key that signs each request,
// and its body.
func TestFind_chains(t *testing.T) {
	t.Parallel()
	const host = "sts.tencentcloudapi.com"
	full := merge(keysBlock(), roleBlock(readerARN), block{
		"security_token": testToken, "assume_role.session_duration": "3600", "assume_role.policy": "{\"version\": \"2.0\",\n\"x\": \"a+b\"}",
		"assume_role.external_id": "ext", "assume_role.source_identity": "who", "assume_role.serial_number": "sn", "assume_role.token_code": "123456",
	})
	mfaBody := map[string]any{"SerialNumber": "sn", "TokenCode": "123456", "DurationSeconds": 1800.0}
	profileRole := env(devFile, `{"secretId":"`+testID+`","secretKey":"`+testKey+`","role-arn":"`+otherARN+`","role-session-name":"cli"}`)
	web := func(pairs ...any) map[string]any {
		return with(roleBody(readerARN, "session"), append([]any{"ProviderId", "OIDC", "WebIdentityToken", canary + "-jwt"}, pairs...)...)
	}
	tests := map[string]struct {
		block      block
		env, files map[string]string
		want       []stsCall
	}{
		"assume role, all arguments": {
			full,
			nil, nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, testID, testToken, map[string]any{
				"RoleArn": readerARN, "RoleSessionName": "ci", "DurationSeconds": 3600.0,
				"Policy":     "%7B%22version%22%3A%20%222.0%22%2C%0A%22x%22%3A%20%22a%2Bb%22%7D",
				"ExternalId": "ext", "SourceIdentity": "who", "SerialNumber": "sn", "TokenCode": "123456",
			}}},
		},
		"assume role from the environment": {
			block{},
			merge(keysEnv(), roleEnv(), env(
				"TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "900", "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "ext", "TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY", "who",
				"TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER", "sn", "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE", "123456")), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()["TENCENTCLOUD_SECRET_ID"], "", map[string]any{
				"RoleArn": readerARN, "RoleSessionName": "session", "DurationSeconds": 900.0,
				"ExternalId": "ext", "SourceIdentity": "who", "SerialNumber": "sn", "TokenCode": "123456",
			}}},
		},
		"assume role from tccli's variables": {
			block{},
			merge(keysEnv(), env("TENCENTCLOUD_ROLE_ARN", readerARN, "TENCENTCLOUD_ROLE_SESSION_NAME", "cli")), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()["TENCENTCLOUD_SECRET_ID"], "", roleBody(readerARN, "cli")}},
		},
		"official names before tccli's": {
			block{},
			merge(keysEnv(), roleEnv(), env("TENCENTCLOUD_ROLE_ARN", otherARN, "TENCENTCLOUD_ROLE_SESSION_NAME", "cli")), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()["TENCENTCLOUD_SECRET_ID"], "", roleBody(readerARN, "session")}},
		},
		"the block's role instead of the environment's, not after it": {
			block{"assume_role": "{}", "assume_role.role_arn": otherARN},
			merge(keysEnv(), roleEnv()), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()["TENCENTCLOUD_SECRET_ID"], "", roleBody(otherARN, "session")}},
		},
		"the environment's role on the block's keys": {
			keysBlock(), roleEnv(), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, testID, "", roleBody(readerARN, "session")}},
		},
		"an empty assume_role takes the environment's": {
			block{"secret_id": testID, "secret_key": testKey, "assume_role": "{}"},
			roleEnv(), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, testID, "", roleBody(readerARN, "session")}},
		},
		"profile, its role, assume role": {
			block{"profile": "dev", "assume_role": "{}", "assume_role.role_arn": readerARN, "assume_role.session_name": "ci"},
			nil, profileRole,
			[]stsCall{
				{"AssumeRole", "ap-guangzhou", host, testID, "", roleBody(otherARN, "cli")},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRole-1", "token-AssumeRole-1", roleBody(readerARN, "ci")},
			},
		},
		"profile, MFA, its role": {
			merge(block{"profile": "dev"}, mfaBlock()),
			nil, profileRole,
			[]stsCall{
				{"GetSessionToken", "ap-guangzhou", host, testID, "", mfaBody},
				{"AssumeRole", "ap-guangzhou", host, "GetSessionToken-1", "token-GetSessionToken-1", roleBody(otherARN, "cli")},
			},
		},
		"MFA, then the role": {
			merge(keysBlock(), mfaBlock(), roleBlock(readerARN)),
			nil, nil,
			[]stsCall{
				{"GetSessionToken", "ap-guangzhou", host, testID, "", mfaBody},
				{"AssumeRole", "ap-guangzhou", host, "GetSessionToken-1", "token-GetSessionToken-1", roleBody(readerARN, "ci")},
			},
		},
		"MFA from the environment": {
			keysBlock(), env("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "sn", "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", "654321", "TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS", "129600"), nil,
			[]stsCall{{"GetSessionToken", "ap-guangzhou", host, testID, "", map[string]any{"SerialNumber": "sn", "TokenCode": "654321", "DurationSeconds": 129600.0}}},
		},
		"MFA from both": {
			block{"secret_id": testID, "secret_key": testKey, "mfa_certification": "{}", "mfa_certification.token_code": "111111", "mfa_certification.duration_seconds": "60"},
			env("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "sn", "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", "654321", "TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS", "90"), nil,
			[]stsCall{{"GetSessionToken", "ap-guangzhou", host, testID, "", map[string]any{"SerialNumber": "sn", "TokenCode": "111111", "DurationSeconds": 60.0}}},
		},
		"SAML": {
			samlBlock(), keysEnv(), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(readerARN, "ci"),
				"SAMLAssertion", canary+"-saml", "PrincipalArn", samlARN)}},
		},
		"SAML from the environment": {
			block{},
			merge(samlEnv(), env("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "43200")), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(readerARN, "session"),
				"DurationSeconds", 43200.0, "SAMLAssertion", canary+"-saml", "PrincipalArn", samlARN)}},
		},
		"SAML in the block, with a role in the environment that fits nothing": {
			samlBlock(), merge(keysEnv(), roleEnv()), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(readerARN, "ci"),
				"SAMLAssertion", canary+"-saml", "PrincipalArn", samlARN)}},
		},
		"SAML completed by the environment": {
			block{"assume_role_with_saml": "{}", "assume_role_with_saml.session_name": "ci"},
			samlEnv(), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(readerARN, "ci"),
				"SAMLAssertion", canary+"-saml", "PrincipalArn", samlARN)}},
		},
		"SAML, then the role": {
			merge(samlBlock(), roleBlock(otherARN)),
			nil, nil,
			[]stsCall{
				{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(readerARN, "ci"),
					"SAMLAssertion", canary+"-saml", "PrincipalArn", samlARN)},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRoleWithSAML-1", "token-AssumeRoleWithSAML-1", roleBody(otherARN, "ci")},
			},
		},
		"web identity of a provider with a name": {
			block{
				"assume_role_with_web_identity":                    "{}",
				"assume_role_with_web_identity.provider_id":        "github",
				"assume_role_with_web_identity.web_identity_token": canary + "-jwt",
				"assume_role_with_web_identity.role_arn":           readerARN,
				"assume_role_with_web_identity.session_name":       "session",
				"assume_role_with_web_identity.session_duration":   "1",
			},
			nil, nil,
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web("ProviderId", "github", "DurationSeconds", 1.0)}},
		},
		"web identity from the environment": {
			block{},
			merge(webEnv(), env("TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID", "gitlab")), nil,
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web("ProviderId", "gitlab")}},
		},
		"web identity from files in the environment": {
			block{},
			env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", "/t", "TENCENTCLOUD_ASSUME_ROLE_ARN_FILE", "/a", "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "session"),
			env("/t", canary+"-jwt\n", "/a", `{"role_arn":"`+readerARN+`"}`),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity with the official spelling": {
			block{},
			env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", "/t", "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE", "/a", "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "session"),
			env("/t", `{"web_identity_token":"`+canary+`-jwt"}`, "/a", readerARN),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity: the environment's token wins over its file": {
			block{},
			merge(webEnv(), env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", "/missing", "TENCENTCLOUD_ASSUME_ROLE_ARN_FILE", "/missing")), nil,
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity: the block's files win over the environment": {
			block{"assume_role_with_web_identity": "{}", "assume_role_with_web_identity.web_identity_token_file": "~/t", "assume_role_with_web_identity.role_arn_file": "/a"},
			merge(webEnv(), env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN", "x", "TENCENTCLOUD_ASSUME_ROLE_ARN", otherARN)),
			env("/home/u/t", canary+"-jwt", "/a", readerARN),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity, then the block's role": {
			block{"assume_role": "{}", "assume_role.role_arn": otherARN, "assume_role.session_name": "ci"},
			webEnv(), nil,
			[]stsCall{
				{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRoleWithWebIdentity-1", "token-AssumeRoleWithWebIdentity-1", roleBody(otherARN, "ci")},
			},
		},
		"pod identity, in the pod's region": {
			block{"enable_pod_oidc": "true"},
			tkeEnv(), env("/run/token", canary+"-jwt"),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-chengdu", host, "SKIP", "", with(
				roleBody(readerARN, "terraform-provider-tencentredis"), "ProviderId", "tke", "WebIdentityToken", canary+"-jwt")}},
		},
		"pod identity, then the environment's role": {
			block{"enable_pod_oidc": "true"},
			merge(tkeEnv(), env("TENCENTCLOUD_ASSUME_ROLE_ARN", otherARN, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "ci")), env("/run/token", canary+"-jwt"),
			[]stsCall{
				{"AssumeRoleWithWebIdentity", "ap-chengdu", host, "SKIP", "", with(
					roleBody(readerARN, "terraform-provider-tencentredis"), "ProviderId", "tke", "WebIdentityToken", canary+"-jwt")},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRoleWithWebIdentity-1", "token-AssumeRoleWithWebIdentity-1", roleBody(otherARN, "ci")},
			},
		},
		"a role of a keyless environment is not the block's keys'": {
			keysBlock(), webEnv(), nil, nil,
		},
		"a role of SAML in the environment is not the block's keys'": {
			keysBlock(), samlEnv(), nil, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeSTS{now: stand}
			got := credential(t.Context(), t, openPlan(t, tt.block, machine(tt.env, tt.files), f))
			if diff := cmp.Diff(tt.want, f.calls); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			want := testID
			if len(tt.want) > 0 {
				last := tt.want[len(tt.want)-1].Action
				count := 0
				for _, call := range tt.want {
					if call.Action == last {
						count++
					}
				}
				want = fmt.Sprintf("%s-%d", last, count)
			}
			if got.SecretID != want {
				t.Errorf("signs with %q, want %q", got.SecretID, want)
			}
		})
	}
}

func TestFind_secrets(t *testing.T) {
	t.Parallel()
	role := merge(roleBlock(readerARN), block{"assume_role.serial_number": "sn", "assume_role.token_code": "222222"})
	tests := map[string]struct {
		block block
		files map[string]string
		want  []string
		text  string
	}{
		"keys, MFA and role": {
			merge(keysBlock(), mfaBlock(), role), nil,
			[]string{testKey, "123456", "222222"},
			fromBlock + ", then MFA session (provider block), then role " + readerARN + " (provider block)",
		},
		"SAML": {samlBlock(), nil, []string{canary + "-saml"}, "role " + readerARN + " by SAML (provider block)"},
		"web":  {webBlock(), nil, []string{canary + "-jwt"}, "role " + readerARN + " by web identity (provider block)"},
		"web identity in files": {
			block{
				"assume_role_with_web_identity": "{}", "assume_role_with_web_identity.web_identity_token_file": "/t",
				"assume_role_with_web_identity.role_arn_file": "/a", "assume_role_with_web_identity.session_name": "ci",
			}, nil, nil, "role named in /a by web identity (provider block)",
		},
		"instance": {block{"cam_role_name": "r"}, nil, nil, "instance role r (provider block)"},
		"login": {
			block{"profile": "dev"},
			env(devFile, `{"type":"oauth","secretId":"`+testID+`","secretKey":"`+testKey+`","token":"`+testToken+`","expiresAt":9e9}`),
			[]string{testKey, testToken},
			"key pair with an ID ending in WXYZ (profile dev)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := mustPlan(t, tt.block, machine(nil, tt.files))
			if diff := cmp.Diff(tt.want, plan.Secrets()); diff != "" {
				t.Errorf("secrets (-want +got):\n%s", diff)
			}
			if plan.String() != tt.text {
				t.Errorf("text is %q, want %q", plan, tt.text)
			}
		})
	}
}
