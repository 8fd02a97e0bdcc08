// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// each calls work for each item, some at a time. After an error, it cancels the other
// calls and returns that error.
func each[T any](ctx context.Context, some int, items []T, work func(ctx context.Context, item T) error) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(some)
	for _, item := range items {
		group.Go(func() error {
			if inner.Err() != nil {
				return inner.Err() // not the first error
			}
			return work(inner, item)
		})
	}
	err := group.Wait()
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	return err
}
