// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Error is an error that the API itself answered: an HTTP 200 with an Error
// object in its envelope.
type Error struct {
	Action     string // "DescribeBackupUrl"
	Region     string // as sent
	Code       string // "InvalidParameterValue.BackupNotExists"
	Message    string // the API's own words, made safe for a terminal
	RequestID  string // what Tencent Cloud's support asks for
	StatusCode int    // of the HTTP answer, 200 as a rule

	serverTime time.Time     // the answer's Date, zero where it had none
	clockOff   time.Duration // how far serverTime is ahead of the time we signed with
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s: %s (request ID %s)", e.Action, e.Code, e.Message, e.RequestID)
}

// HasCode tells whether e has the given code or one below it: "AuthFailure"
// covers "AuthFailure.TokenFailure", and not "AuthFailureX".
func (e *Error) HasCode(code string) bool {
	rest, found := strings.CutPrefix(e.Code, code)
	return found && (rest == "" || rest[0] == '.')
}

// ResponseError is an HTTP answer that did not come from the API, or did not
// come whole: a proxy's page, a redirect, a cut or endless body.
type ResponseError struct {
	Action     string
	Host       string
	StatusCode int
	Reason     string // what was wrong, never a part of the body

	transient bool // another attempt may be answered better
}

func (e *ResponseError) Error() string {
	return fmt.Sprintf("%s: %s answered HTTP %d: %s", e.Action, e.Host, e.StatusCode, e.Reason)
}

// ConnectionError is a request that got no answer: no such host, refused,
// reset, no trust in the certificate, or no answer before the end of its time
// or of the call's context, whose cause it then has.
type ConnectionError struct {
	Action string
	Host   string
	Err    error // the cause, without the URL that net/http puts before it
}

func (e *ConnectionError) Error() string {
	return fmt.Sprintf("%s: %s could not be reached: %s", e.Action, e.Host, e.Err)
}

// Unwrap returns the cause.
func (e *ConnectionError) Unwrap() error { return e.Err }

// lateError is why an attempt ended that had not been answered in full in time.
type lateError struct{ limit time.Duration }

func (e *lateError) Error() string { return fmt.Sprintf("no whole answer within %s", e.limit) }

func (e *lateError) Unwrap() error { return context.DeadlineExceeded }

// AttemptsError is the last error of a call that was made more than once.
type AttemptsError struct {
	Attempts int
	Elapsed  time.Duration // from the first attempt's start to the last one's end
	Err      error         // what the last attempt met
}

func (e *AttemptsError) Error() string {
	return fmt.Sprintf("%s (%d attempts in %s)", e.Err, e.Attempts, e.Elapsed.Round(10*time.Millisecond))
}

// Unwrap returns what the last attempt met.
func (e *AttemptsError) Unwrap() error { return e.Err }

// EndedError is a call whose context ended while it had yet to be tried again.
type EndedError struct {
	Cause error // the context's
	Last  error // what the last attempt met, often an [*AttemptsError]
}

func (e *EndedError) Error() string { return fmt.Sprintf("%s; before that: %s", e.Cause, e.Last) }

// Unwrap returns both.
func (e *EndedError) Unwrap() []error { return []error{e.Cause, e.Last} }
