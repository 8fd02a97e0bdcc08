// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"errors"

	"golang.org/x/sys/windows"
)

// freeSpace returns how many bytes can be written below path. It reports false if
// that is not known.
func freeSpace(path string) (free int64, ok bool) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, false
	}
	var available uint64
	if windows.GetDiskFreeSpaceEx(name, &available, nil, nil) != nil {
		return 0, false
	}
	return int64(min(available, 1<<62)), true //nolint:gosec // fits
}

func isDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
