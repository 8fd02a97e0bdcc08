// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"context"
	"os/exec"
	"time"
)

// Interruptible returns a command that is interrupted when ctx is done, and killed ten
// seconds later. Ctrl-C in a terminal does not reach it.
func Interruptible(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // running the tool that was found is the purpose
	cmd.WaitDelay = 10 * time.Second
	endGently(cmd)
	return cmd
}
