// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package download

import (
	"errors"
	"math"
	"math/bits"

	"golang.org/x/sys/unix"
)

// freeSpace returns how many bytes can be written below path. It reports false if
// that is not known.
func freeSpace(path string) (free int64, ok bool) {
	var s unix.Statfs_t
	if unix.Statfs(path, &s) != nil || s.Blocks == 0 { // file systems in user space may not know their size
		return 0, false
	}
	return product(uint64(s.Bavail), uint64(s.Bsize)), true //nolint:gosec,unconvert // the types differ from system to system
}

// product returns a*b, at most the largest int64: network file systems report
// sizes beyond that.
func product(a, b uint64) int64 {
	high, low := bits.Mul64(a, b)
	if high > 0 || low > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(low)
}

func isDiskFull(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}
