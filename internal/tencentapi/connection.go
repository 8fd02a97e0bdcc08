// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// connectionError returns the error for a request without a response: the cause
// of ctx or of the attempt's own context if one is done, otherwise what is known
// to be harmless of err.
func connectionError(ctx, timed context.Context, x *exchange, err error) error {
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case timed.Err() != nil:
		err = context.Cause(timed)
	default:
		err = netfault.Clean(err)
	}
	if errors.Is(err, netfault.ErrNotHTTP) || errors.Is(err, netfault.ErrRedirect) {
		return &ResponseError{Action: x.action, Host: x.url.Host, Reason: err.Error()}
	}
	return &ConnectionError{Action: x.action, Host: x.url.Host, Err: err}
}
