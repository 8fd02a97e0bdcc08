// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// samlBody returns the body of a valid request with one part replaced.
func samlBody(old, replacement string) string {
	body := fmt.Sprintf(`{"SAMLAssertion":%q,"PrincipalArn":%q,"RoleArn":%q,"RoleSessionName":"test"}`,
		DefaultSAMLAssertion, DefaultSAMLProviderARN, SAMLRoleARN)
	return strings.Replace(body, old, replacement, 1)
}

// expectSession sends an unsigned request. The credential in the response must work.
func expectSession(t *testing.T, name, action, body, code string) {
	t.Helper()
	s := newDocumentServer()
	got := skipCaller(action).call(t, s, body)
	if got.code != code {
		t.Errorf("%s: got %q (%s), want %q", name, got.code, got.message, code)
	}
	if code == "" {
		wantCode(t, caller{}.with(got.credential(t)).call(t, s, documentBody), "")
	}
}

func TestAssumeRoleWithSAML(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, code string }{
		"good":                  {samlBody("", ""), ""},
		"no assertion":          {samlBody(`"SAMLAssertion"`, `"X"`), "UnknownParameter"},
		"without the assertion": {`{"PrincipalArn":"x","RoleArn":"x","RoleSessionName":"test"}`, "MissingParameter"},
		"without the role":      {`{"SAMLAssertion":"x","PrincipalArn":"x","RoleSessionName":"test"}`, "MissingParameter"},
		"no base64":             {samlBody(DefaultSAMLAssertion, "<xml>"), "InvalidParameter.ParamError"},
		"another provider":      {samlBody("saml-provider/OneLogin", "saml-provider/Other"), "InvalidParameter.ParamError"},
		"of another account":    {samlBody("100000000001:saml", "100000000002:saml"), "InvalidParameter.ParamError"},
		"a role for others":     {samlBody(SAMLRoleARN, DefaultRoleARN), "UnauthorizedOperation"},
		"an unknown role":       {samlBody("roleName/saml", "roleName/none"), "InternalError.GetRoleError"},
		"too long":              {samlBody(`"test"`, `"test","DurationSeconds":43201`), "InvalidParameter.OverTimeError"},
	}
	for name, test := range tests {
		expectSession(t, name, "AssumeRoleWithSAML", test.body, test.code)
	}
}

// oidcBody returns the body of a valid request with one part replaced.
func oidcBody(old, replacement string) string {
	body := fmt.Sprintf(`{"ProviderId":"OIDC","WebIdentityToken":%q,"RoleArn":%q,"RoleSessionName":"test_OIDC"}`,
		DefaultWebIdentityToken, OIDCRoleARN)
	return strings.Replace(body, old, replacement, 1)
}

func TestAssumeRoleWithWebIdentity(t *testing.T) {
	t.Parallel()
	const wrong = "InvalidParameter.WebIdentityTokenError"
	provider := BuiltInOIDCProviders()[0]
	another, forged := provider, provider
	another.Issuer, forged.Key = "https://other.example", "other"
	later := documentTime.Add(time.Second)
	token := func(p OIDCProvider, expires time.Time) string {
		return oidcBody(DefaultWebIdentityToken, p.Token("x", expires))
	}
	tests := map[string]struct{ body, code string }{
		"good":                  {oidcBody("", ""), ""},
		"a duration":            {oidcBody(`"test_OIDC"`, `"test","DurationSeconds":60`), ""},
		"a token at its end":    {token(provider, documentTime), wrong},
		"a forged token":        {token(forged, later), wrong},
		"of another issuer":     {token(another, later), wrong},
		"no token":              {oidcBody(DefaultWebIdentityToken, "token"), wrong},
		"a token of no JSON":    {oidcBody(DefaultWebIdentityToken, signedParts(provider.Key, "a."+jwtPart([]byte("x")))), wrong},
		"a token of no parts":   {oidcBody(DefaultWebIdentityToken, signedParts(provider.Key, "")), wrong},
		"a line break":          {oidcBody(DefaultWebIdentityToken, DefaultWebIdentityToken+`\n`), wrong},
		"without the token":     {`{"ProviderId":"OIDC","RoleArn":"x","RoleSessionName":"test"}`, "MissingParameter"},
		"without the provider":  {`{"WebIdentityToken":"x","RoleArn":"x","RoleSessionName":"test"}`, "MissingParameter"},
		"without the role":      {`{"ProviderId":"OIDC","WebIdentityToken":"x","RoleSessionName":"test"}`, "MissingParameter"},
		"an unknown parameter":  {oidcBody(`"ProviderId"`, `"Provider"`), "UnknownParameter"},
		"another provider":      {oidcBody(`"OIDC"`, `"Other"`), "InvalidParameter.ParamError"},
		"none of the account's": {oidcBody(OIDCRoleARN, CrossAccountRoleARN), "InvalidParameter.ParamError"},
		"a role for others":     {oidcBody(OIDCRoleARN, DefaultRoleARN), "UnauthorizedOperation"},
		"an unknown role":       {oidcBody("roleName/oidc", "roleName/none"), "InternalError.GetRoleError"},
	}
	for name, test := range tests {
		expectSession(t, name, "AssumeRoleWithWebIdentity", test.body, test.code)
	}
}

func signedParts(key, parts string) string {
	return parts + "." + jwtPart(hmacSHA256([]byte(key), parts))
}

// The version of an unsigned request selects the service. A signature is optional.
func TestUnsignedRequests(t *testing.T) {
	t.Parallel()
	oidc := skipCaller("AssumeRoleWithWebIdentity")
	with := func(name, value string) caller {
		c := oidc
		c.edit = func(r *http.Request) {
			oidc.edit(r)
			r.Header.Set(name, value)
		}
		return c
	}
	atHost := oidc
	atHost.host = "sts.internal.tencentcloudapi.com"
	late := oidc
	late.at = documentTime.Add(-time.Hour)
	wrongKey := stsCaller("AssumeRoleWithWebIdentity")
	wrongKey.key = "other"
	other := skipCaller("GetCallerIdentity")
	redis := skipCaller("DescribeBackupUrl")
	redis.service, redis.version = "", ""
	tests := map[string]struct {
		caller caller
		code   string
	}{
		"SKIP":                    {oidc, ""},
		"SKIP at the real host":   {atHost, ""},
		"SKIP with an old time":   {late, ""}, // there is no signature that could expire
		"SKIP without a time":     {with("X-TC-Timestamp", ""), "MissingParameter"},
		"signed":                  {stsCaller("AssumeRoleWithWebIdentity"), ""},
		"signed wrongly":          {wrongKey, "AuthFailure.SignatureFailure"},
		"skip in lower case":      {with("Authorization", "skip"), "AuthFailure.InvalidAuthorization"},
		"nothing":                 {with("Authorization", ""), "MissingParameter"},
		"SKIP for another action": {other, "AuthFailure.InvalidAuthorization"},
		"SKIP for Redis":          {redis, "AuthFailure.InvalidAuthorization"},
	}
	for name, test := range tests {
		if got := test.caller.call(t, newDocumentServer(), oidcBody("", "")); got.code != test.code {
			t.Errorf("%s: got %q, want %q", name, got.code, test.code)
		}
	}
}
