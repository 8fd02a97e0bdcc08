// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// assume returns the body of an AssumeRole request with further members.
func assume(arn, more string) string {
	return fmt.Sprintf(`{"RoleArn":%q,"RoleSessionName":"session"%s}`, arn, more)
}

// What succeeds is tested in the package conformance.
func TestSTSRefusals(t *testing.T) {
	t.Parallel()
	const param, format, denied = "InvalidParameter.ParamError", "InvalidParameter.StrategyFormatError", "AuthFailure.UnauthorizedOperation"
	mfa := `,"SerialNumber":"` + DefaultMFASerial + `","TokenCode":"482724"`
	saml := `{"SAMLAssertion":%q,"PrincipalArn":%q,"RoleArn":%q,"RoleSessionName":"test"}`
	web := `{"ProviderId":%q,"WebIdentityToken":%q,"RoleArn":%q,"RoleSessionName":"test"}`
	for i, test := range []struct{ action, body, code string }{
		{"AssumeRole", assume("qcs::cam::uin/100000000009:roleName/of-a-user", ""), ""},
		{"AssumeRole", assume(DefaultRoleARN, `,"Policy":"%7B%22version%22%3A%222.0%22%7D","SourceIdentity":"1000001","DurationSeconds":43200`), ""},
		{"AssumeRole", assume(MFARoleARN, mfa), ""},
		{"AssumeRole", assume(GuardedRoleARN, `,"ExternalId":"fake/external-id"`), ""},
		{"AssumeRole", `{"RoleSessionName":"session"}`, "MissingParameter"},
		{"AssumeRole", assume(DefaultRoleARN, `,"RoleSession":"x"`), "UnknownParameter"},
		{"AssumeRole", assume("reader", ""), param},
		{"AssumeRole", strings.Replace(assume(DefaultRoleARN, ""), "session", "a b", 1), param},
		{"AssumeRole", assume(DefaultRoleARN, `,"DurationSeconds":0`), param},
		{"AssumeRole", assume(DefaultRoleARN, `,"DurationSeconds":"7200"`), "InvalidParameter"},
		{"AssumeRole", assume(DefaultRoleARN, `,"DurationSeconds":43201`), "InvalidParameter.OverTimeError"},
		{"AssumeRole", assume(DefaultRoleARN, `,"Policy":"{}"`), format},
		{"AssumeRole", assume(DefaultRoleARN, `,"Policy":"allow"`), format},
		{"AssumeRole", assume(ClosedRoleARN, ""), denied},
		{"AssumeRole", assume(ChainedRoleARN, ""), denied},
		{"AssumeRole", assume(OIDCRoleARN, ""), denied},
		{"AssumeRole", assume(GuardedRoleARN, `,"ExternalId":"other"`), denied},
		{"AssumeRole", assume(MFARoleARN, ""), "AuthFailure.MFAFailure"},
		{"AssumeRole", assume(MFARoleARN, `,"TokenCode":"482724"`), "FailedOperation.CheckMFAError"},
		{"AssumeRoleWithSAML", fmt.Sprintf(saml, DefaultSAMLAssertion, DefaultSAMLProviderARN, DefaultRoleARN), ""},
		{"AssumeRoleWithSAML", fmt.Sprintf(saml, "x", DefaultSAMLProviderARN, SAMLRoleARN), param},
		{"AssumeRoleWithSAML", fmt.Sprintf(saml, DefaultSAMLAssertion, "x", SAMLRoleARN), param},
		{"AssumeRoleWithSAML", fmt.Sprintf(saml, DefaultSAMLAssertion, DefaultSAMLProviderARN, OIDCRoleARN), "UnauthorizedOperation"},
		{"AssumeRoleWithWebIdentity", fmt.Sprintf(web, "any", DefaultWebIdentityToken, DefaultRoleARN), ""},
		{"AssumeRoleWithWebIdentity", fmt.Sprintf(web, "any", DefaultWebIdentityToken, OIDCRoleARN), "UnauthorizedOperation"},
		{"AssumeRoleWithWebIdentity", fmt.Sprintf(web, "any", DefaultWebIdentityToken+"\n", DefaultRoleARN), "InvalidParameter.WebIdentityTokenError"},
		{"GetSessionToken", `{"SerialNumber":"x","TokenCode":"482724"}`, "FailedOperation.CheckMFAError"},
		{"GetSessionToken", `{` + mfa[1:] + `,"DurationSeconds":129601}`, "InvalidParameter.OverTimeError"},
		{"GetCallerIdentity", `{"UserId":"1"}`, "UnknownParameter"},
	} {
		s, c := newDocumentServer(), stsCaller(test.action)
		if strings.Contains(test.action, "With") {
			c.edit = func(r *http.Request) { r.Header.Set("Authorization", "SKIP") }
		}
		got := c.call(t, s, test.body)
		if got.code != test.code || len(s.Issued()) == 0 && test.code == "" {
			t.Errorf("%d: %s: got %q (%s), want %q", i, test.action, got.code, got.message, test.code)
		}
	}
}

