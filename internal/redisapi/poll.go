// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"math/rand/v2"
	"time"
)

// PollInterval is the usual interval for [Poll].
const PollInterval = 5 * time.Second

// Poll calls check until it reports true or returns an error, or until ctx is done;
// then Poll returns the cause of ctx. The first pause is interval, and each further
// one half as long again, up to six times interval. They vary by 20 %, so that
// concurrent calls spread out.
func Poll(ctx context.Context, interval time.Duration, check func() (done bool, err error)) error {
	for pause := interval; ; pause = min(pause*3/2, 6*interval) {
		if done, err := check(); done || err != nil {
			return err
		}
		varied := time.Duration(float64(pause) * (0.8 + 0.4*rand.Float64())) //nolint:gosec // nothing to guess here
		select {
		case <-time.After(varied):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
