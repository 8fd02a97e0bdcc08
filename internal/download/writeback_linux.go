// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"os"

	"golang.org/x/sys/unix"
)

// startWriteback starts writing a range of a file to the disk, so that little is
// left for fsync.
func startWriteback(f *os.File, from, length int64) {
	_ = unix.SyncFileRange(int(f.Fd()), from, length, unix.SYNC_FILE_RANGE_WRITE) // only a hint
}
