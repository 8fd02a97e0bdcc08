// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// sourceTest is one way to come by a credential.
type sourceTest struct {
	block string // arguments of the provider block
	env   map[string]string
	steps []string // the actions of STS that are called, in order, or "metadata"
	role  string   // the role that Redis is then read with; "" is none
}

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

// writeProfile writes a profile of tccli and returns its directory.
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

// newWholeFake is a fake of Redis, STS and the metadata service, and the
// variables of the environment that lead to it.
func newWholeFake(t *testing.T, o fakeapi.Options) (api fake, env map[string]string) {
	t.Helper()
	api = newFake(t, o)
	metadata := httptest.NewServer(api.Metadata())
	t.Cleanup(metadata.Close)
	return api, map[string]string{
		envRegion: fakeapi.DocumentRegion, "TENCENTCLOUD_ENDPOINT_URL_REDIS": api.url, "TENCENTCLOUD_ENDPOINT_URL_STS": api.url, "TENCENTCLOUD_ENDPOINT_URL_METADATA": metadata.URL,
	}
}

// assume are arguments of a role and its session.
func assume(role string) string {
	return fmt.Sprintf("role_arn = %q, session_name = %q", role, "test-session")
}

func assumeInEnvironment(role string) []string {
	return []string{"TENCENTCLOUD_ASSUME_ROLE_ARN", role, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "test-session"}
}

