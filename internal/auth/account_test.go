// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// accountOf and userOf are the account and its sub-user in the responses of fakeSTS.
const accountOf, userOf = "100000000001", "200000000001"

// guarded opens a plan that checks the account.
func guarded(t *testing.T, c Connection, allowed, forbidden []string, sources ...*Source) tencentapi.CredentialSource {
	t.Helper()
	source, err := (&Plan{Sources: sources, accounts: accounts{allowed, forbidden}}).Open(complete(c))
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		allowed, forbidden []string
		want               *AccountError
		text               string
	}{
		"allowed":       {[]string{"1", accountOf}, nil, nil, ""},
		"not allowed":   {[]string{"1", "2"}, nil, &AccountError{Account: accountOf, Allowed: []string{"1", "2"}}, "the credentials belong to account 100000000001, which is not in allowed_account_ids (1, 2)"},
		"not forbidden": {nil, []string{"1"}, nil, ""},
		"forbidden":     {nil, []string{"1", accountOf}, &AccountError{Account: accountOf, Forbidden: []string{"1", accountOf}}, "the credentials belong to account 100000000001, which is in forbidden_account_ids (1, 100000000001)"},
		"sub-user allowed": {
			[]string{"1", userOf},
			nil, &AccountError{Account: accountOf, SubUser: userOf, Allowed: []string{"1", userOf}},
			"the credentials belong to account 100000000001, which is not in allowed_account_ids (1, 200000000001). 200000000001 is the ID of a sub-user of that account, not of an account",
		},
		"sub-user forbidden": {
			nil,
			[]string{userOf},
			&AccountError{Account: accountOf, SubUser: userOf, Forbidden: []string{userOf}},
			"the credentials belong to sub-user 200000000001 of account 100000000001, which is in forbidden_account_ids (200000000001)",
		},
		"both allowed": {[]string{accountOf, userOf}, nil, nil, ""},
	}
	bases := map[string][]*Source{"keys": {testKeys()}, "SAML": {testSAML()}, "role": {testKeys(), testRole(readerARN)}}
	for name, tt := range tests {
		for base, sources := range bases {
			t.Run(name+" by "+base, func(t *testing.T) {
				t.Parallel()
				f := &fakeSTS{now: stand}
				source := guarded(t, connect(f), tt.allowed, tt.forbidden, sources...)
				for range 2 {
					cred, err := source.Credential(t.Context())
					got, _ := errors.AsType[*AccountError](err)
					if diff := cmp.Diff(tt.want, got); diff != "" {
						t.Errorf("error (-want +got):\n%s", diff)
					}
					if err != nil && err.Error() != tt.text {
						t.Errorf("error is %s, want %s", err, tt.text)
					}
					if refused := cred == (tencentapi.Credential{}); refused != (tt.want != nil) {
						t.Errorf("the credential is withheld: %t", refused)
					}
				}
				calls := f.seen()
				last := calls[len(calls)-1]
				if last.Action != "GetCallerIdentity" || len(last.Body) != 0 || last.Signer == "SKIP" {
					t.Errorf("the last request is %+v", last)
				}
				identities := 0
				for _, call := range calls {
					if call.Action == "GetCallerIdentity" {
						identities++
					}
				}
				if identities != 1 {
					t.Errorf("STS was asked for %s", f.actions())
				}
				if _, renews := source.(tencentapi.Renewer); renews != (base != "keys") {
					t.Errorf("with %s, the source can renew: %t", base, renews)
				}
			})
		}
	}
}

func TestAccounts_concurrent(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	source := guarded(t, connect(f), []string{accountOf}, nil, testKeys())
	var waiting sync.WaitGroup
	for range 100 {
		waiting.Go(func() {
			if cred, err := source.Credential(t.Context()); err != nil || cred.SecretID != testID {
				t.Errorf("credential is %q, %v", cred.SecretID, err)
			}
		})
	}
	waiting.Wait()
	if f.actions() != "GetCallerIdentity" {
		t.Errorf("STS was asked for %s", f.actions())
	}
}

// A guarded source renews as the one behind it does, without another check.
func TestAccounts_renew(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	source, ok := guarded(t, connect(f), []string{accountOf}, nil, testSAML()).(tencentapi.Renewer)
	if !ok {
		t.Fatal("the source cannot renew")
	}
	used := credential(t.Context(), t, source)
	if err := source.Renew(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	if got := credential(t.Context(), t, source); got.SecretID != "AssumeRoleWithSAML-2" {
		t.Errorf("the renewed credential is %q", got.SecretID)
	}
	if f.actions() != "AssumeRoleWithSAML GetCallerIdentity AssumeRoleWithSAML" {
		t.Errorf("STS was asked for %s", f.actions())
	}
}

// Without a response there is no credential, and no verdict either: the failure is
// remembered for a while, like that of a source.
func TestAccounts_unknown(t *testing.T) {
	t.Parallel()
	const denied = `{"Response":{"Error":{"Code":"UnauthorizedOperation","Message":"no"},"RequestId":"r-9"}}`
	tests := map[string]struct{ response, text string }{
		"refused":       {denied, "the account of the credentials could not be checked: GetCallerIdentity: UnauthorizedOperation: no (request ID r-9)"},
		"no account":    {`{"Response":{"AccountId":"","RequestId":"r-9"}}`, "the account of the credentials could not be checked: GetCallerIdentity: the response names no account (request ID r-9)"},
		"other account": {`{"Response":{"AccountId":{"x":1},"RequestId":"r-9"}}`, "the account of the credentials could not be checked: GetCallerIdentity: the response names no account (request ID r-9)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, response := testTime, tt.response
			f := &fakeSTS{now: stand, response: func(stsCall) (string, error) { return response, nil }}
			c := connect(f)
			c.Now = func() time.Time { return now }
			source := guarded(t, c, nil, []string{"1"}, testKeys())
			for range 100 {
				cred, err := source.Credential(t.Context())
				if _, ok := errors.AsType[*AccountCheckError](err); !ok || err.Error() != tt.text || cred != (tencentapi.Credential{}) {
					t.Fatalf("credential %+v, error is %v\nwant %s", cred, err, tt.text)
				}
			}
			if n := len(f.seen()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
			now, response = now.Add(retryPause), ""
			if got := credential(t.Context(), t, source); got.SecretID != testID {
				t.Errorf("then the id is %q", got.SecretID)
			}
		})
	}
}

// An account's ID may be a number.
func TestAccounts_number(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand, response: func(stsCall) (string, error) {
		return `{"Response":{"AccountId":100000000001,"UserId":null,"RequestId":"r"}}`, nil
	}}
	credential(t.Context(), t, guarded(t, connect(f), []string{accountOf}, nil, testKeys()))
}

