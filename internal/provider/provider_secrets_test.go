// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestProvider_errorsHoldNoSecret: neither error nor log repeats what was
// refused.
func TestProvider_errorsHoldNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "hunter2hunter2"
	s := types.StringValue
	tests := map[string]struct {
		block providerModel
		env   map[string]string
		want  string
	}{
		"key":   {providerModel{SecretID: s(fakeapi.DefaultSecretID), SecretKey: s(secret)}, nil, "AuthFailure.SignatureFailure"},
		"token": {providerModel{SecurityToken: s(secret)}, fakeKeys(), "AuthFailure.TokenFailure"},
		"assertion": {
			providerModel{AssumeRoleWithSAML: &assumeRoleWithSAMLModel{
				SAMLAssertion: s(secret), PrincipalARN: s(fakeapi.DefaultSAMLProviderARN), RoleARN: s(fakeapi.SAMLRoleARN), SessionName: s("test"),
			}}, nil, "Action: AssumeRoleWithSAML",
		},
		"web identity": {
			providerModel{AssumeRoleWithWebIdentity: &assumeRoleWithWebIdentityModel{
				WebIdentityToken: s(secret), RoleARN: s(fakeapi.OIDCRoleARN), SessionName: s("test"),
			}}, nil, "Action: AssumeRoleWithWebIdentity",
		},
		"MFA code": {
			providerModel{MFACertification: &mfaCertificationModel{SerialNumber: s(fakeapi.DefaultMFASerial), TokenCode: s(secret)}}, fakeKeys(), "Action: GetSessionToken",
		},
		"MFA code of a role": {
			providerModel{AssumeRole: &assumeRoleModel{
				RoleARN: s(fakeapi.MFARoleARN), SessionName: s("test"), SerialNumber: s(fakeapi.DefaultMFASerial), TokenCode: s(secret),
			}}, fakeKeys(), "Action: AssumeRole",
		},
		"proxy": {
			providerModel{Proxy: s("http://user:" + secret + "@127.0.0.1:1"), Domain: s("redis.invalid"), MaxRetries: types.Int64Value(0)},
			fakeKeys(envEndpointRedis, "", envEndpointSTS, ""), "Cause: proxyconnect tcp: ",
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
		"environment": {"", fakeKeys(credentials.EnvToken, token)},
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
