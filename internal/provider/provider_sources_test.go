// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// with adds pairs of names and values to an environment.
func with(env map[string]string, pairs ...string) map[string]string {
	all := map[string]string{}
	maps.Copy(all, env)
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}

func pairs(env map[string]string) []string {
	var list []string
	for name, value := range env {
		list = append(list, name, value)
	}
	return list
}

// fakeKeys returns an environment with the fake's keys and further variables.
func fakeKeys(more ...string) map[string]string {
	return with(map[string]string{auth.EnvSecretID: fakeapi.DefaultSecretID, auth.EnvSecretKey: fakeapi.DefaultSecretKey}, more...)
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// writeProfile writes a profile of tccli and returns its directory.
func writeProfile(t *testing.T, name, credential string) string {
	t.Helper()
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, name+".credential"), []byte(credential), 0o600); err != nil {
		t.Fatal(err)
	}
	return directory
}

// newFakeCloud returns a fake of Redis, STS, and the metadata service, and the
// environment that points to it.
func newFakeCloud(t *testing.T, o fakeapi.Options) (api fake, env map[string]string) {
	t.Helper()
	api = newFake(t, o)
	metadata := httptest.NewServer(api.Metadata())
	t.Cleanup(metadata.Close)
	return api, map[string]string{
		envRegion: fakeapi.DocumentRegion, "TENCENTCLOUD_ENDPOINT_URL_REDIS": api.url, "TENCENTCLOUD_ENDPOINT_URL_STS": api.url, "TENCENTCLOUD_ENDPOINT_URL_METADATA": metadata.URL,
	}
}

// role returns arguments of a role and its session.
func role(arn string, more object) object {
	return merge(object{"role_arn": arn, "session_name": "test-session"}, more)
}

