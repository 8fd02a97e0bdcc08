// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// The built-in identity providers, both of DefaultAccountID.
const (
	DefaultSAMLProviderARN = "qcs::cam::uin/100000000001:saml-provider/OneLogin"
	// DefaultSAMLAssertion is the assertion that DefaultSAMLProviderARN has issued.
	DefaultSAMLAssertion = "PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiLz4="
	// DefaultOIDCProvider is the ProviderId of the OIDC provider.
	DefaultOIDCProvider = "OIDC"
	// DefaultWebIdentityToken is a token of DefaultOIDCProvider that holds until the
	// end of the year 2099.
	DefaultWebIdentityToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." +
		"eyJpc3MiOiJodHRwczovL29pZGMuZXhhbXBsZS9mYWtlIiwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlZmF1bHQ6ZmFrZSIs" +
		"ImF1ZCI6InN0cy5jbG91ZC50ZW5jZW50LmNvbSIsImV4cCI6NDEwMjQ0NDgwMH0.pd8lfA-ShNhLk86iXnlzjPnoYYk4a5b33Prwpy-SYgM"
)

// OIDCProvider is an identity provider for AssumeRoleWithWebIdentity. Unlike a
// real one it signs with HS256, so that Issuer and Key are all there is to it.
type OIDCProvider struct {
	// Name is its name, the ProviderId.
	Name string
	// Issuer is what its tokens have as "iss".
	Issuer string
	// Key is what it signs with.
	Key string
}

// BuiltInOIDCProviders returns the OIDC providers there are where [Options] names
// none.
func BuiltInOIDCProviders() []OIDCProvider {
	return []OIDCProvider{{Name: DefaultOIDCProvider, Issuer: "https://oidc.example/fake", Key: "fake-oidc-signing-key"}}
}

// webIdentityClaims is what a token of an OIDCProvider says.
type webIdentityClaims struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
}

// Token returns a JSON Web Token of the provider for a subject, such as
// "system:serviceaccount:default:builder", that holds until then.
func (p OIDCProvider) Token(subject string, expires time.Time) string {
	claims := marshal(webIdentityClaims{Issuer: p.Issuer, Subject: subject, Audience: "sts.cloud.tencent.com", Expires: expires.Unix()})
	text := jwtPart([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + jwtPart(claims)
	return text + "." + jwtPart(hmacSHA256([]byte(p.Key), text))
}

func jwtPart(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// verify reports whether a token is one of the provider's that still holds.
func (p OIDCProvider) verify(token string, now time.Time) bool {
	last := strings.LastIndexByte(token, '.')
	if last < 0 || !hmac.Equal([]byte(token[last+1:]), []byte(jwtPart(hmacSHA256([]byte(p.Key), token[:last])))) {
		return false
	}
	_, body, _ := strings.Cut(token[:last], ".")
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return false
	}
	var claims webIdentityClaims
	return json.Unmarshal(text, &claims) == nil && claims.Issuer == p.Issuer && now.Unix() < claims.Expires
}
