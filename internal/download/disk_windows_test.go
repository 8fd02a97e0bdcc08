// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import "golang.org/x/sys/windows"

var errDiskFull error = windows.ERROR_DISK_FULL
