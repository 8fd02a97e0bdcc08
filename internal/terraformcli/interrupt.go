// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"context"
	"os/exec"
	"time"
)

// Interruptible is a command that is asked to end when ctx does, and killed
// where it does not within ten seconds. Only that ends it early: Ctrl-C in a
// terminal does not reach it.
func Interruptible(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // running the tool that was found is the purpose
	cmd.WaitDelay = 10 * time.Second
	endGently(cmd)
	return cmd
}
