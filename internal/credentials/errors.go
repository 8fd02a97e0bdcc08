// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Problems are all the faults that one resolution found, each an
// [*ArgumentError], [*KeyPairError], [*FileError], [*ExpiredLoginError] or
// [*MissingError].
type Problems []error

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, err := range p {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the faults, in the order they were found.
func (p Problems) Unwrap() []error { return p }

// ArgumentError is an argument that is missing, unusable or at odds with
// another one; or the environment variable that stands in for it.
type ArgumentError struct {
	Argument string // "assume_role.session_name"
	Reason   string // a sentence without a full stop, naming place and remedy
}

func (e *ArgumentError) Error() string { return e.Reason }

// Finding is what was found at one place that could have held a credential.
type Finding struct {
	Source string // "environment variable `TENCENTCLOUD_SECRET_KEY`"
	Found  string // "not set"
}

func (f Finding) String() string { return f.Source + ": " + f.Found }

// KeyPairError is a half of a key pair without the other.
type KeyPairError struct {
	Argument string    // the argument that would complete the pair; empty for a profile's file
	Found    string    // "`secret_id` in the provider block"
	Missing  string    // "secret_key"
	Looked   []Finding // where the missing half was looked for, in order
}

func (e *KeyPairError) Error() string {
	return fmt.Sprintf("%s is set, but %s is not; looked for in %s", e.Found, e.Missing, joinFindings(e.Looked, ", "))
}

// MissingError says that no source holds a credential.
type MissingError struct {
	Report []Finding // every source in the order of [Order]
}

func (e *MissingError) Error() string {
	return "no credentials were found; looked for, in this order:\n  - " + joinFindings(e.Report, "\n  - ")
}

func joinFindings(findings []Finding, separator string) string {
	lines := make([]string, len(findings))
	for i, f := range findings {
		lines[i] = f.String()
	}
	return strings.Join(lines, separator)
}

// FileError is a file that could not be read or does not hold what it should.
type FileError struct {
	File   string
	Line   int    // of the fault; 0 where it has no place within the file
	Column int    // in characters
	Reason string // never a part of the content
	Err    error  // the cause, if there is one; fs.ErrNotExist for example
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s, line %d, column %d: %s", e.File, e.Line, e.Column, e.Reason)
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// ExpiredLoginError is a profile whose login at tccli has ended.
type ExpiredLoginError struct {
	Profile string
	File    string
	Expired time.Time
	Command string // what logs in again: "tccli auth login --profile dev"
}

func (e *ExpiredLoginError) Error() string {
	return fmt.Sprintf("the login of profile %q (%s) expired at %s; run %s",
		e.Profile, e.File, e.Expired.UTC().Format(time.RFC3339), e.Command)
}

// SourceError is a source that was chosen and then gave no credential.
type SourceError struct {
	Source string // in words: "role qcs::… (`assume_role` in the provider block)"
	Err    error
}

func (e *SourceError) Error() string {
	return fmt.Sprintf("no credential from %s: %s", e.Source, e.Err)
}

// Unwrap returns the cause, which is a *tencentapi.Error where STS refused.
func (e *SourceError) Unwrap() error { return e.Err }

// AccountCheckError is a credential whose account STS did not tell, so that it
// must not be used.
type AccountCheckError struct{ Err error }

func (e *AccountCheckError) Error() string {
	return "the account of the credentials could not be checked: " + e.Err.Error()
}

// Unwrap returns what tencentapi.Call met.
func (e *AccountCheckError) Unwrap() error { return e.Err }

// AccountError is a credential of an account that the provider block rules out.
type AccountError struct {
	Account   string   // the account's id (Uin), as STS told it
	Allowed   []string // the ids of allowed_account_ids; empty where that is not set
	Forbidden []string // the ids of forbidden_account_ids, likewise
}

func (e *AccountError) Error() string {
	if slices.Contains(e.Forbidden, e.Account) {
		return fmt.Sprintf("the credentials belong to account %s, which `forbidden_account_ids` names (%s)",
			e.Account, strings.Join(e.Forbidden, ", "))
	}
	return fmt.Sprintf("the credentials belong to account %s, which `allowed_account_ids` does not name (%s)",
		e.Account, strings.Join(e.Allowed, ", "))
}
