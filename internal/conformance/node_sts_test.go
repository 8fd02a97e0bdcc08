// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// nodeSTSCases are all actions of STS, each credential of which must open Redis,
// and an error of each. Go's typed clients are tried in fake_sts_test.go.
func nodeSTSCases(s *nodeService) []nodeCase {
	var cases []nodeCase
	sts := func(action, code string, skipSign bool, params map[string]any) {
		name := action
		if code != "" {
			name += ": " + code
		}
		c := nodeBackupURL(s, name, "", "")
		c.Service, c.Version, c.Region, c.Action, c.Params = "sts", "2018-08-13", "ap-guangzhou", action, params
		c.code, c.SkipSign, c.inGo = code, skipSign, code != "" && !skipSign
		cases = append(cases, c)
		if code != "" || params["DurationSeconds"] == nil {
			return
		}
		opens := nodeBackupURL(s, "with the key of "+action, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID)
		opens.KeyOf, opens.inGo = name, false
		cases = append(cases, opens)
	}
	assume := func(role string) map[string]any {
		return map[string]any{"RoleArn": role, "RoleSessionName": "conformance", "DurationSeconds": 3600}
	}
	with := func(params map[string]any, more ...string) map[string]any {
		for i := 0; i < len(more); i += 2 {
			params[more[i]] = more[i+1]
		}
		return params
	}
	guarded := with(assume(fakeapi.GuardedRoleARN), "ExternalId", fakeapi.DefaultExternalID,
		"SerialNumber", fakeapi.DefaultMFASerial, "TokenCode", fakeapi.DefaultMFACode)
	saml := []string{"SAMLAssertion", fakeapi.DefaultSAMLAssertion, "PrincipalArn", fakeapi.DefaultSAMLProviderARN}
	session := map[string]any{"DurationSeconds": 1800}

	sts("GetCallerIdentity", "", false, map[string]any{})
	sts("AssumeRole", "", false, guarded)
	sts("GetSessionToken", "", false, with(session, "SerialNumber", fakeapi.DefaultMFASerial, "TokenCode", fakeapi.DefaultMFACode))
	sts("AssumeRoleWithSAML", "", true, with(assume(fakeapi.SAMLRoleARN), saml...))
	sts("AssumeRoleWithWebIdentity", "", true, with(assume(fakeapi.OIDCRoleARN),
		"ProviderId", fakeapi.DefaultOIDCProvider, "WebIdentityToken", fakeapi.DefaultWebIdentityToken))

	sts("AssumeRole", "InvalidParameter.ParamError", false, assume("reader"))
	sts("AssumeRole", "AuthFailure.UnauthorizedOperation", false, assume(fakeapi.ClosedRoleARN))
	sts("AssumeRole", "InternalError.GetRoleError", false, assume("qcs::cam::uin/123456:roleName/test"))
	sts("GetSessionToken", "FailedOperation.CheckMFAError", false,
		map[string]any{"SerialNumber": fakeapi.DefaultMFASerial, "TokenCode": "000000"})
	sts("AssumeRoleWithSAML", "UnauthorizedOperation", true, with(assume(fakeapi.OIDCRoleARN), saml...))
	sts("AssumeRoleWithWebIdentity", "InvalidParameter.WebIdentityTokenError", true, with(assume(fakeapi.OIDCRoleARN),
		"ProviderId", fakeapi.DefaultOIDCProvider, "WebIdentityToken", "x"))
	return cases
}
