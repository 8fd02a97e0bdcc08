// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var (
	allowedAccounts = setting.Argument{
		Path: "allowed_account_ids", Kind: setting.Set, Check: checkAccountID,
		Description: "IDs (Uin) of the accounts that the credentials may belong to. " + checkedFirst + " Conflicts with `forbidden_account_ids`.",
	}
	forbiddenAccounts = setting.Argument{
		Path: "forbidden_account_ids", Kind: setting.Set, Check: checkAccountID,
		Description: "IDs (Uin) of accounts that the credentials must not belong to. " + checkedFirst + " Conflicts with `allowed_account_ids`.",
	}
	accountArguments = []setting.Argument{allowedAccounts, forbiddenAccounts}
)

const checkedFirst = "Credentials are checked before they sign any other request."

// accounts are those that credentials may or must not belong to. At most one of the
// two is set.
type accounts struct{ allowed, forbidden []string }

func (f *finder) accounts() accounts {
	a := accounts{f.Elements(allowedAccounts), f.Elements(forbiddenAccounts)}
	if len(a.allowed) > 0 && len(a.forbidden) > 0 {
		f.Fail(forbiddenAccounts.Path, "the provider block sets both %q and %q. Remove one of them", allowedAccounts.Path, forbiddenAccounts.Path)
	}
	return a
}

func (a accounts) restricted() bool { return len(a.allowed)+len(a.forbidden) > 0 }

// guard returns fetch, which belongs to the source that signs, with a check of each lease
// whose account is not known from the one before. A failed check is a failed fetch.
// The errors are an [*AccountError] and an [*AccountCheckError].
func (a accounts) guard(c *Connection, fetch fetchFunc) fetchFunc {
	known := ""
	return func(ctx context.Context) (lease, error) {
		l, err := fetch(ctx)
		account := cmp.Or(l.account, l.SecretID)
		if err != nil || account == known {
			return l, err
		}
		if err := a.check(ctx, c, l.Credential); err != nil {
			return lease{}, err
		}
		known = account
		return l, nil
	}
}

func (a accounts) check(ctx context.Context, c *Connection, cred tencentapi.Credential) error {
	account, user, err := c.caller(ctx, cred)
	if err != nil {
		return &AccountCheckError{Err: err}
	}
	e := &AccountError{Account: account, Allowed: a.allowed, Forbidden: a.forbidden}
	list := append(slices.Clone(a.allowed), a.forbidden...)
	if user != account && slices.Contains(list, user) {
		e.SubUser = user
	}
	listed := slices.Contains(list, account)
	if len(a.forbidden) > 0 && !listed && e.SubUser == "" || len(a.forbidden) == 0 && listed {
		return nil
	}
	return e
}

// Account returns the ID (Uin) of the account that the credentials of source belong to.
func (c *Connection) Account(ctx context.Context, source tencentapi.CredentialSource) (string, error) {
	account, _, err := c.caller(ctx, source)
	return account, err
}

// callerResponse is the output of GetCallerIdentity.
type callerResponse struct {
	tencentapi.ResponseHead

	AccountID jsontext.Value `json:"AccountId"` // of the caller's account, not of a sub-user
	UserID    jsontext.Value `json:"UserId"`    // of the sub-user, or something else for a role
}

// caller returns whom credentials belong to: the IDs (Uin) of an account and a user.
func (c *Connection) caller(ctx context.Context, source tencentapi.CredentialSource) (account, user string, err error) {
	s, err := c.sts(source, "")
	if err != nil {
		return "", "", err
	}
	response, err := tencentapi.Call[callerResponse](ctx, s.api, "GetCallerIdentity", s.region, struct{}{})
	if err != nil {
		return "", "", err
	}
	uin := func(v jsontext.Value) string { return strings.Trim(string(v), `"`) } // a string or, as some services have it, a number
	if account = uin(response.AccountID); checkAccountID(account) != nil {
		return "", "", errors.New("GetCallerIdentity: the response names no account (request ID " + response.RequestID + ")")
	}
	return account, uin(response.UserID), nil
}

// AccountCheckError is the error for credentials that must not be used because
// STS did not return their account.
type AccountCheckError struct{ Err error }

func (e *AccountCheckError) Error() string {
	return "the account of the credentials could not be checked: " + e.Err.Error()
}

// Unwrap returns the error of tencentapi.Call.
func (e *AccountCheckError) Unwrap() error { return e.Err }

// AccountError is the error for credentials of an account that the provider block
// does not allow.
type AccountError struct {
	Account   string   // the account's ID (Uin), from STS
	SubUser   string   // the ID of its sub-user, if the list has that
	Allowed   []string // the IDs in allowed_account_ids, if it is set
	Forbidden []string // the IDs in forbidden_account_ids, if it is set
}

func (e *AccountError) Error() string {
	text := "the credentials belong to account " + e.Account
	if len(e.Forbidden) > 0 && e.SubUser != "" {
		text = "the credentials belong to sub-user " + e.SubUser + " of account " + e.Account
	}
	if len(e.Forbidden) > 0 {
		return fmt.Sprintf("%s, which is in forbidden_account_ids (%s)", text, strings.Join(e.Forbidden, ", "))
	}
	text = fmt.Sprintf("%s, which is not in allowed_account_ids (%s)", text, strings.Join(e.Allowed, ", "))
	if e.SubUser != "" {
		text += fmt.Sprintf(". %s is the ID of a sub-user of that account, not of an account", e.SubUser)
	}
	return text
}

func isAccountError(err error) bool { return isA[*AccountError](err) || isA[*AccountCheckError](err) }

// checkAccountID checks the ID (Uin) of an account. Real ones have twelve digits.
func checkAccountID(id string) error {
	if id == "" || len(id) > 20 || strings.Trim(id, "0123456789") != "" {
		return fmt.Errorf("must contain account IDs (Uin), which are digits%s", setting.Got(id))
	}
	return nil
}
