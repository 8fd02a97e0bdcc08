// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestNewScreen(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })

	for name, test := range map[string]struct {
		variable string
		color    bool
	}{
		"a file":             {"", false},
		"a file, forced":     {"CLICOLOR_FORCE", true},
		"a file, but not so": {"NO_COLOR", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			getenv := func(variable string) string {
				if variable == test.variable {
					return "1"
				}
				return ""
			}
			if got := newScreen(file, getenv).color; got != test.color {
				t.Errorf("color is %t", got)
			}
		})
	}
	if newScreen(file, func(string) string { return "1" }).color {
		t.Error("NO_COLOR does not win")
	}
}

func TestScreen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		color bool
		said  string
		flags []string
	}{
		"plain":    {color: false, said: "\n==> reading 2 files\n", flags: []string{"-no-color"}},
		"in color": {color: true, said: "\n\x1b[1;36m==> reading 2 files\x1b[0m\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said strings.Builder
			s := screen{Writer: &said, color: test.color}
			s.announce("reading %d files", 2)
			if said.String() != test.said {
				t.Errorf("it said %q, want %q", &said, test.said)
			}
			if !slices.Equal(s.flags(), test.flags) {
				t.Errorf("got flags %q, want %q", s.flags(), test.flags)
			}
		})
	}
}