// A temporary credential works with its token only, until it expires or is revoked.
func TestTemporaryCredential(t *testing.T) {
	t.Parallel()
	s, pass := newServer(Options{})
	issue := func(c caller, role, more string) TemporaryCredential {
		t.Helper()
		wantCode(t, c.call(t, s, assume(role, more)), "")
		return s.Issued()[len(s.Issued())-1]
	}
	one := issue(stsCaller("AssumeRole"), DefaultRoleARN, `,"DurationSeconds":60`)
	chained := issue(stsCaller("AssumeRole").with(one), ChainedRoleARN, "")
	other := chained
	other.Token = one.Token
	wantCode(t, caller{}.with(one).call(t, s, documentBody), "")
	wantCode(t, caller{}.with(other).call(t, s, documentBody), "AuthFailure.TokenFailure")
	wantCode(t, stsCaller("GetSessionToken").with(one).call(t, s, `{"SerialNumber":"x","TokenCode":"x"}`), "FailedOperation.TempKeyNotAllowed")
	identity := stsCaller("GetCallerIdentity").with(chained).call(t, s, "{}").response
	if identity["Type"] != "CAMRole" || identity["AccountId"] != DefaultAccountID || identity["PrincipalId"] != DefaultUserID {
		t.Errorf("got %v", identity)
	}
	pass(time.Minute - 1)
	wantCode(t, caller{}.with(one).call(t, s, documentBody), "")
	pass(1)
	wantCode(t, caller{}.with(one).call(t, s, documentBody), "AuthFailure.TokenFailure")
	wantCode(t, caller{}.with(chained).call(t, s, documentBody), "")
	s.RevokeTemporary()
	wantCode(t, caller{}.with(chained).call(t, s, documentBody), "AuthFailure.TokenFailure")
	wantCode(t, caller{}.call(t, s, documentBody), "")
}

// A new credential is issued half an hour before the old one expires, and after it was
// revoked.
func TestMetadata(t *testing.T) {
	t.Parallel()
	s, pass := newServer(Options{})
	form := regexp.MustCompile(`^\{"TmpSecretId":"AKID[\w-]{60}","TmpSecretKey":"[\w-]{44}","ExpiredTime":\d+,` +
		`"Expiration":"2019-03-07T\d\d:\d\d:05Z","Token":"[\w-]{128}","Code":"Success"\}$`)
	for i, step := range []struct {
		after  time.Duration
		issued int
	}{{0, 1}, {90*time.Minute - 1, 1}, {1, 2}} {
		pass(step.after)
		w := download(t, s.Metadata(), http.MethodGet, metadataPath+DefaultInstanceRole)
		if w.Code != http.StatusOK || !form.Match(w.Body.Bytes()) || len(s.Issued()) != step.issued {
			t.Errorf("%d: got HTTP %d: %s; %d issued, want %d", i, w.Code, w.Body, len(s.Issued()), step.issued)
		}
		wantCode(t, caller{}.with(s.Issued()[step.issued-1]).call(t, s, documentBody), "")
	}
	s.RevokeTemporary()
	download(t, s.Metadata(), http.MethodGet, metadataPath+DefaultInstanceRole)
	if got := s.Issued(); len(got) != 3 || got[2].Source != "metadata" || !strings.HasSuffix(got[2].RoleARN, ":roleName/instance") {
		t.Errorf("issued %+v", got)
	}
	if w := download(t, s.Metadata(), http.MethodGet, metadataPath); w.Body.String() != "instance" {
		t.Errorf("got roles %q", w.Body)
	}
	if w := download(t, s.Metadata(), http.MethodGet, metadataPath+"other"); w.Code != http.StatusNotFound {
		t.Errorf("got HTTP %d for another role", w.Code)
	}
	if got := s.MetadataRequests(); len(got) != 6 || got[5].Status != http.StatusNotFound {
		t.Errorf("recorded %+v", got)
	}
}
