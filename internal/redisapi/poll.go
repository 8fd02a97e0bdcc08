// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"math/rand/v2"
	"time"
)

// PollInterval is how long [Poll] pauses at first, unless a test is faster.
const PollInterval = 5 * time.Second

// Poll calls look until it reports that it is done, returns an error, or ctx is
// done, whose cause Poll then returns. The pauses in between begin with
// interval and grow by half up to six times that, each varied by 20 % so that
// many waits do not come to move in step.
func Poll(ctx context.Context, interval time.Duration, look func() (done bool, err error)) error {
	for pause := interval; ; pause = min(pause*3/2, 6*interval) {
		if done, err := look(); done || err != nil {
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
