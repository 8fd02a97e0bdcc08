// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package download

import "syscall"

var errDiskFull error = syscall.ENOSPC
