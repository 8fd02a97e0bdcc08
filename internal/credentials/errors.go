// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"fmt"
	"slices"
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
	Command string // to log in again: "tccli auth login --profile dev"
}

func (e *ExpiredLoginError) Error() string {
	return fmt.Sprintf("the login of profile %q (%s) expired at %s. Run %s",
		e.Profile, e.File, e.Expired.UTC().Format(time.RFC3339), e.Command)
}

// HalfPairError is the error for a profile with half a key pair.
type HalfPairError struct {
	File, Found, Missing string // "/home/u/.tccli/dev.credential", "secretId", "secretKey"
}

func (e *HalfPairError) Error() string {
	return fmt.Sprintf("%s contains %s but no %s", e.File, e.Found, e.Missing)
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
	Allowed   []string // the IDs in allowed_account_ids, if it is set
	Forbidden []string // the IDs in forbidden_account_ids, if it is set
}

func (e *AccountError) Error() string {
	if slices.Contains(e.Forbidden, e.Account) {
		return fmt.Sprintf("the credentials belong to account %s, which is in forbidden_account_ids (%s)",
			e.Account, strings.Join(e.Forbidden, ", "))
	}
	return fmt.Sprintf("the credentials belong to account %s, which is not in allowed_account_ids (%s)",
		e.Account, strings.Join(e.Allowed, ", "))
}
