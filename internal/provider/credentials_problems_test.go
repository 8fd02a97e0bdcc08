// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

// TestResolve_credentials: each kind of problem in words of its own.
func TestResolve_credentials(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	folder := t.TempDir()
	malformed := writeProfile(t, "broken", "{\n  \"secretId\": \"id\",\n  \"secretKey\": hunter2\n}", "{}")
	half := writeProfile(t, "half", `{"secretKey": "hunter2"}`, "{}")
	expired := writeProfile(t, "dev", `{"secretId": "id", "secretKey": "hunter2", "token": "hunter2", "type": "sso", "expiresAt": 1500000000}`, "{}")
	inFolder := func(folder, profile string) providerModel {
		return providerModel{SharedCredentialsDir: types.StringValue(folder), Profile: types.StringValue(profile)}
	}
	tests := map[string]struct {
		block         providerModel
		env           map[string]string
		summary, path string
		detail        string
	}{
		"nothing": {
			block: providerModel{SharedCredentialsDir: types.StringValue(folder)}, summary: "Missing Tencent Cloud Credentials",
			detail: `Each request to the API is signed with a key pair, and none was found. These places were looked at, in this order:
  - key pair in the provider block (secret_id, secret_key, security_token): not set
  - SAML assertion in the provider block (assume_role_with_saml): not set
  - web identity in the provider block (assume_role_with_web_identity): not set
  - pod identity in the provider block (enable_pod_oidc): not set
  - instance role in the provider block (cam_role_name): not set
  - profile in the provider block (profile): not set
  - web identity in the environment (TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN, TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE): not set
  - SAML assertion in the environment (TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION, TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN): not set
  - instance role in the environment (TENCENTCLOUD_CAM_ROLE_NAME): not set
  - key pair in the environment (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY): not set
  - profile in the environment (TENCENTCLOUD_PROFILE, TCCLI_PROFILE): not set
  - default profile: ` + folder + `/default.credential does not exist

Set the environment variables`,
		},
		"only the id": {
			block: providerModel{SecretID: types.StringValue("id")}, summary: "Incomplete Tencent Cloud Key Pair", path: "secret_key",
			detail: "The `secret_id` in the provider block is set, but secret_key was not found. It was looked for here, in this order:\n" +
				"  - `secret_key` in the provider block: not set\n  - environment variable `TENCENTCLOUD_SECRET_KEY`: not set\n",
		},
		"only the key": {
			env: map[string]string{credentials.EnvSecretKey: secret}, summary: "Incomplete Tencent Cloud Key Pair", path: "secret_id",
			detail: "The environment variable `TENCENTCLOUD_SECRET_KEY` is set, but secret_id was not found.",
		},
		"half a profile": {
			block: inFolder(half, "half"), summary: "Incomplete Tencent Cloud Key Pair",
			detail: "The secretKey in " + half + "/half.credential is set, but secretId was not found.",
		},
		"two sources": {
			block: providerModel{Profile: types.StringValue("dev"), CAMRoleName: types.StringValue("reader")}, summary: "Invalid Provider Configuration", path: "profile",
			detail: "The provider block chooses two sources of credentials, `cam_role_name` and `profile`; keep one.",
		},
		"an argument within an object": {
			block: providerModel{AssumeRole: &assumeRoleModel{RoleARN: types.StringValue("qcs::cam::uin/1:roleName/r")}}, env: keysInEnvironment,
			summary: "Invalid Provider Configuration", path: "assume_role.session_name",
			detail: "`assume_role.session_name` is required; looked for in `assume_role.session_name` in the provider block, environment variable `TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME`",
		},
		"no such profile": {
			block: inFolder(folder, "prod"), env: keysInEnvironment, summary: "Unusable Credentials File",
			detail: "The file " + folder + "/prod.credential does not exist, although `profile` in the provider block names the profile \"prod\".",
		},
		"a malformed profile": {
			block: inFolder(malformed, "broken"), summary: "Unusable Credentials File",
			detail: "The file " + malformed + "/broken.credential is not valid JSON: invalid character 'h' looking for beginning of value.\n\nLine: 3\nColumn: 16",
		},
		"an expired login": {
			block: inFolder(expired, "dev"), summary: "Expired Login of a Profile",
			detail: "The login of the profile \"dev\" has expired, at 2017-07-14T02:40:00Z.\n\nLog in again with `tccli sso login --profile dev`, and then run this once more.\n\nFile: " + expired + "/dev.credential",
		},
		"no pod": {
			block: providerModel{EnablePodOIDC: types.BoolValue(true)}, summary: "Invalid Provider Configuration", path: "enable_pod_oidc",
			detail: "the environment lacks TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_ROLE_ARN, which TKE sets",
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
			if strings.Contains(diags[0].Detail(), secret) {
				t.Errorf("the text holds the secret:\n%s", diags[0].Detail())
			}
		})
	}
}