// The account itself is no sub-user of it.
func TestAccounts_root(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand, response: func(stsCall) (string, error) {
		return `{"Response":{"AccountId":"1","UserId":"1","RequestId":"r"}}`, nil
	}}
	_, err := guarded(t, connect(f), nil, []string{"1"}, testKeys()).Credential(t.Context())
	if want := "the credentials belong to account 1, which is in forbidden_account_ids (1)"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}

// TestAccounts_otherLogin: a login that another one replaces is checked before it
// signs anything else.
func TestAccounts_otherLogin(t *testing.T) {
	t.Parallel()
	now, account := testTime, accountOf
	files := env(devFile, loginFile("id-1", now.Add(time.Hour)))
	open := func(name string) (fs.File, error) { return memory(files)(name) }
	p, err := readProfile(t.Context(), open, "/home/u/.tccli", "dev", true)
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeSTS{now: stand, response: func(stsCall) (string, error) {
		return `{"Response":{"AccountId":"` + account + `","RequestId":"r"}}`, nil
	}}
	c := connect(f)
	c.Now = func() time.Time { return now }
	source := guarded(t, c, []string{accountOf}, nil, profileSource(p, open))
	step := func(wantID, wantSigner string, requests int) {
		t.Helper()
		cred, err := source.Credential(t.Context())
		if isA[*AccountError](err) != (wantID == "") || cred.SecretID != wantID {
			t.Errorf("at %s: %q, %v; want %q", now.Format(time.TimeOnly), cred.SecretID, err, wantID)
		}
		if calls := f.seen(); len(calls) != requests || calls[len(calls)-1].Signer != wantSigner {
			t.Errorf("at %s: requests %+v, want %d, the last by %s", now.Format(time.TimeOnly), calls, requests, wantSigner)
		}
	}
	step("id-1", "id-1", 1)
	files[devFile] = loginFile("id-2", testTime.Add(2*time.Hour))
	now = now.Add(55 * time.Minute)
	step("id-2", "id-2", 2)
	files[devFile], account = loginFile("id-3", testTime.Add(3*time.Hour)), "3"
	now = now.Add(time.Hour)
	step("id-2", "id-3", 3) // until it expires, what was checked is used
	now = now.Add(4 * time.Minute)
	step("", "id-3", 4)
	step("", "id-3", 4)
}

// TestAccounts_otherRole: a role is checked again if its file names another one, and
// sessions of the same role are not.
func TestAccounts_otherRole(t *testing.T) {
	t.Parallel()
	now := testTime
	files := env("/a", readerARN)
	f := &fakeSTS{now: func() time.Time { return now }}
	c := connect(f)
	c.Now = f.now
	w := webRole{request: request{WebIdentityToken: canary, DurationSeconds: defaultRoleSeconds}, roleFile: "/a", open: func(name string) (fs.File, error) { return memory(files)(name) }}
	source := guarded(t, c, []string{accountOf}, nil, webIdentitySource(w, "web identity", "environment"))
	for _, arn := range []string{readerARN, readerARN, otherARN} {
		files["/a"] = arn
		credential(t.Context(), t, source)
		now = now.Add(2 * time.Hour)
	}
	const assume, check = "AssumeRoleWithWebIdentity", "GetCallerIdentity"
	if want := strings.Join([]string{assume, check, assume, assume, check}, " "); f.actions() != want {
		t.Errorf("STS was asked for %s, want %s", f.actions(), want)
	}
}

// TestAccounts_code: the session of a code is not opened again after a failed check,
// and the error stays the check's.
func TestAccounts_code(t *testing.T) {
	t.Parallel()
	now := testTime
	f := &fakeSTS{now: stand}
	c := connect(f)
	c.Now = func() time.Time { return now }
	source := guarded(t, c, []string{"1"}, nil, testKeys(), testMFA())
	for range 3 {
		if _, err := source.Credential(t.Context()); !isA[*AccountError](err) {
			t.Errorf("error is %v", err)
		}
		now = now.Add(retryPause)
	}
	if f.actions() != "GetSessionToken GetCallerIdentity" {
		t.Errorf("STS was asked for %s", f.actions())
	}
}

// A source that fails before the check reports its own error.
func TestAccounts_sourceFails(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand, response: func(stsCall) (string, error) { return refusal("ResourceNotFound.RoleNotFound", "no"), nil }}
	_, err := guarded(t, connect(f), []string{accountOf}, nil, testSAML()).Credential(t.Context())
	if _, ok := err.(*SourceError); !ok { //nolint:errorlint // as it is, not wrapped
		t.Errorf("error is %v, want a SourceError", err)
	}
}
