// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import "os/exec"

// Windows cannot interrupt a process, so the command is killed, the default of
// exec.CommandContext.

func endGently(*exec.Cmd)       {}
func endWithChildren(*exec.Cmd) {}
