// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var errCodeUsed = errors.New("its one-time MFA code has been used, so the session cannot be renewed. Run again with a new code, or request a longer session")

// onceAnswered lets STS answer fetch once. Good or bad, the answer uses up the
// code, and sending a wrong one again and again can lock the device. It relies
// on temporary, which makes one fetch at a time.
func onceAnswered(fetch fetchFunc) fetchFunc {
	var used error
	return func(ctx context.Context) (lease, error) {
		if used != nil {
			return lease{}, used
		}
		l, err := fetch(ctx)
		if err == nil {
			used = errCodeUsed
		} else if isVerdict(err) {
			used = err
		}
		return l, err
	}
}

// isVerdict reports whether STS itself examined the request and refused it. A
// busy service did not, and with a SourceError nothing was sent.
func isVerdict(err error) bool {
	if _, ok := errors.AsType[*SourceError](err); ok {
		return false
	}
	refusal, ok := errors.AsType[*tencentapi.Error](err)
	return ok && !refusal.HasCode("RequestLimitExceeded") && !refusal.HasCode("InternalError") && !refusal.HasCode("ServiceUnavailable")
}
