// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakBytes is the most memory that the process had resident. Linux and the BSDs
// count KiB, macOS counts bytes (getrusage(2)).
func peakBytes(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(used.Maxrss) //nolint:unconvert // it is 32 bits long elsewhere
	}
	return int64(used.Maxrss) << 10 //nolint:unconvert // likewise
}
