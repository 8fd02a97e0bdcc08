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

// The built-in identity providers of DefaultAccountID.
const (
	DefaultSAMLProviderARN = "qcs::cam::uin/100000000001:saml-provider/OneLogin"
	// DefaultSAMLAssertion is an assertion of DefaultSAMLProviderARN.
	DefaultSAMLAssertion = "PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiLz4="
	// DefaultOIDCProvider is the ProviderId of the OIDC provider.
	DefaultOIDCProvider = "OIDC"
	// DefaultWebIdentityToken is a token of DefaultOIDCProvider that is valid until the
	// end of 2099.
	DefaultWebIdentityToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." +
		"eyJpc3MiOiJodHRwczovL29pZGMuZXhhbXBsZS9mYWtlIiwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlZmF1bHQ6ZmFrZSIs" +
		"ImF1ZCI6InN0cy5jbG91ZC50ZW5jZW50LmNvbSIsImV4cCI6NDEwMjQ0NDgwMH0.pd8lfA-ShNhLk86iXnlzjPnoYYk4a5b33Prwpy-SYgM"
)

// OIDCProvider is an identity provider for AssumeRoleWithWebIdentity. Unlike real ones,
// it signs with HS256.
type OIDCProvider struct {
	Name   string // the ProviderId
	Issuer string // the "iss" of its tokens
	Key    string // the key that signs its tokens
}

// BuiltInOIDCProviders returns the default OIDC providers.
func BuiltInOIDCProviders() []OIDCProvider {
	return []OIDCProvider{{Name: DefaultOIDCProvider, Issuer: "https://oidc.example/fake", Key: "fake-oidc-signing-key"}}
}

// webIdentityClaims are the claims of a token.
type webIdentityClaims struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
}

// Token returns a JSON Web Token of the provider for a subject, such as
// "system:serviceaccount:default:builder".
func (p OIDCProvider) Token(subject string, expires time.Time) string {
	claims := marshal(webIdentityClaims{Issuer: p.Issuer, Subject: subject, Audience: "sts.cloud.tencent.com", Expires: expires.Unix()})
	text := jwtPart([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + jwtPart(claims)
	return text + "." + jwtPart(hmacSHA256([]byte(p.Key), text))
}

func jwtPart(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// verify reports whether a token is a valid one of the provider.
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
