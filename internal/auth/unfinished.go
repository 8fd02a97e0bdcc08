// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

const (
	unfinishedAttempts = 10
	unfinishedPause    = 70 * time.Millisecond
)

// retryUnfinished calls read until it succeeds, at most a few times with short
// pauses, if its error may be due to another program that is writing the file. A
// missing file may be one if missing is set.
func retryUnfinished[T any](ctx context.Context, missing bool, read func() (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		value, err := read()
		if attempt == unfinishedAttempts || !isUnfinished(err, missing) {
			return value, err
		}
		select {
		case <-ctx.Done():
			return value, context.Cause(ctx)
		case <-time.After(unfinishedPause):
		}
	}
}

func isUnfinished(err error, missing bool) bool {
	fileErr, ok := errors.AsType[*textfile.Error](err)
	return ok && (fileErr.Unfinished || missing && errors.Is(err, fs.ErrNotExist))
}
