// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestPoll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start, last := time.Now(), time.Now()
		var pauses []time.Duration
		err := Poll(t.Context(), PollInterval, func() (bool, error) {
			pauses = append(pauses, time.Since(last))
			last = time.Now()
			return len(pauses) == 8, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []int{0, 5000, 7500, 11250, 16875, 25312, 30000, 30000} // milliseconds
		for i, pause := range pauses {
			middle := time.Duration(want[i]) * time.Millisecond
			if pause < middle*79/100 || pause > middle*121/100 {
				t.Errorf("pause %d took %s, want %s ±20 %%", i, pause, middle)
			}
		}
		if total := time.Since(start); total.Truncate(time.Millisecond) == 125937*time.Millisecond {
			t.Error("the pauses are not varied")
		}
	})
}

func TestPoll_ends(t *testing.T) {
	t.Parallel()
	errLook, errStopped := errors.New("the look failed"), errors.New("stopped")
	tests := map[string]struct {
		look    func(n int) (bool, error)
		timeout time.Duration
		looks   int
		err     error
		took    time.Duration
	}{
		"at once":        {func(int) (bool, error) { return true, nil }, time.Hour, 1, nil, 0},
		"with an error":  {func(int) (bool, error) { return false, errLook }, time.Hour, 1, errLook, 0},
		"with the pause": {func(int) (bool, error) { return false, nil }, time.Second, 1, errStopped, time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeoutCause(t.Context(), tt.timeout, errStopped)
				defer cancel()
				looks, start := 0, time.Now()
				err := Poll(ctx, PollInterval, func() (bool, error) {
					looks++
					return tt.look(looks)
				})
				if !errors.Is(err, tt.err) || looks != tt.looks || time.Since(start) != tt.took {
					t.Errorf("got %v after %d looks and %s; want %v, %d, %s", err, looks, time.Since(start), tt.err, tt.looks, tt.took)
				}
			})
		})
	}
}
