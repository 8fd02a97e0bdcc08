// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// SourceError is the error of a source that returned no credentials.
type SourceError struct {
	Source string // for example "role qcs::… (provider block)"
	Err    error
}

func (e *SourceError) Error() string {
	return fmt.Sprintf("no credentials from %s: %s", e.Source, e.Err)
}

// Unwrap returns the cause, which is a *tencentapi.Error if STS refused.
func (e *SourceError) Unwrap() error { return e.Err }

// ExpiredLoginError is the error for a profile whose login with tccli has expired.
type ExpiredLoginError struct {
	Profile string
	File    string
	Expired time.Time
	Now     time.Time // by this machine's clock
	Command string    // to log in again: "tccli auth login --profile dev"
}

func (e *ExpiredLoginError) Error() string {
	return fmt.Sprintf("the login of profile %q (%s) expired at %s. Run %s",
		e.Profile, e.File, e.Expired.UTC().Format(time.RFC3339), e.Command)
}

// MissingError is the error for an environment without credentials.
type MissingError struct {
	Notes                        []string // about sources that could be meant
	NotInBlock, NotInEnvironment []string // the names of the others
}

func (e *MissingError) Error() string { return "no credentials were found" }

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

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
