// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock reports whether it acquired the lock.
func tryLock(f *os.File) (bool, error) {
	// A byte far behind the content, which others cannot read while it is locked.
	at := &windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}

// unlock removes the lock file, unless another process has already opened it.
func unlock(f *os.File, root *os.Root, name string) {
	_ = f.Close()
	_ = root.Remove(name) // it may remain
}
