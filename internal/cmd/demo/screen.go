// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
)

// screen is where the demo and Terraform print.
type screen struct {
	io.Writer
	color bool
}

// newScreen is in color where a person looks at it, or CLICOLOR_FORCE asks for
// it, as make picture does. NO_COLOR rules that out.
func newScreen(out *os.File, getenv func(string) string) screen {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return screen{Writer: out, color: getenv("NO_COLOR") == "" && (terminal || getenv("CLICOLOR_FORCE") != "")}
}

// announce prints a line that tells what comes next.
func (s screen) announce(format string, args ...any) {
	line := "==> " + fmt.Sprintf(format, args...)
	if s.color {
		line = "\x1b[1;36m" + line + "\x1b[0m"
	}
	fmt.Fprintf(s, "\n%s\n", line)
}

// flags are those that keep Terraform to the same.
func (s screen) flags() []string {
	if s.color {
		return nil
	}
	return []string{"-no-color"}
}
