// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestAccProvider_refusals: who gives no credential, or that of a wrong
// account, is told in words of its own; and Redis is not asked.
func TestAccProvider_refusals(t *testing.T) {
	t.Parallel()
	const noCredential = `Unable to Get Tencent Cloud Credentials.*`
	mfa := func(code string) string {
		return fmt.Sprintf("mfa_certification = { serial_number = %q, token_code = %q }", fakeapi.DefaultMFASerial, code)
	}
	expired := fakeapi.BuiltInOIDCProviders()[0].Token("system:serviceaccount:default:fake", time.Now().Add(-time.Hour))
	login := writeProfile(t, "dev", `{"secretId": "id", "secretKey": "hunter2", "token": "hunter2", "type": "oauth", "expiresAt": 1500000000}`, "{}")
	tests := map[string]struct {
		block string
		env   map[string]string
		want  string
	}{
		"role that trusts others": {
			"assume_role = { " + assume(fakeapi.ClosedRoleARN) + " }", fakeKeys(),
			noCredential + `STS refused to assume the role\..*trust policy.*sts:AssumeRole.*` +
				`Source: role qcs::cam::uin/100000000001:roleName/closed \(provider block\).*Action: AssumeRole.*Code: AuthFailure\.UnauthorizedOperation.*Request ID: [0-9a-f-]{36}`,
		},
		"no such role": {
			"", fakeKeys(assumeInEnvironment("qcs::cam::uin/100000000001:roleName/nobody")...),
			noCredential + `The role does not exist\..*Source: role qcs::cam::uin/100000000001:roleName/nobody \(environment\).*Code: InternalError\.GetRoleError.*Attempts: 3`,
		},
		"role that asks for MFA": {
			"assume_role = { " + assume(fakeapi.MFARoleARN) + " }", fakeKeys(),
			noCredential + `The role requires a code of an MFA device\..*serial_number and token_code of assume_role`,
		},
		"a longer session than allowed": {
			"assume_role = { " + assume(fakeapi.ShortRoleARN) + " }", fakeKeys(), noCredential + `The session is longer than the role allows\.`,
		},
		"wrong MFA code":       {mfa("000000"), fakeKeys(), noCredential + `STS rejected the code.*Source: MFA session.*Action: GetSessionToken.*Code: FailedOperation\.CheckMFAError`},
		"MFA with a temporary": {mfa(fakeapi.DefaultMFACode) + "\ncam_role_name = \"instance\"", nil, `requires a permanent key pair, but this source is temporary: instance role instance \(provider block\)`},
		"expired web identity": {
			fmt.Sprintf("assume_role_with_web_identity = { %s, web_identity_token = %q }", assume(fakeapi.OIDCRoleARN), expired), nil,
			noCredential + `STS rejected the web identity token.*provider_id.*Code: InvalidParameter\.WebIdentityTokenError`,
		},
		"no file with the token": {
			fmt.Sprintf("assume_role_with_web_identity = { %s, web_identity_token_file = \"/does/not/exist\" }", assume(fakeapi.OIDCRoleARN)), nil,
			noCredential + `The source below returned no credentials\..*Cause: /does/not/exist does not exist`,
		},
		"wrong key below a role": {
			"assume_role = { " + assume(fakeapi.DefaultRoleARN) + " }", fakeKeys(credentials.EnvSecretKey, "hunter2hunter2"),
			noCredential + `The signature does not match.*Action: AssumeRole.*Code: AuthFailure\.SignatureFailure`,
		},
		"instance without that role": {`cam_role_name = "other"`, nil, noCredential + `.*Source: instance role other.*it does not know the role \(HTTP 404\)`},
		"expired login":              {`profile = "dev"`, map[string]string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": login}, `Expired Login of a Profile.*Log in again with .tccli auth login --profile dev`},
		"no such profile":            {`profile = "prod"`, fakeKeys("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", login), `Unusable Credentials File.*prod.credential does not exist, but .profile. in the provider block is .prod.`},
		"wrong account": {
			`allowed_account_ids = ["100000000009"]`, fakeKeys(),
			`The credentials belong to account 100000000001, which is not in allowed_account_ids \(100000000009\).*Only the account was read`,
		},
		"account of the role": {
			"forbidden_account_ids = [\"100000000002\"]\nassume_role = { " + assume(fakeapi.CrossAccountRoleARN) + " }", fakeKeys(),
			`The credentials belong to account 100000000002, which is in forbidden_account_ids`,
		},
		"two sources":         {"profile = \"dev\"\nenable_pod_oidc = true", nil, `sets two sources of credentials, .enable_pod_oidc. and .profile.. Remove one of them`},
		"two keyless sources": {"assume_role_with_saml = {}\nassume_role_with_web_identity = {}", nil, `cannot be configured together: \[assume_role_with_saml,assume_role_with_web_identity\]`},
		"two account lists":   {`allowed_account_ids = ["1"]` + "\n" + `forbidden_account_ids = ["2"]`, fakeKeys(), `cannot be configured together: \[allowed_account_ids,forbidden_account_ids\]`},
		"two tokens": {
			fmt.Sprintf("assume_role_with_web_identity = { %s, web_identity_token = \"x\", web_identity_token_file = \"x\" }", assume(fakeapi.OIDCRoleARN)), nil,
			`sets both .assume_role_with_web_identity.web_identity_token. and .assume_role_with_web_identity.web_identity_token_file.. Remove one of them`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, env := newWholeFake(t, fakeapi.Options{RateLimit: -1})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(with(env, pairs(tt.env)...)),
				Steps: []resource.TestStep{{
					Config: "provider \"tencentredis\" {\n" + tt.block + "\n}\n" + documentBackup(""), PlanOnly: true, ExpectError: wrapped(tt.want),
				}},
			})
			for _, r := range api.Requests() {
				if r.Action == "DescribeBackupUrl" {
					t.Error("Redis was asked all the same")
				}
			}
		})
	}
}

