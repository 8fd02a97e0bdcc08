// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A temporary credential works with its token only, until it expires.
func TestTemporaryCredential(t *testing.T) {
	t.Parallel()
	var passed atomic.Int64
	s := New(Options{Now: func() time.Time { return documentTime.Add(time.Duration(passed.Load())) }, RateLimit: -1})
	one := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, `,"DurationSeconds":60`)).credential(t)
	other := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")).credential(t)
	if one.SecretID == other.SecretID || one.SecretKey == other.SecretKey || one.Token == other.Token {
		t.Errorf("two credentials share a part: %+v and %+v", one, other)
	}
	noToken, swapped := caller{}.with(one), caller{}.with(one)
	noToken.token, swapped.token = "", other.Token
	wantCode(t, caller{}.with(one).call(t, s, documentBody), "")
	wantCode(t, noToken.call(t, s, documentBody), "AuthFailure.TokenFailure")
	got := swapped.call(t, s, documentBody)
	wantCode(t, got, "AuthFailure.TokenFailure")
	if want := "Token verification failed. Please check your Token is correct."; got.message != want {
		t.Errorf("got message %q, want %q", got.message, want)
	}
	passed.Store(int64(time.Minute - 1))
	wantCode(t, caller{}.with(one).call(t, s, documentBody), "")
	passed.Store(int64(time.Minute))
	wantCode(t, caller{}.with(one).call(t, s, documentBody), "AuthFailure.TokenFailure")
	wantCode(t, caller{}.with(other).call(t, s, documentBody), "")
	s.RevokeTemporary()
	wantCode(t, caller{}.with(other).call(t, s, documentBody), "AuthFailure.TokenFailure")
	third := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")).credential(t)
	wantCode(t, caller{}.with(third).call(t, s, documentBody), "")
	wantCode(t, caller{}.call(t, s, documentBody), "")
	if got := len(s.Issued()); got != 3 {
		t.Errorf("%d credentials issued, want 3", got)
	}
}

func TestGetSessionToken(t *testing.T) {
	t.Parallel()
	body := func(more string) string {
		return `{"SerialNumber":"` + DefaultMFASerial + `","TokenCode":"482724"` + more + `}`
	}
	tests := map[string]struct {
		token, body, code string
		life              time.Duration
	}{
		"good":                     {body: body(""), life: 30 * time.Minute},
		"the longest":              {body: body(`,"DurationSeconds":129600`), life: 36 * time.Hour},
		"too long":                 {body: body(`,"DurationSeconds":129601`), code: "InvalidParameter.OverTimeError"},
		"no duration":              {body: body(`,"DurationSeconds":-1`), code: "InvalidParameter.ParamError"},
		"a wrong code":             {body: strings.Replace(body(""), "482724", "0", 1), code: "FailedOperation.CheckMFAError"},
		"no code":                  {body: `{"SerialNumber":"x"}`, code: "MissingParameter"},
		"no serial number":         {body: `{"TokenCode":"x"}`, code: "MissingParameter"},
		"an unknown parameter":     {body: body(`,"Policy":""`), code: "UnknownParameter"},
		"with a temporary key":     {token: "tok", body: body(""), code: "FailedOperation.TempKeyNotAllowed"},
		"another kind of device":   {body: strings.Replace(body(""), "softToken", "hardToken", 1), code: "FailedOperation.MFATypeNotSupported"},
		"another account's":        {body: strings.Replace(body(""), "100000000001", "100000000002", 1), code: "FailedOperation.CheckMFAError"},
		"a serial of another form": {body: strings.Replace(body(""), "qcs::cam:", "qcs::cam::", 1), code: "FailedOperation.CheckMFAError"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := New(Options{Now: func() time.Time { return documentTime }, Token: test.token})
			c := stsCaller("GetSessionToken")
			c.token = test.token
			got := c.call(t, s, test.body)
			wantCode(t, got, test.code)
			if test.code != "" {
				return
			}
			key := got.credential(t)
			if !key.Expires.Equal(documentTime.Add(test.life)) {
				t.Errorf("it expires at %s, want %s later", key.Expires, test.life)
			}
			wantCode(t, caller{}.with(key).call(t, s, documentBody), "")
			wantCode(t, c.with(key).call(t, s, test.body), "FailedOperation.TempKeyNotAllowed")
			if issued := s.Issued()[0]; issued.Source != "GetSessionToken" || issued.RoleARN != "" || issued.Session != "" {
				t.Errorf("recorded %+v", issued)
			}
			// To roles, a session is its user.
			wantCode(t, stsCaller("AssumeRole").with(key).call(t, s, assume(DefaultRoleARN, "")), "")
		})
	}
}

func TestGetCallerIdentity(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	role := stsCaller("AssumeRole").call(t, s, assume(CrossAccountRoleARN, "")).credential(t)
	web := skipCaller("AssumeRoleWithWebIdentity").call(t, s, oidcBody("", "")).credential(t)
	session := stsCaller("GetSessionToken").call(t, s, `{"SerialNumber":"`+DefaultMFASerial+`","TokenCode":"482724"}`).credential(t)
	partner, oidc := s.findRole(CrossAccountRoleARN).id(), s.findRole(OIDCRoleARN).id()
	const user = `"Type":"CAMUser","AccountId":"100000000001","UserId":"200000000001","PrincipalId":"200000000001","Arn":"qcs::cam:100000000001:uin/200000000001"`
	for name, test := range map[string]struct {
		caller caller
		want   string
	}{
		"user":    {stsCaller("GetCallerIdentity"), user},
		"session": {stsCaller("GetCallerIdentity").with(session), user},
		"role": {
			stsCaller("GetCallerIdentity").with(role), `"Type":"CAMRole","AccountId":"100000000002","UserId":"` + partner +
				`:session","PrincipalId":"200000000001","Arn":"qcs::sts:100000000002:assumed-role/` + partner + `"`,
		},
		"web identity": {
			stsCaller("GetCallerIdentity").with(web), `"Type":"CAMRole","AccountId":"100000000001","UserId":"` + oidc +
				`:test_OIDC","PrincipalId":"100000000001","Arn":"qcs::sts:100000000001:assumed-role/` + oidc + `"`,
		},
	} {
		got := test.caller.call(t, s, "{}")
		if want := `{"Response":{` + test.want + `,"RequestId":"` + got.requestID + `"}}`; got.text != want {
			t.Errorf("%s: got  %s\nwant %s", name, got.text, want)
		}
	}
	wantCode(t, stsCaller("GetCallerIdentity").call(t, s, `{"UserId":"1"}`), "UnknownParameter")
}
