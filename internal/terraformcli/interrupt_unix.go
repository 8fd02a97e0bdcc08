// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package terraformcli

import (
	"os/exec"
	"syscall"
)

// endGently interrupts the command and all processes that it started.
//
// It also runs the command in a process group of its own, so that Ctrl-C in a terminal
// does not reach it too: Terraform exits at once after two interrupts.
func endGently(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
}

// endWithChildren kills the command and all processes that it started, since make does
// not forward signals.
func endWithChildren(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
}