// TestResolve_blockBecomesPlan: each source reaches the plan, from the block
// and from the environment.
func TestResolve_blockBecomesPlan(t *testing.T) {
	t.Parallel()
	const role = "qcs::cam::uin/1:roleName/r"
	s := types.StringValue
	session := map[string]string{credentials.EnvAssumeRoleARN: role, credentials.EnvAssumeRoleSessionName: "session"}
	folder := writeProfile(t, "dev", `{"secretId": "id", "secretKey": "key"}`, "{}")
	tests := map[string]struct {
		block providerModel
		env   map[string]string
		want  string
	}{
		"role": {
			block: providerModel{AssumeRole: &assumeRoleModel{RoleARN: s(role), SessionName: s("session"), SessionDuration: types.Int64Value(60), Policy: s("{}"), SerialNumber: s("serial"), TokenCode: s("123456")}},
			env:   keysInEnvironment, want: "key pair (environment), then role " + role + " (provider block)",
		},
		"role in the environment": {
			env:  with(keysInEnvironment, credentials.EnvAssumeRoleARN, role, credentials.EnvAssumeRoleSessionName, "session"),
			want: "key pair (environment), then role " + role + " (environment)",
		},
		"SAML": {
			block: providerModel{AssumeRoleWithSAML: &assumeRoleWithSAMLModel{SAMLAssertion: s("assertion"), PrincipalARN: s("arn"), RoleARN: s(role), SessionName: s("session")}},
			want:  "role " + role + " by SAML (provider block)",
		},
		"SAML in the environment": {
			env:  with(session, credentials.EnvAssumeRoleSAMLAssertion, "assertion", credentials.EnvAssumeRolePrincipalARN, "arn"),
			want: "role " + role + " by SAML (environment)",
		},
		"web identity": {
			block: providerModel{AssumeRoleWithWebIdentity: &assumeRoleWithWebIdentityModel{WebIdentityToken: s("token"), RoleARN: s(role), SessionName: s("session")}},
			want:  "role " + role + " by web identity (provider block)",
		},
		"web identity by files": {
			block: providerModel{AssumeRoleWithWebIdentity: &assumeRoleWithWebIdentityModel{WebIdentityTokenFile: s("/token"), RoleARNFile: s("/role"), SessionName: s("session")}},
			want:  "role named in /role by web identity (provider block)",
		},
		"web identity in the environment": {
			env:  with(session, credentials.EnvAssumeRoleWebIdentityTokenFile, "/token"),
			want: "role " + role + " by web identity (environment)",
		},
		"MFA": {
			block: providerModel{MFACertification: &mfaCertificationModel{SerialNumber: s("serial"), TokenCode: s("123456")}},
			env:   keysInEnvironment, want: "key pair (environment), then MFA session (provider block)",
		},
		"MFA in the environment, then a role": {
			env: with(with(keysInEnvironment, credentials.EnvMFASerialNumber, "serial", credentials.EnvMFATokenCode, "123456"),
				credentials.EnvRoleARN, role, credentials.EnvRoleSessionName, "session"),
			want: "key pair (environment), then MFA session (environment), then role " + role + " (environment)",
		},
		"instance role, then a role": {
			block: providerModel{CAMRoleName: s("reader"), AssumeRole: &assumeRoleModel{RoleARN: s(role), SessionName: s("session")}},
			want:  "instance role reader (provider block), then role " + role + " (provider block)",
		},
		"pod": {
			block: providerModel{EnablePodOIDC: types.BoolValue(true)},
			env:   map[string]string{credentials.EnvTKERegion: "ap-seoul", credentials.EnvTKEProviderID: "p", credentials.EnvTKEWebIdentityTokenFile: "/t", credentials.EnvTKERoleARN: role},
			want:  "role " + role + " by pod identity (provider block)",
		},
		"profile beats keys in the environment": {
			block: providerModel{Profile: s("dev"), SharedCredentialsDir: s(folder)}, env: keysInEnvironment, want: "key pair (profile dev)",
		},
		"profile in the environment": {
			env: map[string]string{credentials.EnvProfileTCCLI: "dev", credentials.EnvSharedCredentialsDir: folder}, want: "key pair (profile dev)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := resolve(tt.block, processOf(tt.env))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			if got.plan.String() != tt.want {
				t.Errorf("plan is %s, want %s", got.plan, tt.want)
			}
		})
	}
}

// TestResolve_clock: whether a login has ended is a question of the
// provider's clock.
func TestResolve_clock(t *testing.T) {
	t.Parallel()
	folder := writeProfile(t, "dev", `{"secretId": "id", "secretKey": "key", "token": "token", "type": "sso", "expiresAt": 1500000000}`, "{}")
	p := processOf(nil)
	p.now = func() time.Time { return time.Unix(1499990000, 0) }
	if _, diags := resolve(providerModel{Profile: types.StringValue("dev"), SharedCredentialsDir: types.StringValue(folder)}, p); len(diags) > 0 {
		t.Errorf("diagnostics: %v", diags)
	}
}
