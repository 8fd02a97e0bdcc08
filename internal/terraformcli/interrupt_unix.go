// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package terraformcli

import (
	"os/exec"
	"syscall"
)

// endGently lets the command end in its own way, with what it started.
//
// It also keeps Ctrl-C, which a terminal sends to a whole process group, from
// reaching the command beside Cancel: two interrupts make Terraform drop
// everything.
func endGently(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
}

// endWithChildren ends the command and all that it started, which make, unlike
// Terraform, does not see to.
func endWithChildren(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
}
