// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// accountOf is the account in the responses of fakeSTS.
const accountOf = "100000000001"

// guarded opens a plan that checks the account.
func guarded(t *testing.T, c Connection, allowed, forbidden []string, sources ...Source) tencentapi.CredentialSource {
	t.Helper()
	source, err := (&Plan{Sources: sources, Allowed: allowed, Forbidden: forbidden}).Open(c)
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
		"not allowed":   {[]string{"1", "2"}, nil, &AccountError{accountOf, []string{"1", "2"}, nil}, "the credentials belong to account 100000000001, which is not in allowed_account_ids (1, 2)"},
		"not forbidden": {nil, []string{"1"}, nil, ""},
		"forbidden":     {nil, []string{"1", accountOf}, &AccountError{accountOf, nil, []string{"1", accountOf}}, "the credentials belong to account 100000000001, which is in forbidden_account_ids (1, 100000000001)"},
	}
	bases := map[string][]Source{"keys": {keys()}, "SAML": {saml()}, "role": {keys(), role(roleARN)}}
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
	source := guarded(t, connect(f), []string{accountOf}, nil, keys())
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

// A check that begins just after another one has ended asks nothing.
func TestAccounts_checkedMeanwhile(t *testing.T) {
	t.Parallel()
	g := &accountGuard{CredentialSource: tencentapi.Credential{SecretID: testID}, checked: true}
	if verdict, err := g.check.Do(t.Context(), "", g.verify); verdict != nil || err != nil {
		t.Errorf("verdict is %v, %v", verdict, err)
	}
}

// A guarded source renews as the one behind it does, without another check.
func TestAccounts_renew(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	source, ok := guarded(t, connect(f), []string{accountOf}, nil, saml()).(tencentapi.Renewer)
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

// Without a response there is no credential, and no verdict either.
func TestAccounts_unknown(t *testing.T) {
	t.Parallel()
	const denied = `{"Response":{"Error":{"Code":"UnauthorizedOperation","Message":"no"},"RequestId":"r-9"}}`
	tests := map[string]struct{ response, text string }{
		"refused":    {denied, "the account of the credentials could not be checked: GetCallerIdentity: UnauthorizedOperation: no (request ID r-9)"},
		"no account": {`{"Response":{"AccountId":"","RequestId":"r-9"}}`, "the account of the credentials could not be checked: GetCallerIdentity: the response names no account (request ID r-9)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := tt.response
			f := &fakeSTS{now: stand, response: func(stsCall) (string, error) { return response, nil }}
			source := guarded(t, connect(f), nil, []string{"1"}, keys())
			cred, err := source.Credential(t.Context())
			if _, ok := errors.AsType[*AccountCheckError](err); !ok || err.Error() != tt.text || cred != (tencentapi.Credential{}) {
				t.Errorf("credential %+v, error is %v\nwant %s", cred, err, tt.text)
			}
			response = ""
			if got := credential(t.Context(), t, source); got.SecretID != testID {
				t.Errorf("then the id is %q", got.SecretID)
			}
		})
	}
}

// What keeps the source from signing the check is told as it is.
func TestAccounts_sourceFails(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand, response: func(stsCall) (string, error) { return refusal("ResourceNotFound.RoleNotFound", "no"), nil }}
	_, err := guarded(t, connect(f), []string{accountOf}, nil, saml()).Credential(t.Context())
	if _, ok := err.(*SourceError); !ok { //nolint:errorlint // as it is, not wrapped
		t.Errorf("error is %v, want a SourceError", err)
	}
}

func TestAccounts_canceled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &accountGuard{
			CredentialSource: tencentapi.Credential{SecretID: testID},
			account: func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			},
			allowed: []string{accountOf}, timeout: time.Minute,
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() {
			synctest.Wait()
			cancel(errLeft)
		}()
		if _, err := g.Credential(ctx); !errors.Is(err, errLeft) {
			t.Errorf("error is %v, want the cause", err)
		}
	})
}