// TestAccProvider_tokenOrigin: an error about a token says where it came from.
func TestAccProvider_tokenOrigin(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(fakeKeys("TENCENTCLOUD_TOKEN", "stale-token", envRegion, fakeapi.DocumentRegion, "TENCENTCLOUD_ENDPOINT_URL_REDIS", api.url)),
		Steps: []resource.TestStep{{
			Config: documentBackup(""), PlanOnly: true,
			ExpectError: wrapped(`The security token is wrong or has expired\..*Code: AuthFailure\.TokenFailure.*Credentials: key pair .*token from environment variable TENCENTCLOUD_TOKEN`),
		}},
	})
}

// TestAccProvider_noMetadata: where there is no metadata service, that is told
// soon, and what it was wanted for.
func TestAccProvider_noMetadata(t *testing.T) {
	t.Parallel()
	silent, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0") // takes connections and never answers
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	start := time.Now()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(map[string]string{envRegion: fakeapi.DocumentRegion, "TENCENTCLOUD_ENDPOINT_URL_METADATA": "http://" + silent.Addr().String()}),
		Steps: []resource.TestStep{{
			Config: `provider "tencentredis" { cam_role_name = "reader" }` + documentBackup(""), PlanOnly: true,
			ExpectError: wrapped(`Unable to Get Tencent Cloud Credentials.*Source: instance role reader \(provider block\).*` +
				`Cause: instance metadata service at http://127.0.0.1:\d+: it did not respond within 3s. It is available only on a Tencent Cloud instance`),
		}},
	})
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
}

// TestAccProvider_metadataFaults: what the service says is checked.
func TestAccProvider_metadataFaults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault fakeapi.Fault
		want  string
	}{
		"code":   {fakeapi.Fail("Failed"), `the response has Code "Failed" instead of "Success"`},
		"status": {fakeapi.HTTPError(http.StatusInternalServerError), `it responded with HTTP 500`},
		"body":   {fakeapi.Respond("<html>"), `the response is not JSON with credentials`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, env := newWholeFake(t, fakeapi.Options{})
			api.Always(tt.fault.OnMetadata())
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(env),
				Steps: []resource.TestStep{{
					Config: `provider "tencentredis" { cam_role_name = "instance" }` + documentBackup(""), PlanOnly: true,
					ExpectError: wrapped(`Source: instance role instance.*` + tt.want),
				}},
			})
		})
	}
}
