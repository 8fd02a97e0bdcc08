// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package download

import (
	"errors"
	"math"
	"math/bits"
	"os"

	"golang.org/x/sys/unix"
)

// freeSpace returns how many bytes can be written below path. It reports false if
// that is not known.
func freeSpace(path string) (free int64, ok bool) {
	var s unix.Statfs_t
	if unix.Statfs(path, &s) != nil || s.Bavail == 0 { // some file systems do not know; a full disk is noticed soon
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

// links returns how many names a file has, and its owner.
func links(f *os.File) (count, owner uint64) {
	var s unix.Stat_t
	if unix.Fstat(int(f.Fd()), &s) != nil {
		return 0, 0
	}
	return uint64(s.Nlink), uint64(s.Uid) //nolint:unconvert // the types differ from system to system
}

func isDiskFull(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}
