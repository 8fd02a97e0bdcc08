// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"errors"
	"strings"
	"testing"
)

// TestResolve_arguments is every fault of an argument, with the argument that
// is blamed and what the error says.
func TestResolve_arguments(t *testing.T) {
	t.Parallel()
	role := func(a AssumeRole) Block { return Block{SecretID: testID, SecretKey: testKey, AssumeRole: &a} }
	saml := func(a AssumeRoleWithSAML) Block { return Block{AssumeRoleWithSAML: &a} }
	web := func(a AssumeRoleWithWebIdentity) Block { return Block{AssumeRoleWithWebIdentity: &a} }
	mfa := func(m MFACertification) Block {
		return Block{SecretID: testID, SecretKey: testKey, MFACertification: &m}
	}
	const secret = canary + "-x"
	tests := map[string]struct {
		block      Block
		env, files map[string]string
		argument   string
		says       string
	}{
		"role without a name":         {role(AssumeRole{SessionName: "ci"}), nil, nil, "assume_role.role_arn", "`assume_role.role_arn` is required; looked for in `assume_role.role_arn` in the provider block, environment variable `TENCENTCLOUD_ASSUME_ROLE_ARN`, environment variable `TENCENTCLOUD_ROLE_ARN`"},
		"role without a session":      {role(AssumeRole{RoleARN: roleARN}), nil, nil, "assume_role.session_name", "`assume_role.session_name` is required; looked for in `assume_role.session_name` in the provider block, environment variable `TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME`, environment variable `TENCENTCLOUD_ROLE_SESSION_NAME`"},
		"half a role in the env":      {blockKeys, env(EnvAssumeRoleARN, roleARN), nil, "assume_role.session_name", "is required"},
		"the other half":              {blockKeys, env(EnvRoleSessionName, "ci"), nil, "assume_role.role_arn", "is required"},
		"no variables of another use": {Block{AssumeRole: &AssumeRole{RoleARN: otherARN}}, webEnv(), nil, "assume_role.session_name", "looked for in `assume_role.session_name` in the provider block"},
		"nor their role":              {Block{AssumeRole: &AssumeRole{SessionName: "ci"}}, webEnv(), nil, "assume_role.role_arn", "looked for in `assume_role.role_arn` in the provider block"},
		"serial without code":         {role(AssumeRole{RoleARN: roleARN, SessionName: "ci", SerialNumber: "s"}), nil, nil, "assume_role.token_code", "`assume_role.serial_number` in the provider block is set, but `assume_role.token_code` is not; looked for in `assume_role.token_code` in the provider block, environment variable `TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE`"},
		"code without serial":         {role(AssumeRole{RoleARN: roleARN, SessionName: "ci"}), env(EnvAssumeRoleTokenCode, secret), nil, "assume_role.serial_number", "environment variable `TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE` is set, but `assume_role.serial_number` is not"},
		"policy that is not JSON":     {role(AssumeRole{RoleARN: roleARN, SessionName: "ci", Policy: "%7B%7D"}), nil, nil, "assume_role.policy", "is not valid JSON"},
		"session name of one letter":  {role(AssumeRole{RoleARN: roleARN, SessionName: "c"}), nil, nil, "assume_role.session_name", "`assume_role.session_name` in the provider block is not the name of a session: it must have 2 to 128 characters"},
		"session name too long":       {role(AssumeRole{RoleARN: roleARN, SessionName: strings.Repeat("c", 129)}), nil, nil, "assume_role.session_name", "is not the name of a session"},
		"session name with a space":   {role(AssumeRole{RoleARN: roleARN}), env(EnvAssumeRoleSessionName, "a b"), nil, "assume_role.session_name", "environment variable `TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME` is not the name of a session"},
		"duration too long":           {role(AssumeRole{RoleARN: roleARN, SessionName: "ci", SessionDuration: 43201}), nil, nil, "assume_role.session_duration", "`assume_role.session_duration` in the provider block is 43201 seconds; it must be between 1 and 43200"},
		"duration negative":           {role(AssumeRole{RoleARN: roleARN, SessionName: "ci", SessionDuration: -1}), nil, nil, "assume_role.session_duration", "is -1 seconds"},
		"duration not a number":       {blockKeys, merge(roleEnv(), env(EnvAssumeRoleSessionDuration, secret)), nil, "assume_role.session_duration", "the environment variable `TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION` must be a whole number of seconds"},
		"duration in env too long":    {blockKeys, merge(roleEnv(), env(EnvAssumeRoleSessionDuration, "99999")), nil, "assume_role.session_duration", "the environment variable `TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION` is 99999 seconds"},
		"SAML without an assertion":   {saml(AssumeRoleWithSAML{PrincipalARN: "p", RoleARN: roleARN, SessionName: "ci"}), nil, nil, "assume_role_with_saml.saml_assertion", "environment variable `TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION`"},
		"SAML without a principal":    {Block{}, merge(roleEnv(), env(EnvAssumeRoleSAMLAssertion, secret)), nil, "assume_role_with_saml.principal_arn", "is required"},
		"SAML without a role":         {saml(AssumeRoleWithSAML{SAMLAssertion: secret, PrincipalARN: "p", SessionName: "ci"}), nil, nil, "assume_role_with_saml.role_arn", "is required"},
		"SAML without a session":      {saml(AssumeRoleWithSAML{SAMLAssertion: secret, PrincipalARN: "p", RoleARN: roleARN}), nil, nil, "assume_role_with_saml.session_name", "is required"},
		"SAML for too long":           {saml(AssumeRoleWithSAML{SAMLAssertion: secret, PrincipalARN: "p", RoleARN: roleARN, SessionName: "ci", SessionDuration: 50000}), nil, nil, "assume_role_with_saml.session_duration", "is 50000 seconds"},
		"web identity without token":  {web(AssumeRoleWithWebIdentity{RoleARN: roleARN, SessionName: "ci"}), nil, nil, "assume_role_with_web_identity.web_identity_token", "environment variable `TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE`"},
		"web identity without role":   {web(AssumeRoleWithWebIdentity{WebIdentityToken: secret, SessionName: "ci"}), nil, nil, "assume_role_with_web_identity.role_arn", "environment variable `TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE`"},
		"web identity, no session":    {Block{}, env(EnvAssumeRoleWebIdentityToken, secret, EnvAssumeRoleARN, roleARN), nil, "assume_role_with_web_identity.session_name", "is required"},
		"token and its file":          {web(AssumeRoleWithWebIdentity{WebIdentityToken: secret, WebIdentityTokenFile: "/t", RoleARN: roleARN, SessionName: "ci"}), nil, nil, "assume_role_with_web_identity.web_identity_token_file", "sets both `assume_role_with_web_identity.web_identity_token` and `assume_role_with_web_identity.web_identity_token_file`; keep one"},
		"role and its file":           {web(AssumeRoleWithWebIdentity{WebIdentityToken: secret, RoleARN: roleARN, RoleARNFile: "/a", SessionName: "ci"}), nil, nil, "assume_role_with_web_identity.role_arn_file", "keep one"},
		"SAML and web in the env":     {Block{}, merge(webEnv(), samlEnv()), nil, "assume_role_with_web_identity", "the environment variable `TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN` and the environment variable `TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION` are both set"},
		"MFA without a serial":        {mfa(MFACertification{TokenCode: secret}), nil, nil, "mfa_certification.serial_number", "is required"},
		"MFA without a code":          {blockKeys, env(EnvMFASerialNumber, "sn"), nil, "mfa_certification.token_code", "environment variable `TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE`"},
		"MFA for too long":            {mfa(MFACertification{SerialNumber: "s", TokenCode: secret, DurationSeconds: 129601}), nil, nil, "mfa_certification.duration_seconds", "must be between 1 and 129600"},
		"MFA with a token":            {Block{SecretID: testID, SecretKey: testKey, SecurityToken: secret, MFACertification: &MFACertification{SerialNumber: "s", TokenCode: "1"}}, nil, nil, "mfa_certification", "an MFA session (provider block) needs a permanent key pair, and the key pair with an id ending in WXYZ (provider block) is temporary"},
		"MFA with SAML":               {samlBlock, env(EnvMFASerialNumber, "s", EnvMFATokenCode, "1"), nil, "mfa_certification", "an MFA session (environment) needs a permanent key pair, and the role " + roleARN + " by SAML (provider block) is temporary"},
		"MFA with a web identity":     {Block{}, merge(webEnv(), env(EnvMFASerialNumber, "s", EnvMFATokenCode, "1")), nil, "mfa_certification", "is temporary"},
		"MFA with an instance role":   {Block{CAMRoleName: "r", MFACertification: &MFACertification{SerialNumber: "s", TokenCode: "1"}}, nil, nil, "mfa_certification", "the instance role r (provider block) is temporary"},
		"MFA with a login":            {Block{Profile: "dev", MFACertification: &MFACertification{SerialNumber: "s", TokenCode: "1"}}, nil, env(devFile, `{"secretId":"i","secretKey":"`+secret+`","expiresAt":9e9}`), "mfa_certification", "is temporary"},
		"no pod":                      {Block{EnablePodOIDC: true}, env(EnvTKERegion, "ap-chengdu", EnvTKERoleARN, " "), nil, "enable_pod_oidc", "lacks TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_ROLE_ARN, which TKE sets"},
		"role name with a slash":      {Block{CAMRoleName: "../x"}, nil, nil, "cam_role_name", "`cam_role_name` in the provider block is not the name of a role"},
		"role name of dots":           {Block{}, env(EnvCAMRoleName, ".."), nil, "cam_role_name", "environment variable `TENCENTCLOUD_CAM_ROLE_NAME` is not the name of a role"},
		"role name too long":          {Block{CAMRoleName: strings.Repeat("r", 129)}, nil, nil, "cam_role_name", "up to 128 characters"},
		"both lists of accounts":      {Block{SecretID: testID, SecretKey: testKey, AllowedAccountIDs: []string{"1"}, ForbiddenAccountIDs: []string{"2"}}, nil, nil, "forbidden_account_ids", "keep one"},
		"an account that is no id":    {Block{SecretID: testID, SecretKey: testKey, AllowedAccountIDs: []string{"1", "me"}}, nil, nil, "allowed_account_ids", "`allowed_account_ids` in the provider block holds \"me\""},
		"an empty account":            {Block{SecretID: testID, SecretKey: testKey, ForbiddenAccountIDs: []string{" "}}, nil, nil, "forbidden_account_ids", "which is not an account's id"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Resolve(input(tt.block, tt.env, tt.files))
			problems, ok := err.(Problems) //nolint:errorlint // Resolve promises the type itself
			if !ok || len(problems) != 1 {
				t.Fatalf("error is %v, want one problem", err)
			}
			argErr, ok := errors.AsType[*ArgumentError](err)
			if !ok {
				t.Fatalf("error is %v, want an ArgumentError", err)
			}
			if argErr.Argument != tt.argument || !strings.Contains(argErr.Reason, tt.says) {
				t.Errorf("error is of %q: %s\nwant %q: …%s…", argErr.Argument, argErr.Reason, tt.argument, tt.says)
			}
			checkText(t, err.Error())
		})
	}
}

