// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var errCodeUsed = errors.New("its one-time MFA code has been used, so the session cannot be renewed. Run again with a new code, or request a longer session")

// once returns fetch for an MFA code, which STS accepts once. After a response,
// good or bad, it sends no more requests: repeating a wrong code can lock the
// device. It must not be called concurrently.
func once(fetch fetchFunc) fetchFunc {
	var used error
	return func(ctx context.Context) (lease, error) {
		if used != nil {
			return lease{}, used
		}
		l, err := fetch(ctx)
		if err == nil {
			used = errCodeUsed
		} else if isRefusal(err) {
			used = err
		}
		return l, err
	}
}

// isRefusal reports whether STS checked the request and refused it, as opposed to
// being busy. With a SourceError, nothing was sent.
func isRefusal(err error) bool {
	if _, ok := errors.AsType[*SourceError](err); ok {
		return false
	}
	refusal, ok := errors.AsType[*tencentapi.Error](err)
	return ok && !refusal.HasCode("RequestLimitExceeded") && !refusal.HasCode("InternalError") && !refusal.HasCode("ServiceUnavailable")
}
