// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A temporary credential works with its token only, until its end.
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
	wantCode(t, caller{}.call(t, s, documentBody), "")
}

// An end lies on a full second, as it is answered.
func TestTemporaryCredentialEndsOnASecond(t *testing.T) {
	t.Parallel()
	s := New(Options{Now: func() time.Time { return documentTime.Add(700 * time.Millisecond) }})
	got := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, `,"DurationSeconds":60`)).credential(t)
	if !got.Expires.Equal(documentTime.Add(time.Minute)) || !s.Issued()[0].Expires.Equal(got.Expires) {
		t.Errorf("got %s, recorded %s", got.Expires, s.Issued()[0].Expires)
	}
}

func TestRevokeTemporary(t *testing.T) {
	t.Parallel()
	s := New(Options{
		Now: func() time.Time { return documentTime }, Token: "tok",
		Keys: []Key{{SecretID: "AKIDpermanent", SecretKey: "key"}},
	})
	own := caller{token: "tok"}
	ask := func() TemporaryCredential {
		c := stsCaller("AssumeRole")
		c.token = "tok"
		return c.call(t, s, assume(DefaultRoleARN, "")).credential(t)
	}
	before := ask()
	s.RevokeTemporary()
	after := ask()
	wantCode(t, caller{}.with(before).call(t, s, documentBody), "AuthFailure.TokenFailure")
	wantCode(t, caller{}.with(after).call(t, s, documentBody), "")
	wantCode(t, own.call(t, s, documentBody), "")
	wantCode(t, caller{id: "AKIDpermanent", key: "key"}.call(t, s, documentBody), "")
	if got := len(s.Issued()); got != 2 {
		t.Errorf("%d credentials issued, want 2", got)
	}
}

func TestMoreKeys(t *testing.T) {
	t.Parallel()
	s := New(Options{
		SecretID: "AKIDroot", SecretKey: "key", AccountID: "11", UserID: "11", RateLimit: -1,
		Now: func() time.Time { return documentTime },
		Keys: []Key{
			{SecretID: "AKIDuser", SecretKey: "user-key", AccountID: "11", UserID: "12", MFACode: "123456"},
			{SecretID: "AKIDplain", SecretKey: "plain-key"},
		},
	})
	for _, test := range []struct{ id, key, account, user string }{
		{"AKIDroot", "key", "11", "11"},
		{"AKIDuser", "user-key", "11", "12"},
		{"AKIDplain", "plain-key", DefaultAccountID, DefaultAccountID},
	} {
		c := stsCaller("GetCallerIdentity")
		c.id, c.key = test.id, test.key
		got := c.call(t, s, "{}")
		wantCode(t, got, "")
		if got.response["AccountId"] != test.account || got.response["UserId"] != test.user {
			t.Errorf("%s: got %s", test.id, got.text)
		}
		if last := s.Requests()[len(s.Requests())-1]; last.SecretID != test.id {
			t.Errorf("recorded SecretID %q, want %q", last.SecretID, test.id)
		}
	}
	session := func(id, key, code string) reply {
		c := stsCaller("GetSessionToken")
		c.id, c.key = id, key
		return c.call(t, s, fmt.Sprintf(`{"SerialNumber":"qcs::cam:uin/11::mfa/softToken","TokenCode":%q}`, code))
	}
	wantCode(t, session("AKIDuser", "user-key", "123456"), "")
	wantCode(t, session("AKIDuser", "user-key", DefaultMFACode), "FailedOperation.CheckMFAError")
	wantCode(t, session("AKIDroot", "key", DefaultMFACode), "")
	wantCode(t, session("AKIDplain", "plain-key", ""), "FailedOperation.CheckMFAError")
}

