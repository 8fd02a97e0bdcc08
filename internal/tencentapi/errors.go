// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"fmt"
	"time"
)

// Error is an error that the API returned: a response with an Error object,
// usually with HTTP status 200.
type Error struct {
	Action     string // "DescribeBackupUrl"
	Region     string // as sent
	Code       string // "InvalidParameterValue.BackupNotExists"
	Message    string // safe to show in a terminal
	RequestID  string // for Tencent Cloud's support; may be empty
	StatusCode int    // of the HTTP response
	Source     string // of the credentials, if they were rejected; see WithSourceName

	serverTime time.Time     // the response's Date, zero if it had none
	clockOff   time.Duration // from the time of the signature to serverTime
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s: %s (request ID %s)", e.Action, e.Code, e.Message, e.RequestID)
}

// ResponseError is the error for a response that did not come from the API, or
// was truncated: a proxy's page, a redirect, or a body that is not JSON or too
// long.
type ResponseError struct {
	Action     string
	Host       string
	StatusCode int    // 0 if the response is not HTTP
	Reason     string // never contains a part of the body

	truncated bool
}

func (e *ResponseError) Error() string {
	if e.StatusCode == 0 {
		return fmt.Sprintf("%s: %s: %s", e.Action, e.Host, e.Reason)
	}
	return fmt.Sprintf("%s: %s returned HTTP %d: %s", e.Action, e.Host, e.StatusCode, e.Reason)
}

// FieldError is the error for a response of the API in which a required field is not
// of the documented type.
type FieldError struct {
	Action    string
	Field     string // "Response.BackupSet.0.Status"
	RequestID string
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("%s: the response's field %s is not of the documented type (request ID %s)", e.Action, e.Field, e.RequestID)
}

// ConnectionError is the error for a request without a response: an unknown host,
// a connection that was refused or reset, an untrusted certificate, a
// [*netfault.ProxyError], a [*TimeoutError], or the cause of the call's context.
type ConnectionError struct {
	Action string
	Host   string
	Err    error // the cause, without the URL that net/http puts before it
}

func (e *ConnectionError) Error() string {
	return fmt.Sprintf("%s: no response from %s: %s", e.Action, e.Host, e.Err)
}

// Unwrap returns the cause.
func (e *ConnectionError) Unwrap() error { return e.Err }

// TimeoutError is the error for an attempt without a complete response in time.
type TimeoutError struct {
	Limit time.Duration // see [WithRequestTimeout]
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("no complete response within request_timeout (%s)", e.Limit)
}

// Unwrap returns [context.DeadlineExceeded].
func (e *TimeoutError) Unwrap() error { return context.DeadlineExceeded }

// AttemptsError is the last error of a call that took more than one attempt.
type AttemptsError struct {
	Attempts int
	Elapsed  time.Duration // from the start of the first attempt to the end of the last
	Err      error         // of the last attempt
}

func (e *AttemptsError) Error() string {
	return fmt.Sprintf("%s (%d attempts in %s)", e.Err, e.Attempts, e.Elapsed.Round(10*time.Millisecond))
}

// Unwrap returns the error of the last attempt.
func (e *AttemptsError) Unwrap() error { return e.Err }

// UncertainError is the error for a failed [CallOnce] that may have taken effect.
type UncertainError struct {
	Err error // of the last attempt
}

func (e *UncertainError) Error() string { return e.Err.Error() + "; it may have taken effect" }

// Unwrap returns the error of the last attempt.
func (e *UncertainError) Unwrap() error { return e.Err }