// TestAccProvider_sources reads through each source alone, from the block and
// from the environment.
func TestAccProvider_sources(t *testing.T) {
	t.Parallel()
	const saml, oidc = fakeapi.SAMLRoleARN, fakeapi.OIDCRoleARN
	keys := `{"secretId": "` + fakeapi.DefaultSecretID + `", "secretKey": "` + fakeapi.DefaultSecretKey + `"`
	profiles := writeProfile(t, "default", keys+"}", "{}")
	instance := writeProfile(t, "cvm", `{"use-cvm-role": "true"}`, "{}")
	withRole := writeProfile(t, "role", keys+`, "role-arn": "`+fakeapi.DefaultRoleARN+`", "role-session-name": "profile"}`, "{}")
	jwt := writeFile(t, fakeapi.DefaultWebIdentityToken+"\n")
	jwtJSON := writeFile(t, `{"web_identity_token": "`+fakeapi.DefaultWebIdentityToken+`"}`)
	arnJSON := writeFile(t, `{"role_arn": "`+oidc+`"}`)
	pod := map[string]string{
		"TKE_REGION": "ap-chengdu", "TKE_PROVIDER_ID": fakeapi.DefaultOIDCProvider,
		"TKE_WEB_IDENTITY_TOKEN_FILE": jwt, "TKE_ROLE_ARN": oidc,
	}
	tests := map[string]sourceTest{
		"keys":                {block: fmt.Sprintf("secret_id = %q\n secret_key = %q", fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey)},
		"keys in environment": {env: fakeKeys()},

		"profile":                        {block: fmt.Sprintf(`profile = "default"`+"\n shared_credentials_dir = %q", profiles)},
		"profile in environment":         {env: map[string]string{"TENCENTCLOUD_PROFILE": "default", "TENCENTCLOUD_SHARED_CREDENTIALS_DIR": profiles}},
		"default profile":                {env: map[string]string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": profiles}},
		"profile beats wrong keys":       {block: `profile = "default"`, env: with(keysInEnvironment, "TENCENTCLOUD_SHARED_CREDENTIALS_DIR", profiles)},
		"profile with a role":            {block: `profile = "role"`, env: map[string]string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": withRole}, steps: []string{"AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"profile of an instance":         {block: `profile = "cvm"`, env: map[string]string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": instance}, steps: []string{"metadata"}, role: "instance"},
		"instance role":                  {block: `cam_role_name = "instance"`, steps: []string{"metadata"}, role: "instance"},
		"instance role in environment":   {env: map[string]string{"TENCENTCLOUD_CAM_ROLE_NAME": "instance"}, steps: []string{"metadata"}, role: "instance"},
		"assumed role":                   {block: "assume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", env: fakeKeys(), steps: []string{"AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"assumed role in environment":    {env: fakeKeys(assumeInEnvironment(fakeapi.DefaultRoleARN)...), steps: []string{"AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"assumed role in tccli's names":  {env: fakeKeys("TENCENTCLOUD_ROLE_ARN", fakeapi.DefaultRoleARN, "TENCENTCLOUD_ROLE_SESSION_NAME", "tccli"), steps: []string{"AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"role with an external id":       {block: fmt.Sprintf("assume_role = { %s, external_id = %q, source_identity = %q, session_duration = 3600 }", assume(fakeapi.GuardedRoleARN), fakeapi.DefaultExternalID, fakeapi.DefaultUserID), env: fakeKeys(), steps: []string{"AssumeRole"}, role: fakeapi.GuardedRoleARN},
		"external id in environment":     {env: fakeKeys(append(assumeInEnvironment(fakeapi.GuardedRoleARN), "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", fakeapi.DefaultExternalID, "TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY", fakeapi.DefaultUserID, "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "3600")...), steps: []string{"AssumeRole"}, role: fakeapi.GuardedRoleARN},
		"role with MFA":                  {block: fmt.Sprintf("assume_role = { %s, serial_number = %q, token_code = %q }", assume(fakeapi.MFARoleARN), fakeapi.DefaultMFASerial, fakeapi.DefaultMFACode), env: fakeKeys(), steps: []string{"AssumeRole"}, role: fakeapi.MFARoleARN},
		"role with MFA in environment":   {env: fakeKeys(append(assumeInEnvironment(fakeapi.MFARoleARN), "TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER", fakeapi.DefaultMFASerial, "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE", fakeapi.DefaultMFACode)...), steps: []string{"AssumeRole"}, role: fakeapi.MFARoleARN},
		"role with a policy":             {block: "assume_role = { " + assume(fakeapi.DefaultRoleARN) + ", policy = jsonencode({ version = \"2.0\", statement = [{ effect = \"allow\", action = [\"redis:*\"], resource = [\"*\"] }] }) }", env: fakeKeys(), steps: []string{"AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"SAML":                           {block: fmt.Sprintf("assume_role_with_saml = { %s, saml_assertion = %q, principal_arn = %q, session_duration = 3600 }", assume(saml), fakeapi.DefaultSAMLAssertion, fakeapi.DefaultSAMLProviderARN), steps: []string{"AssumeRoleWithSAML"}, role: saml},
		"SAML in environment":            {env: with(nil, append(assumeInEnvironment(saml), "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", fakeapi.DefaultSAMLAssertion, "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", fakeapi.DefaultSAMLProviderARN)...), steps: []string{"AssumeRoleWithSAML"}, role: saml},
		"web identity":                   {block: fmt.Sprintf("assume_role_with_web_identity = { %s, web_identity_token = %q, provider_id = \"OIDC\", session_duration = 3600 }", assume(oidc), fakeapi.DefaultWebIdentityToken), steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"web identity from files":        {block: fmt.Sprintf("assume_role_with_web_identity = { session_name = \"test\", web_identity_token_file = %q, role_arn_file = %q }", jwt, arnJSON), steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"web identity in environment":    {env: with(nil, append(assumeInEnvironment(oidc), "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN", fakeapi.DefaultWebIdentityToken, "TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID", "OIDC")...), steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"web identity from a JSON file":  {env: with(nil, append(assumeInEnvironment(oidc), "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", jwtJSON)...), steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"the official misspelled name":   {env: map[string]string{"TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE": jwtJSON, "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE": arnJSON, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME": "test"}, steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"the right name":                 {env: map[string]string{"TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE": jwt, "TENCENTCLOUD_ASSUME_ROLE_ARN_FILE": arnJSON, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME": "test"}, steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"pod":                            {block: "enable_pod_oidc = true", env: pod, steps: []string{"AssumeRoleWithWebIdentity"}, role: oidc},
		"MFA session":                    {block: fmt.Sprintf("mfa_certification = { serial_number = %q, token_code = %q, duration_seconds = 900 }", fakeapi.DefaultMFASerial, fakeapi.DefaultMFACode), env: fakeKeys(), steps: []string{"GetSessionToken"}},
		"MFA session in environment":     {env: fakeKeys("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", fakeapi.DefaultMFASerial, "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", fakeapi.DefaultMFACode, "TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS", "900"), steps: []string{"GetSessionToken"}},
		"profile's role, then another":   {block: `profile = "role"` + "\nassume_role = { " + assume(fakeapi.ChainedRoleARN) + " }", env: map[string]string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": withRole}, steps: []string{"AssumeRole", "AssumeRole"}, role: fakeapi.ChainedRoleARN},
		"instance role, then another":    {block: `cam_role_name = "instance"` + "\nassume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", steps: []string{"metadata", "AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"web identity, then a role":      {block: "assume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", env: with(nil, append(assumeInEnvironment(oidc), "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE", jwt)...), steps: []string{"AssumeRoleWithWebIdentity", "AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"MFA session, then a role":       {block: "assume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", env: fakeKeys("TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", fakeapi.DefaultMFASerial, "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE", fakeapi.DefaultMFACode), steps: []string{"GetSessionToken", "AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"the environment is overridden":  {block: "assume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", env: fakeKeys(assumeInEnvironment(fakeapi.ClosedRoleARN)...), steps: []string{"AssumeRole"}, role: fakeapi.DefaultRoleARN},
		"blanks in the block":            {block: "secret_id = \"\"\n profile = \"\"\n region = \"\"\n protocol = \"\"\n domain = \"\"\n proxy = \"\"\n ca_bundle = \"\"\n request_timeout = \"\"", env: fakeKeys()},
		"an account that is allowed":     {block: `allowed_account_ids = ["` + fakeapi.DefaultAccountID + `"]`, env: fakeKeys(), steps: []string{"GetCallerIdentity"}},
		"an account that is not refused": {block: "forbidden_account_ids = [\"" + fakeapi.OtherAccountID + "\"]\nassume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", env: fakeKeys(), steps: []string{"AssumeRole", "GetCallerIdentity"}, role: fakeapi.DefaultRoleARN},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

func (tt sourceTest) run(t *testing.T) {
	api, env := newWholeFake(t, fakeapi.Options{RateLimit: -1})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(with(env, pairs(tt.env)...)),
		Steps: []resource.TestStep{{
			Config:            "provider \"tencentredis\" {\n" + tt.block + "\n}\n" + documentBackup(""),
			ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
		}},
	})
	var steps []string
	for range api.MetadataRequests() {
		steps = []string{"metadata"} // comes first
	}
	requests := api.Requests()
	first := slices.IndexFunc(requests, func(r fakeapi.Request) bool { return r.Action == "DescribeBackupUrl" })
	for _, r := range requests[:first] {
		steps = append(steps, r.Action)
	}
	if !slices.Equal(steps, tt.steps) {
		t.Errorf("before the first read there were %q, want %q", steps, tt.steps)
	}
	role := ""
	for _, issued := range api.Issued() {
		if issued.SecretID == requests[first].SecretID {
			role = issued.RoleARN
		}
	}
	if role != tt.role && !strings.HasSuffix(role, ":roleName/"+tt.role) {
		t.Errorf("Redis is read as role %q, want %q", role, tt.role)
	}
}
