// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import "os/exec"

// On Windows a process cannot be asked to end, so both leave it at the default
// of a command with a context: it is killed.

func endGently(*exec.Cmd)       {}
func endWithChildren(*exec.Cmd) {}
