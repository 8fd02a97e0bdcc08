// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"net/url"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func defaultKey() *common.Credential {
	return common.NewCredential(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey)
}

// newSTS returns the SDK's typed client for a service.
func newSTS(t *testing.T, s *service, key common.CredentialIface) *sts.Client {
	t.Helper()
	client, err := sts.NewClient(key, "ap-guangzhou", profileFor(s))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// wantTemporary checks the lifetime of a temporary credential, and that it works with
// its token only.
func wantTemporary(t *testing.T, s *service, key *sts.Credentials, expired uint64, expiration string, life time.Duration) {
	t.Helper()
	end := time.Unix(int64(expired), 0)
	if left := time.Until(end); left > life || left < life-time.Minute {
		t.Errorf("it expires in %s, want %s", left, life)
	}
	if want := end.UTC().Format("2006-01-02T15:04:05Z"); expiration != want {
		t.Errorf("got Expiration %q, want %q", expiration, want)
	}
	whole := common.NewTokenCredential(*key.TmpSecretId, *key.TmpSecretKey, *key.Token)
	if _, err := newClientWith(t, s, whole, fakeapi.DocumentRegion).DescribeBackupUrl(documentRequest()); err != nil {
		t.Error(err)
	}
	identity, err := newSTS(t, s, whole).GetCallerIdentity(sts.NewGetCallerIdentityRequest())
	if err != nil {
		t.Fatal(err)
	}
	if got := identity.Response; *got.AccountId != "100000000001" || *got.Type == "" || *got.Arn == "" || *got.UserId == "" || *got.PrincipalId == "" {
		t.Errorf("got identity %s", identity.ToJsonString())
	}
	half := common.NewCredential(*key.TmpSecretId, *key.TmpSecretKey)
	_, err = newClientWith(t, s, half, fakeapi.DocumentRegion).DescribeBackupUrl(documentRequest())
	wantError(t, s, err, "AuthFailure.TokenFailure")
}

func TestAssumeRole(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	r := sts.NewAssumeRoleRequest()
	r.RoleArn, r.RoleSessionName, r.DurationSeconds = new(fakeapi.GuardedRoleARN), new("conformance"), new(uint64(3600))
	r.ExternalId, r.SourceIdentity = new(fakeapi.DefaultExternalID), new("1000001")
	r.Policy = new(url.QueryEscape(`{"version":"2.0","statement":[{"effect":"allow","action":["redis:*"],"resource":["*"]}]}`))
	r.SerialNumber, r.TokenCode = new(fakeapi.DefaultMFASerial), new(fakeapi.DefaultMFACode)
	response, err := newSTS(t, s, defaultKey()).AssumeRole(r)
	if err != nil {
		t.Fatal(err)
	}
	got := response.Response
	wantTemporary(t, s, got.Credentials, uint64(*got.ExpiredTime), *got.Expiration, time.Hour)
}

func TestGetSessionToken(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	r := sts.NewGetSessionTokenRequest()
	r.SerialNumber, r.TokenCode, r.DurationSeconds = new(fakeapi.DefaultMFASerial), new(fakeapi.DefaultMFACode), new(int64(129600))
	response, err := newSTS(t, s, defaultKey()).GetSessionToken(r)
	if err != nil {
		t.Fatal(err)
	}
	got := response.Response
	wantTemporary(t, s, got.Credentials, *got.ExpiredTime, *got.Expiration, 36*time.Hour)
}

// The SDK sends these two without a signature, though it has a key.
func TestAssumeRoleOfProviders(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	saml := sts.NewAssumeRoleWithSAMLRequest()
	saml.SAMLAssertion, saml.PrincipalArn = new(fakeapi.DefaultSAMLAssertion), new(fakeapi.DefaultSAMLProviderARN)
	saml.RoleArn, saml.RoleSessionName = new(fakeapi.SAMLRoleARN), new("conformance")
	bySAML, err := newSTS(t, s, defaultKey()).AssumeRoleWithSAML(saml)
	if err != nil {
		t.Fatal(err)
	}
	web := sts.NewAssumeRoleWithWebIdentityRequest()
	web.ProviderId, web.WebIdentityToken = new(fakeapi.DefaultOIDCProvider), new(fakeapi.DefaultWebIdentityToken)
	web.RoleArn, web.RoleSessionName, web.DurationSeconds = new(fakeapi.OIDCRoleARN), new("conformance"), new(int64(60))
	byWeb, err := newSTS(t, s, defaultKey()).AssumeRoleWithWebIdentity(web)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Requests() {
		if got := r.Header.Get("Authorization"); got != "SKIP" || r.SecretID != "" {
			t.Errorf("%s came with Authorization %q", r.Action, got)
		}
	}
	wantTemporary(t, s, bySAML.Response.Credentials, *bySAML.Response.ExpiredTime, *bySAML.Response.Expiration, 2*time.Hour)
	wantTemporary(t, s, byWeb.Response.Credentials, *byWeb.Response.ExpiredTime, *byWeb.Response.Expiration, time.Minute)
}
