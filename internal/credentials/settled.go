// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

const (
	settleAttempts = 5
	settlePause    = 50 * time.Millisecond
)

// settled calls read again, a few times after a short pause, while it fails in
// a way that a file does that another program is replacing in place.
func settled[T any](ctx context.Context, read func() (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		value, err := read()
		if attempt == settleAttempts || !isUnfinished(err) {
			return value, err
		}
		select {
		case <-ctx.Done():
			return value, context.Cause(ctx)
		case <-time.After(settlePause):
		}
	}
}

func isUnfinished(err error) bool {
	fileErr, ok := errors.AsType[*textfile.Error](err)
	return ok && (fileErr.Unfinished || errors.Is(err, fs.ErrNotExist))
}