// TestProvider_sources reads with each source of credentials. The order of the
// sources, and the variables of each, are tested in config.
func TestProvider_sources(t *testing.T) {
	t.Parallel()
	const token = "temporary-token"
	keys := `{"secretId": "` + fakeapi.DefaultSecretID + `", "secretKey": "` + fakeapi.DefaultSecretKey + `"`
	withRole := writeProfile(t, "role", keys+`, "role-arn": "`+fakeapi.DefaultRoleARN+`", "role-session-name": "profile"}`)
	jwt := writeFile(t, fakeapi.DefaultWebIdentityToken+"\n")
	assume := func(arn string, more object) object { return object{"assume_role": role(arn, more)} }
	web := func(more object) object {
		return object{"assume_role_with_web_identity": merge(object{"session_name": "test"}, more)}
	}
	mfa := object{"serial_number": fakeapi.DefaultMFASerial, "token_code": fakeapi.DefaultMFACode}
	for name, tt := range map[string]struct {
		block object
		env   map[string]string
		token string
		steps string // the actions of STS before the first read, and "metadata"
		role  string // which Redis is read with; "" is none
	}{
		"keys":                {block: object{"secret_id": fakeapi.DefaultSecretID, "secret_key": fakeapi.DefaultSecretKey}},
		"keys in environment": {env: fakeKeys()},
		"temporary keys":      {block: object{"secret_id": fakeapi.DefaultSecretID, "secret_key": fakeapi.DefaultSecretKey, "security_token": token}, token: token},
		"profile":             {block: object{"profile": "dev", "shared_credentials_dir": writeProfile(t, "dev", keys+"}")}},
		"profile with a role": {block: object{"profile": "role", "shared_credentials_dir": withRole}, steps: "AssumeRole", role: fakeapi.DefaultRoleARN},
		"instance role":       {block: object{"cam_role_name": "instance"}, steps: "metadata", role: "instance"},
		"role":                {block: assume(fakeapi.DefaultRoleARN, nil), env: fakeKeys(), steps: "AssumeRole", role: fakeapi.DefaultRoleARN},
		"role in environment": {env: fakeKeys("TENCENTCLOUD_ASSUME_ROLE_ARN", fakeapi.DefaultRoleARN, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "test"), steps: "AssumeRole", role: fakeapi.DefaultRoleARN},
		"role with an external ID": {
			block: assume(fakeapi.GuardedRoleARN, object{"external_id": fakeapi.DefaultExternalID, "source_identity": fakeapi.DefaultUserID, "session_duration": 3600}),
			env:   fakeKeys(), steps: "AssumeRole", role: fakeapi.GuardedRoleARN,
		},
		"role with MFA": {block: assume(fakeapi.MFARoleARN, mfa), env: fakeKeys(), steps: "AssumeRole", role: fakeapi.MFARoleARN},
		"role with a policy": {
			block: assume(fakeapi.DefaultRoleARN, object{"policy": `{"version": "2.0", "statement": [{"effect": "allow", "action": ["redis:*"], "resource": ["*"]}]}`}),
			env:   fakeKeys(), steps: "AssumeRole", role: fakeapi.DefaultRoleARN,
		},
		"SAML": {
			block: object{"assume_role_with_saml": role(fakeapi.SAMLRoleARN, object{"saml_assertion": fakeapi.DefaultSAMLAssertion, "principal_arn": fakeapi.DefaultSAMLProviderARN})},
			steps: "AssumeRoleWithSAML", role: fakeapi.SAMLRoleARN,
		},
		"web identity": {
			block: web(object{"role_arn": fakeapi.OIDCRoleARN, "web_identity_token": fakeapi.DefaultWebIdentityToken, "provider_id": "OIDC"}),
			steps: "AssumeRoleWithWebIdentity", role: fakeapi.OIDCRoleARN,
		},
		"web identity in files": {
			block: web(object{"web_identity_token_file": jwt, "role_arn_file": writeFile(t, `{"role_arn": "`+fakeapi.OIDCRoleARN+`"}`)}),
			steps: "AssumeRoleWithWebIdentity", role: fakeapi.OIDCRoleARN,
		},
		"pod": {
			block: object{"enable_pod_oidc": true},
			env: map[string]string{
				"TKE_REGION": "ap-chengdu", "TKE_PROVIDER_ID": fakeapi.DefaultOIDCProvider, "TKE_WEB_IDENTITY_TOKEN_FILE": jwt, "TKE_ROLE_ARN": fakeapi.OIDCRoleARN,
			},
			steps: "AssumeRoleWithWebIdentity", role: fakeapi.OIDCRoleARN,
		},
		"MFA session":                  {block: object{"mfa_certification": mfa}, env: fakeKeys(), steps: "GetSessionToken"},
		"MFA session, then a role":     {block: merge(object{"mfa_certification": mfa}, assume(fakeapi.DefaultRoleARN, nil)), env: fakeKeys(), steps: "GetSessionToken AssumeRole", role: fakeapi.DefaultRoleARN},
		"profile's role, then another": {block: merge(object{"profile": "role", "shared_credentials_dir": withRole}, assume(fakeapi.ChainedRoleARN, nil)), steps: "AssumeRole AssumeRole", role: fakeapi.ChainedRoleARN},
		"instance role, then another":  {block: merge(object{"cam_role_name": "instance"}, assume(fakeapi.DefaultRoleARN, nil)), steps: "metadata AssumeRole", role: fakeapi.DefaultRoleARN},
		"allowed account":              {block: object{"allowed_account_ids": list(fakeapi.DefaultAccountID)}, env: fakeKeys(), steps: "GetCallerIdentity"},
		"account that is not forbidden": {
			block: merge(object{"forbidden_account_ids": list(fakeapi.OtherAccountID)}, assume(fakeapi.DefaultRoleARN, nil)),
			env:   fakeKeys(), steps: "AssumeRole GetCallerIdentity", role: fakeapi.DefaultRoleARN,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, env := newFakeCloud(t, fakeapi.Options{RateLimit: -1, Token: tt.token})
			s := serve(t, with(env, pairs(tt.env)...))
			if diags := s.configure(tt.block); len(diags) > 0 {
				t.Fatal(diags[0].Detail)
			}
			if n := len(api.Requests()); n > 0 {
				t.Errorf("%d requests before the first read", n)
			}
			if _, diags := s.readDocument(); len(diags) > 0 {
				t.Fatal(diags[0].Detail)
			}
			steps := ""
			if len(api.MetadataRequests()) > 0 {
				steps = "metadata "
			}
			requests := api.Requests()
			last := requests[len(requests)-1]
			for _, r := range requests[:len(requests)-1] {
				steps += r.Action + " "
			}
			if strings.TrimSpace(steps) != tt.steps || last.Action != "DescribeBackupUrl" {
				t.Errorf("before %s there were %q, want %q", last.Action, steps, tt.steps)
			}
			role := ""
			if i := slices.IndexFunc(api.Issued(), func(issued fakeapi.TemporaryCredential) bool { return issued.SecretID == last.SecretID }); i >= 0 {
				role = api.Issued()[i].RoleARN
			}
			if role != tt.role && !strings.HasSuffix(role, ":roleName/"+tt.role) {
				t.Errorf("Redis is read with role %q, want %q", role, tt.role)
			}
		})
	}
}

