// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// TestFind_arguments: each invalid argument, and its error.
func TestFind_arguments(t *testing.T) {
	t.Parallel()
	within := func(object string, arguments, more block) block {
		b := merge(more, block{object: "{}"})
		for name, v := range arguments {
			b[object+"."+name] = v
		}
		return b
	}
	role := func(b block) block { return within("assume_role", b, keysBlock()) }
	saml := func(b block) block { return within("assume_role_with_saml", b, nil) }
	web := func(b block) block { return within("assume_role_with_web_identity", b, nil) }
	mfa := func(b block) block { return within("mfa_certification", b, keysBlock()) }
	const secret = canary + "-x"
	tests := map[string]struct {
		block      block
		env, files map[string]string
		argument   string
		says       string
	}{
		"role without a name":         {role(block{"session_name": "ci"}), nil, nil, "assume_role.role_arn", "\"assume_role.role_arn\" is required. Set it in one of these places: \"assume_role.role_arn\" in the provider block, environment variable TENCENTCLOUD_ASSUME_ROLE_ARN, environment variable TENCENTCLOUD_ROLE_ARN"},
		"role without a session":      {role(block{"role_arn": readerARN}), nil, nil, "assume_role.session_name", "\"assume_role.session_name\" is required. Set it in one of these places: \"assume_role.session_name\" in the provider block, environment variable TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME, environment variable TENCENTCLOUD_ROLE_SESSION_NAME"},
		"half a role in the env":      {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_ARN", readerARN), nil, "assume_role.session_name", "is required"},
		"no variables of another use": {block{"assume_role": "{}", "assume_role.role_arn": otherARN}, webEnv(), nil, "assume_role.session_name", "Set it in one of these places: \"assume_role.session_name\" in the provider block"},
		"nor their role":              {block{"assume_role": "{}", "assume_role.session_name": "ci"}, webEnv(), nil, "assume_role.role_arn", "Set it in one of these places: \"assume_role.role_arn\" in the provider block"},
		"serial without code":         {role(block{"role_arn": readerARN, "session_name": "ci", "serial_number": "s"}), nil, nil, "assume_role.token_code", "\"assume_role.serial_number\" in the provider block is set, but \"assume_role.token_code\" is not. Set it in one of these places: \"assume_role.token_code\" in the provider block, environment variable TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE"},
		"code without serial":         {role(block{"role_arn": readerARN, "session_name": "ci"}), env("TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE", secret), nil, "assume_role.serial_number", "environment variable TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE is set, but \"assume_role.serial_number\" is not"},
		"policy that is not JSON":     {role(block{"role_arn": readerARN, "session_name": "ci", "policy": "%7B%7D"}), nil, nil, "assume_role.policy", "is not valid JSON"},
		"session name of one letter":  {role(block{"role_arn": readerARN, "session_name": "c"}), nil, nil, "assume_role.session_name", "\"assume_role.session_name\" in the provider block must have 2 to 128 characters: letters, digits, and +=,.@_-; got \"c\""},
		"session name too long":       {role(block{"role_arn": readerARN, "session_name": strings.Repeat("c", 129)}), nil, nil, "assume_role.session_name", "must have 2 to 128 characters"},
		"session name with a space":   {role(block{"role_arn": readerARN}), env("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "a b"), nil, "assume_role.session_name", "The environment variable TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME contains a space or tab. Copy the value again, without it."},
		"duration too long":           {role(block{"role_arn": readerARN, "session_name": "ci", "session_duration": "43201"}), nil, nil, "assume_role.session_duration", "\"assume_role.session_duration\" in the provider block must be between 1 and 43200; got 43201."},
		"duration negative":           {role(block{"role_arn": readerARN, "session_name": "ci", "session_duration": "-1"}), nil, nil, "assume_role.session_duration", "must be between 1 and 43200; got -1"},
		"duration not a number":       {keysBlock(), merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", secret)), nil, "assume_role.session_duration", "The environment variable TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION must be a whole number."},
		"duration in env too long":    {keysBlock(), merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "99999")), nil, "assume_role.session_duration", "The environment variable TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION must be between 1 and 43200; got 99999."},
		"SAML without an assertion":   {saml(block{"principal_arn": samlARN, "role_arn": readerARN, "session_name": "ci"}), nil, nil, "assume_role_with_saml.saml_assertion", "environment variable TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION"},
		"SAML without a principal":    {block{}, merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", secret)), nil, "assume_role_with_saml.principal_arn", "is required"},
		"SAML without a role":         {saml(block{"saml_assertion": secret, "principal_arn": samlARN, "session_name": "ci"}), nil, nil, "assume_role_with_saml.role_arn", "is required"},
		"SAML without a session":      {saml(block{"saml_assertion": secret, "principal_arn": samlARN, "role_arn": readerARN}), nil, nil, "assume_role_with_saml.session_name", "is required"},
		"SAML for too long":           {saml(block{"saml_assertion": secret, "principal_arn": samlARN, "role_arn": readerARN, "session_name": "ci", "session_duration": "50000"}), nil, nil, "assume_role_with_saml.session_duration", "got 50000"},
		"web identity without token":  {web(block{"role_arn": readerARN, "session_name": "ci"}), nil, nil, "assume_role_with_web_identity.web_identity_token", "environment variable TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE"},
		"web identity without role":   {web(block{"web_identity_token": secret, "session_name": "ci"}), nil, nil, "assume_role_with_web_identity.role_arn", "environment variable TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE"},
		"web identity, no session":    {block{}, env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN", secret, "TENCENTCLOUD_ASSUME_ROLE_ARN", readerARN), nil, "assume_role_with_web_identity.session_name", "is required"},
		"token and its file":          {web(block{"web_identity_token": secret, "web_identity_token_file": "/t", "role_arn": readerARN, "session_name": "ci"}), nil, nil, "assume_role_with_web_identity.web_identity_token_file", "The provider block sets both \"assume_role_with_web_identity.web_identity_token\" and \"assume_role_with_web_identity.web_identity_token_file\". Remove one of them."},
		"role and its file":           {web(block{"web_identity_token": secret, "role_arn": readerARN, "role_arn_file": "/a", "session_name": "ci"}), nil, nil, "assume_role_with_web_identity.role_arn_file", "Remove one of them."},
		"SAML and web in the env":     {block{}, merge(webEnv(), samlEnv()), nil, "assume_role_with_web_identity", "The environment variable TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN and environment variable TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION are both set, but TENCENTCLOUD_ASSUME_ROLE_ARN names one role only."},
		"MFA without a serial":        {mfa(block{"token_code": secret}), nil, nil, "mfa_certification.serial_number", "is required"},
		"MFA code without a serial":   {keysBlock(), env("TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", secret), nil, "mfa_certification.serial_number", "environment variable TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER"},
		"a serial alone in the block": {within("mfa_certification", block{"serial_number": "s"}, keysBlock()), nil, nil, "mfa_certification.token_code", "is required"},
		"MFA for too long":            {mfa(block{"serial_number": "s", "token_code": secret, "duration_seconds": "129601"}), nil, nil, "mfa_certification.duration_seconds", "must be between 1 and 129600; got 129601"},
		"MFA with a token":            {merge(keysBlock(), mfaBlock(), block{"security_token": secret}), nil, nil, "mfa_certification", "An MFA session (provider block) requires a permanent key pair, but this source is temporary: key pair with an ID ending in WXYZ (provider block). Remove one of them."},
		"MFA with SAML":               {samlBlock(), env("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "s", "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", "1"), nil, "mfa_certification", "An MFA session (environment) requires a permanent key pair, but this source is temporary: role " + readerARN + " by SAML (provider block)."},
		"MFA with a web identity":     {block{}, merge(webEnv(), env("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "s", "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", "1")), nil, "mfa_certification", "this source is temporary"},
		"MFA with an instance role":   {merge(block{"cam_role_name": "r"}, mfaBlock()), nil, nil, "mfa_certification", "temporary: instance role r (provider block)"},
		"MFA with a login":            {merge(block{"profile": "dev"}, mfaBlock()), nil, env(devFile, `{"secretId":"i","secretKey":"`+secret+`","expiresAt":9e9}`), "mfa_certification", "this source is temporary"},
		"no pod":                      {block{"enable_pod_oidc": "true"}, env("TKE_REGION", "ap-chengdu", "TKE_ROLE_ARN", " "), nil, "enable_pod_oidc", "these environment variables are not set: TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_ROLE_ARN. TKE sets"},
		"role name with a slash":      {block{"cam_role_name": "../x"}, nil, nil, "cam_role_name", "\"cam_role_name\" in the provider block must be the name of a role, which has up to 128 characters"},
		"role name of dots":           {block{}, env("TENCENTCLOUD_CAM_ROLE_NAME", ".."), nil, "cam_role_name", "The environment variable TENCENTCLOUD_CAM_ROLE_NAME must be the name of a role"},
		"role name too long":          {block{"cam_role_name": strings.Repeat("r", 129)}, nil, nil, "cam_role_name", "up to 128 characters"},
		"both lists of accounts":      {block{"secret_id": testID, "secret_key": testKey, "allowed_account_ids": []string{"1"}, "forbidden_account_ids": []string{"2"}}, nil, nil, "forbidden_account_ids", "Remove one of them."},
		"an account that is no id":    {block{"secret_id": testID, "secret_key": testKey, "allowed_account_ids": []string{"1", "me"}}, nil, nil, "allowed_account_ids", "\"allowed_account_ids\" in the provider block must contain account IDs (Uin), which are digits; got \"me\"."},
		"an empty account":            {block{"secret_id": testID, "secret_key": testKey, "forbidden_account_ids": []string{" "}}, nil, nil, "forbidden_account_ids", "got \"\"."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errs := find(t.Context(), tt.block, machine(tt.env, tt.files))
			expectProblem(t, errs, problem{tt.argument, tt.says})
		})
	}
}

func TestFind_home(t *testing.T) {
	t.Parallel()
	p := machine(nil, env("~/t", ""))
	p.Home = ""
	const tilde = " in the provider block starts with ~, but the home directory is not known. Set the full path."
	for name, want := range map[string]problem{
		"profile": {"profile", "The home directory is not known. Set \"shared_credentials_dir\" to the directory of the profiles."},
		"assume_role_with_web_identity.web_identity_token_file": {
			"assume_role_with_web_identity.web_identity_token_file", `"assume_role_with_web_identity.web_identity_token_file"` + tilde,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := block{"profile": "dev"}
			if name != "profile" {
				b = merge(webBlock(), block{name: "~/x"})
				delete(b, "assume_role_with_web_identity.web_identity_token")
			}
			_, errs := find(t.Context(), b, p)
			expectProblem(t, errs, want)
		})
	}
	if plan := mustPlan(t, keysBlock(), p).String(); plan != fromBlock {
		t.Errorf("without a need for the home directory, the plan is %q", plan)
	}
}

// TestFind_otherTools: incomplete variables of other tools are ignored.
func TestFind_otherTools(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		block block
		env   map[string]string
		want  string
	}{
		"session name":            {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "ci"), fromBlock},
		"tccli's session name":    {keysBlock(), env("TENCENTCLOUD_ROLE_SESSION_NAME", "c"), fromBlock},
		"session duration":        {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "x"), fromBlock},
		"external ID":             {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "x"), fromBlock},
		"MFA serial number":       {keysBlock(), env("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "sn"), fromBlock},
		"MFA serial of a role":    {merge(keysBlock(), roleBlock(readerARN)), env("TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER", "sn"), fromBlock + ", then role " + readerARN + " (provider block)"},
		"SAML provider":           {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", samlARN), fromBlock},
		"SAML provider, own role": {keysBlock(), merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", samlARN)), fromBlock + ", then role " + readerARN + " (environment)"},
		"SAML provider, web":      {block{}, merge(webEnv(), env("TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", samlARN)), "role " + readerARN + " by web identity (environment)"},
		"OIDC provider":           {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID", "p"), fromBlock},
		"role file":               {keysBlock(), env("TENCENTCLOUD_ASSUME_ROLE_ARN_FILE", "/none"), fromBlock},
		"token":                   {keysBlock(), env("TENCENTCLOUD_SECURITY_TOKEN", "a\nb"), fromBlock},
		"pod":                     {keysBlock(), tkeEnv(), fromBlock},
		"profile":                 {keysBlock(), env("TENCENTCLOUD_PROFILE", "none"), fromBlock},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := mustPlan(t, tt.block, machine(tt.env, nil)).String(); got != tt.want {
				t.Errorf("plan is %q, want %q", got, tt.want)
			}
		})
	}
}

// TestFind_characters: values that cannot be sent or signed are errors that do not
// quote them, whatever their source.
func TestFind_characters(t *testing.T) {
	t.Parallel()
	const bad, says = canary + "\n-x", "contains a line break. Copy the value again, as one line."
	for _, half := range []setting.Argument{secretID, secretKey, securityToken} {
		b := merge(keysBlock(), block{"security_token": testToken})
		b[half.Path] = " " + bad + "\n"
		_, errs := find(t.Context(), b, machine(nil, nil))
		expectProblem(t, errs, problem{half.Path, `"` + half.Path + `" in the provider block ` + says})
		_, errs = find(t.Context(), nil, machine(merge(keysEnv(), env(half.Env[0], bad)), nil))
		expectProblem(t, errs, problem{half.Path, "The environment variable " + half.Env[0] + " " + says})
	}
	for variable := range tkeEnv() {
		_, errs := find(t.Context(), block{"enable_pod_oidc": "true"}, machine(merge(tkeEnv(), env(variable, bad)), nil))
		expectProblem(t, errs, problem{"enable_pod_oidc", "The environment variable " + variable + " " + says})
	}
	for _, key := range []string{"secretId", "secretKey", "token"} {
		content := `{"secretId":"i","secretKey":"k","token":"t","` + key + `":"` + canary + `\n-x"}`
		_, errs := find(t.Context(), nil, machine(nil, env(defaultFile, content)))
		expectProblem(t, errs, problem{"", defaultFile + " is not usable: " + key + " contains a line break."})
	}
	b := merge(samlBlock(), block{"assume_role_with_saml.saml_assertion": "YWJj\nZGVm\r\n"})
	if got := mustPlan(t, b, machine(nil, nil)).Secrets(); len(got) != 1 || got[0] != "YWJjZGVm" {
		t.Errorf("a wrapped assertion becomes %q", got)
	}
}
