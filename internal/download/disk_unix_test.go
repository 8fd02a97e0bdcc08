// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package download

import (
	"math"
	"syscall"
	"testing"
)

var errDiskFull error = syscall.ENOSPC

func TestProduct(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b uint64
		want int64
	}{
		{0, 4096, 0},
		{1 << 20, 4096, 1 << 32},
		{1 << 51, 4096, math.MaxInt64},
		{math.MaxUint64, 4096, math.MaxInt64},
	} {
		if got := product(tt.a, tt.b); got != tt.want {
			t.Errorf("product(%d, %d) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