func TestGetSessionToken(t *testing.T) {
	t.Parallel()
	body := func(more string) string {
		return `{"SerialNumber":"` + DefaultMFASerial + `","TokenCode":"482724"` + more + `}`
	}
	tests := map[string]struct {
		user, token, body, code string
		life                    time.Duration
	}{
		"good":                     {body: body(""), life: 30 * time.Minute},
		"the longest":              {body: body(`,"DurationSeconds":129600`), life: 36 * time.Hour},
		"too long":                 {body: body(`,"DurationSeconds":129601`), code: "InvalidParameter.OverTimeError"},
		"the longest of a root":    {user: DefaultAccountID, body: body(`,"DurationSeconds":7200`), life: 2 * time.Hour},
		"too long for a root":      {user: DefaultAccountID, body: body(`,"DurationSeconds":7201`), code: "InvalidParameter.OverTimeError"},
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
			o := Options{Now: func() time.Time { return documentTime }, Token: test.token}
			if test.user != "" {
				o.AccountID, o.UserID = DefaultAccountID, test.user
			}
			s := New(o)
			c := stsCaller("GetSessionToken")
			c.token = test.token
			got := c.call(t, s, test.body)
			wantCode(t, got, test.code)
			if test.code != "" {
				return
			}
			key := got.credential(t)
			if !key.Expires.Equal(documentTime.Add(test.life)) {
				t.Errorf("it ends at %s, want %s later", key.Expires, test.life)
			}
			wantCode(t, caller{}.with(key).call(t, s, documentBody), "")
			wantCode(t, c.with(key).call(t, s, test.body), "FailedOperation.TempKeyNotAllowed")
			if issued := s.Issued()[0]; issued.Source != "GetSessionToken" || issued.RoleARN != "" || issued.Session != "" {
				t.Errorf("recorded %+v", issued)
			}
			// A session is the user itself, also for roles.
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
	partner, _ := s.findRole(roleRef{account: OtherAccountID, value: "partner"})
	oidc, _ := s.findRole(roleRef{account: DefaultAccountID, value: "oidc"})
	const user = `"Type":"CAMUser","AccountId":"100000000001","UserId":"200000000001","PrincipalId":"200000000001","Arn":"qcs::cam:100000000001:uin/200000000001"`
	for name, test := range map[string]struct {
		caller caller
		want   string
	}{
		"user":    {stsCaller("GetCallerIdentity"), user},
		"session": {stsCaller("GetCallerIdentity").with(session), user},
		"role": {
			stsCaller("GetCallerIdentity").with(role), `"Type":"CAMRole","AccountId":"100000000002","UserId":"` + partner.ID +
				`:session","PrincipalId":"200000000001","Arn":"qcs::sts:100000000002:assumed-role/` + partner.ID + `"`,
		},
		"web identity": {
			stsCaller("GetCallerIdentity").with(web), `"Type":"CAMRole","AccountId":"100000000001","UserId":"` + oidc.ID +
				`:test_OIDC","PrincipalId":"100000000001","Arn":"qcs::sts:100000000001:assumed-role/` + oidc.ID + `"`,
		},
	} {
		got := test.caller.call(t, s, "{}")
		if want := `{"Response":{` + test.want + `,"RequestId":"` + got.requestID + `"}}`; got.text != want {
			t.Errorf("%s: got  %s\nwant %s", name, got.text, want)
		}
	}
	wantCode(t, stsCaller("GetCallerIdentity").call(t, s, `{"UserId":"1"}`), "UnknownParameter")
}

// The numbers of the built-in roles differ, and each can be found by its ARN.
func TestBuiltInRoles(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	seen := map[string]bool{}
	for _, arn := range []string{
		DefaultRoleARN, ChainedRoleARN, CrossAccountRoleARN, ClosedRoleARN, GuardedRoleARN, MFARoleARN, ShortRoleARN,
		SAMLRoleARN, OIDCRoleARN, camARN(DefaultAccountID, "roleName/"+DefaultInstanceRole),
	} {
		ref, ok := parseRoleARN(arn)
		role, found := s.findRole(ref)
		if !ok || !found || role.arn() != arn || len(role.ID) != 19 {
			t.Errorf("%s: got %+v", arn, role)
			continue
		}
		seen[role.ID] = true
	}
	if len(seen) != len(BuiltInRoles()) {
		t.Errorf("%d numbers for %d roles", len(seen), len(BuiltInRoles()))
	}
}

func TestRolesAreCopied(t *testing.T) {
	t.Parallel()
	roles := []Role{{Name: "reader", Trusts: []string{accountPrincipal(DefaultAccountID)}}}
	s := New(Options{Now: func() time.Time { return documentTime }, Roles: roles})
	roles[0].Trusts[0], roles[0].Name = "nobody", "other"
	wantCode(t, stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")), "")
}

// Neither key nor token of anything issued gets into the log.
func TestLogOfSTS(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var log strings.Builder
	s := New(Options{Now: func() time.Time { return documentTime }, Log: func(line string) {
		mu.Lock()
		defer mu.Unlock()
		log.WriteString(line + "\n")
	}})
	key := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")).credential(t)
	caller{}.with(key).call(t, s, documentBody)
	skipCaller("AssumeRoleWithWebIdentity").call(t, s, oidcBody("", ""))
	if got := strings.Count(log.String(), "\n"); got != 3 || !strings.Contains(log.String(), " AssumeRole ap-chengdu OK ") {
		t.Errorf("got log\n%s", log.String())
	}
	for _, secret := range []string{key.SecretID, key.SecretKey, key.Token, DefaultWebIdentityToken} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}

// TestParallelSessions is for the race detector.
func TestParallelSessions(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				key := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")).credential(t)
				caller{}.with(key).call(t, s, documentBody)
				s.Issued()
				s.RevokeTemporary()
				wantCode(t, caller{}.with(key).call(t, s, documentBody), "AuthFailure.TokenFailure")
			}
		})
	}
	wg.Wait()
	if got := len(s.Issued()); got != 40 {
		t.Errorf("%d credentials issued, want 40", got)
	}
}
