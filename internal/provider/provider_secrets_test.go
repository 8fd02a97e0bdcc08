// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestProvider_errorsHoldNoSecret: neither error nor log repeats what was
// refused.
func TestProvider_errorsHoldNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "hunter2hunter2"
	tests := map[string]struct {
		block providerBlock
		env   map[string]string
		want  string
	}{
		"key":   {providerBlock{"secret_id": fakeapi.DefaultSecretID, "secret_key": secret}, nil, "AuthFailure.SignatureFailure"},
		"token": {providerBlock{"security_token": secret}, fakeKeys(), "AuthFailure.TokenFailure"},
		"assertion": {
			providerBlock{
				"assume_role_with_saml":                "",
				"assume_role_with_saml.saml_assertion": secret,
				"assume_role_with_saml.principal_arn":  fakeapi.DefaultSAMLProviderARN,
				"assume_role_with_saml.role_arn":       fakeapi.SAMLRoleARN,
				"assume_role_with_saml.session_name":   "test",
			}, nil, "Action: AssumeRoleWithSAML",
		},
		"web identity": {
			providerBlock{
				"assume_role_with_web_identity":                    "",
				"assume_role_with_web_identity.web_identity_token": secret,
				"assume_role_with_web_identity.role_arn":           fakeapi.OIDCRoleARN,
				"assume_role_with_web_identity.session_name":       "test",
			}, nil, "Action: AssumeRoleWithWebIdentity",
		},
		"MFA code": {
			providerBlock{"mfa_certification": "", "mfa_certification.serial_number": fakeapi.DefaultMFASerial, "mfa_certification.token_code": secret}, fakeKeys(), "Action: GetSessionToken",
		},
		"MFA code of a role": {
			providerBlock{
				"assume_role":               "",
				"assume_role.role_arn":      fakeapi.MFARoleARN,
				"assume_role.session_name":  "test",
				"assume_role.serial_number": fakeapi.DefaultMFASerial,
				"assume_role.token_code":    secret,
			}, fakeKeys(), "Action: AssumeRole",
		},
		"proxy": {
			providerBlock{"proxy": "http://user:" + secret + "@127.0.0.1:1", "domain": "redis.invalid", "max_retries": 0},
			fakeKeys("TENCENTCLOUD_ENDPOINT_URL_REDIS", "", "TENCENTCLOUD_ENDPOINT_URL_STS", ""), "Cause: proxyconnect tcp: ",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, env := newWholeFake(t, fakeapi.Options{})
			var log bytes.Buffer
			ctx := tflogtest.RootLogger(t.Context(), &log)
			m := documentModel()
			diags := m.read(ctx, connected(t, tt.block, with(env, pairs(tt.env)...)))
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), tt.want) {
				t.Fatalf("diagnostics are %v, want one with %q", diags, tt.want)
			}
			if strings.Contains(diags[0].Summary()+diags[0].Detail()+log.String(), secret) {
				t.Errorf("the secret is in the error or the log:\n%s\n%s", diags[0].Detail(), log.String())
			}
		})
	}
}

// TestAccProvider_temporaryKeys: a token in the block, and under tccli's name.
func TestAccProvider_temporaryKeys(t *testing.T) {
	t.Parallel()
	const token = "temporary-token"
	for name, tt := range map[string]struct {
		block string
		env   map[string]string
	}{
		"block":       {fmt.Sprintf("secret_id = %q\n secret_key = %q\n security_token = %q", fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, token), nil},
		"environment": {"", fakeKeys("TENCENTCLOUD_TOKEN", token)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, env := newWholeFake(t, fakeapi.Options{Token: token})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(with(env, pairs(tt.env)...)),
				Steps: []resource.TestStep{{
					Config:            "provider \"tencentredis\" {\n" + tt.block + "\n}\n" + documentBackup(""),
					ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
				}},
			})
		})
	}
}