func TestResolve_home(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		block    Block
		argument string
		says     string
	}{
		"profile": {Block{Profile: "dev"}, "profile", "the home folder is not known, so `shared_credentials_dir` or TENCENTCLOUD_SHARED_CREDENTIALS_DIR must say where profiles are"},
		"folder":  {Block{SecretID: testID, SecretKey: testKey}, "", ""},
		"tilde":   {Block{SharedCredentialsDir: "~/x"}, "shared_credentials_dir", "`shared_credentials_dir` in the provider block begins with ~, and the home folder is not known"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input(tt.block, nil, nil)
			in.Home = ""
			_, err := Resolve(in)
			argErr, ok := errors.AsType[*ArgumentError](err)
			if ok != (tt.argument != "") || ok && (argErr.Argument != tt.argument || !strings.Contains(argErr.Reason, tt.says)) {
				t.Errorf("error is %v, want %q: %s", err, tt.argument, tt.says)
			}
		})
	}
}

// All faults come at once.
func TestResolve_allProblems(t *testing.T) {
	t.Parallel()
	_, err := Resolve(input(Block{
		SecretID:          testID,
		AssumeRole:        &AssumeRole{SessionName: "c", SessionDuration: -1},
		AllowedAccountIDs: []string{"x"}, ForbiddenAccountIDs: []string{"1"},
	}, env(EnvMFATokenCode, canary), nil))
	problems, ok := err.(Problems) //nolint:errorlint // Resolve promises the type itself
	if !ok || len(problems) != 7 {
		t.Fatalf("%d problems, want 7:\n%v", len(problems), err)
	}
	if got := strings.Count(err.Error(), "\n"); got != 6 {
		t.Errorf("the text has %d lines, want 7:\n%v", got+1, err)
	}
	if _, ok := errors.AsType[*KeyPairError](err); !ok {
		t.Errorf("no KeyPairError among %v", err)
	}
	checkText(t, err.Error())
}
