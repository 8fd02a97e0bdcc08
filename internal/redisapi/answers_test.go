// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var (
			a     answers[int64]
			asked atomic.Int64
			wg    sync.WaitGroup
		)
		get := func(region, request string) int64 {
			value, err := a.to(t.Context(), region, request, func(context.Context) (*int64, error) {
				time.Sleep(time.Second)
				n := asked.Add(1)
				if request == "refused" && n == 4 {
					return nil, errors.New("refused")
				}
				return &n, nil
			})
			if err != nil {
				return -1
			}
			return *value
		}
		for range 100 {
			wg.Go(func() {
				if got := get("r", "a"); got != 1 {
					t.Errorf("answer %d, want that of the first", got)
				}
			})
		}
		wg.Wait()
		for _, tt := range []struct {
			why, region, request string
			want                 int64
		}{
			{"a little later", "r", "a", 1},
			{"another request", "r", "b", 2},
			{"another region", "s", "a", 3},
			{"a refusal", "r", "refused", -1},
			{"after a refusal", "r", "refused", 5},
		} {
			if got := get(tt.region, tt.request); got != tt.want {
				t.Errorf("%s: answer %d, want %d", tt.why, got, tt.want)
			}
		}
		time.Sleep(freshFor)
		if got := get("r", "a"); got != 6 {
			t.Errorf("when the answer is stale: answer %d, want a new one", got)
		}
	})
}
