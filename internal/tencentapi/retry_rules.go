// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// defaultAttempts is the number of attempts that [WithMaxRetries] changes.
const defaultAttempts = 1 + DefaultMaxRetries

// RetryRule is the maximum number of attempts for some errors.
type RetryRule struct {
	What     string // the errors, for the guide
	Attempts int    // in all

	matches func(error) bool // nil if retry or netfault follows the rule
}

// RetryRules is the retry policy, and a table of the guide on errors. The first match
// counts. All other errors end a call.
//
// Sources: "Common error codes" in the API's documentation, and the action's
// document for FailedOperation.SystemError, which it calls an internal fault, but
// which users have seen persist. STS returns InternalError.GetRoleError and
// InternalError.IllegalRole for a role that does not exist, and
// InvalidParameter.OverLimit if it is called too often.
var RetryRules = []RetryRule{
	{"`InternalError.IllegalRole` of STS", 1, hasCode("InternalError.IllegalRole")},
	{"`FailedOperation.SystemError`, `InternalError.GetRoleError` of STS", 3, hasCode("FailedOperation.SystemError", "InternalError.GetRoleError")},
	{
		"`RequestLimitExceeded`, `InternalError`, `ServiceUnavailable` and the codes below them, `InvalidParameter.OverLimit` of STS", defaultAttempts,
		hasCode("RequestLimitExceeded", "InternalError", "ServiceUnavailable", "InvalidParameter.OverLimit"),
	},
	{"HTTP status 408, 429, or 5xx, with any other code or with none", defaultAttempts, hasTransientStatus},
	{"a truncated response", defaultAttempts, isTruncated},
	{"a lost connection", defaultAttempts, nil},
	{"a refused connection, a host that is not found", 3, nil},
	{"no response within `request_timeout`", maxTimeouts, nil},
	{"`AuthFailure.SignatureExpire`, if this machine's clock is off: signed with the API's time", 2, nil},
	{"`AuthFailure.TokenFailure` or `AuthFailure.SecretIdNotFound`, if the key is temporary and can be renewed", 2, nil},
	{"a refusal by the proxy, a failed TLS handshake, a response that is not from the API", 1, nil},
}

// hasCode returns a function that reports whether an error has one of the codes, or one
// within them: "AuthFailure" matches "AuthFailure.TokenFailure" but not "AuthFailureX".
func hasCode(codes ...string) func(error) bool {
	return func(err error) bool {
		apiErr, ok := errors.AsType[*Error](err)
		return ok && slices.ContainsFunc(codes, func(code string) bool {
			rest, found := strings.CutPrefix(apiErr.Code, code)
			return found && (rest == "" || rest[0] == '.')
		})
	}
}

// httpStatus returns the status of an unsuccessful response, or 0. A gateway may have
// responded in the API's place, with or without an error in the API's form.
func httpStatus(err error) int {
	if apiErr, ok := errors.AsType[*Error](err); ok {
		return apiErr.StatusCode
	}
	if resErr, ok := errors.AsType[*ResponseError](err); ok {
		return resErr.StatusCode
	}
	return 0
}

func hasTransientStatus(err error) bool { return netfault.IsTransient(httpStatus(err)) }

func isTruncated(err error) bool {
	resErr, ok := errors.AsType[*ResponseError](err)
	return ok && resErr.truncated
}

// isThrottled reports whether the API, or a gateway in front of it, throttled the
// request.
func isThrottled(err error) bool {
	return httpStatus(err) == http.StatusTooManyRequests || hasCode("RequestLimitExceeded", "InvalidParameter.OverLimit")(err)
}
