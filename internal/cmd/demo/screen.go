// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
)

// screen is the output of the demo and of Terraform.
type screen struct {
	io.Writer
	color bool
}

// newScreen returns a screen, in color on a terminal or if CLICOLOR_FORCE is set, as in
// make picture. NO_COLOR disables colors.
func newScreen(out *os.File, getenv func(string) string) screen {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return screen{Writer: out, color: getenv("NO_COLOR") == "" && (terminal || getenv("CLICOLOR_FORCE") != "")}
}

// announce prints the next step.
func (s screen) announce(format string, args ...any) {
	line := "==> " + fmt.Sprintf(format, args...)
	if s.color {
		line = "\x1b[1;36m" + line + "\x1b[0m"
	}
	fmt.Fprintf(s, "\n%s\n", line)
}

// flags returns the matching flags of Terraform.
func (s screen) flags() []string {
	if s.color {
		return nil
	}
	return []string{"-no-color"}
}