// TestProvider_refusals: credentials that are refused end in one error that
// names their source, Redis is not read with those of a wrong account, and
// neither error nor log has a secret.
func TestProvider_refusals(t *testing.T) {
	t.Parallel()
	const secret = "hunter2hunter2"
	allow := func(id string) object { return object{"allowed_account_ids": list(id)} }
	for name, tt := range map[string]struct {
		block object
		env   map[string]string
		want  []string // parts of the error, the summary first
	}{
		"key":   {object{"secret_id": fakeapi.DefaultSecretID, "secret_key": secret}, nil, []string{"Unable to Read Redis Backup URL", "Code: AuthFailure.SignatureFailure"}},
		"token": {object{"security_token": secret}, fakeKeys(), []string{"Unable to Read Redis Backup URL", "Code: AuthFailure.TokenFailure", "Credentials: key pair"}},
		"key below a role": {
			assumed(), fakeKeys(auth.EnvSecretKey, secret),
			[]string{"Unable to Get Tencent Cloud Credentials", "The signature does not match", "Action: AssumeRole", "Code: AuthFailure.SignatureFailure"},
		},
		"role": {
			object{"assume_role": role(fakeapi.ClosedRoleARN, nil)},
			fakeKeys(),
			[]string{
				"Unable to Get Tencent Cloud Credentials", "STS refused to assume the role.", "trust policy", "sts:AssumeRole",
				"Source: role " + fakeapi.ClosedRoleARN + " (provider block)", "Action: AssumeRole", "Code: AuthFailure.UnauthorizedOperation", "Request ID: ",
			},
		},
		"SAML assertion": {
			object{"assume_role_with_saml": role(fakeapi.SAMLRoleARN, object{"saml_assertion": secret, "principal_arn": fakeapi.DefaultSAMLProviderARN})},
			nil,
			[]string{"Unable to Get Tencent Cloud Credentials", "Action: AssumeRoleWithSAML"},
		},
		"web identity": {
			object{"assume_role_with_web_identity": role(fakeapi.OIDCRoleARN, object{"web_identity_token": secret})},
			nil,
			[]string{"Unable to Get Tencent Cloud Credentials", "Action: AssumeRoleWithWebIdentity"},
		},
		"MFA code": {
			object{"mfa_certification": object{"serial_number": fakeapi.DefaultMFASerial, "token_code": secret}},
			fakeKeys(),
			[]string{"Unable to Get Tencent Cloud Credentials", "Action: GetSessionToken"},
		},
		"MFA code of a role": {
			object{"assume_role": role(fakeapi.MFARoleARN, object{"serial_number": fakeapi.DefaultMFASerial, "token_code": secret})},
			fakeKeys(),
			[]string{"Unable to Get Tencent Cloud Credentials", "Action: AssumeRole"},
		},
		"instance role": {
			object{"cam_role_name": "other"},
			nil,
			[]string{"Unable to Get Tencent Cloud Credentials", "Source: instance role other", "it does not know the role (HTTP 404)"},
		},
		"proxy": {
			object{"proxy": "http://user:" + secret + "@127.0.0.1:1", "domain": "redis.invalid", "max_retries": 0},
			fakeKeys("TENCENTCLOUD_ENDPOINT_URL_REDIS", "", "TENCENTCLOUD_ENDPOINT_URL_STS", ""),
			[]string{"Unable to Read Redis Backup URL", "Cause: proxyconnect tcp: "},
		},
		"account": {
			allow("100000000009"), fakeKeys(),
			[]string{"Unable to Use Tencent Cloud Account", "belong to account 100000000001, which is not in allowed_account_ids (100000000009)", "Only the account was read"},
		},
		"account of the role": {
			object{"forbidden_account_ids": list("100000000002"), "assume_role": role(fakeapi.CrossAccountRoleARN, nil)},
			fakeKeys(),
			[]string{"Unable to Use Tencent Cloud Account", "belong to account 100000000002, which is in forbidden_account_ids"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, env := newFakeCloud(t, fakeapi.Options{RateLimit: -1})
			var log bytes.Buffer
			m := documentModel()
			diags := m.read(tflogtest.RootLogger(t.Context(), &log), connected(t, newTestProvider(with(env, pairs(tt.env)...)), tt.block))
			if len(diags) != 1 {
				t.Fatalf("diagnostics are %v, want one", diags)
			}
			text := diags[0].Summary() + "\n" + diags[0].Detail()
			for _, part := range tt.want {
				if !strings.Contains(text, part) {
					t.Errorf("the error lacks %q:\n%s", part, text)
				}
			}
			if strings.Contains(text+log.String(), secret) {
				t.Errorf("the secret is in the error or the log:\n%s\n%s", text, log.String())
			}
			if n := api.counts()["DescribeBackupUrl"]; n > 0 && tt.want[0] != "Unable to Read Redis Backup URL" {
				t.Errorf("%d requests for URLs, want 0", n)
			}
		})
	}
}

// TestProvider_limits: the arguments reach the client.
func TestProvider_limits(t *testing.T) {
	t.Parallel()
	api, env := newFakeCloud(t, fakeapi.Options{RateLimit: -1})
	env = with(env, pairs(fakeKeys())...)
	fails := func(block object) bool {
		m := documentModel()
		return m.read(t.Context(), connected(t, newTestProvider(env), block)).HasError()
	}
	failure := fakeapi.Fail("InternalError.InternalError")
	api.Next(failure, failure)
	if !fails(object{"max_retries": 1}) || len(api.Requests()) != 2 {
		t.Errorf("with one retry there were %d requests", len(api.Requests()))
	}
	api.Next(fakeapi.Hang())
	start := time.Now()
	if !fails(object{"max_retries": 0, "request_timeout": "50ms"}) || time.Since(start) > 10*time.Second {
		t.Errorf("the attempt took %s", time.Since(start))
	}
	start = time.Now()
	readAll(t.Context(), t, connected(t, newTestProvider(env), object{"max_requests_per_second": 2}), 3)
	if took := time.Since(start); took < 500*time.Millisecond {
		t.Errorf("three requests at two a second took %s", took)
	}
}
