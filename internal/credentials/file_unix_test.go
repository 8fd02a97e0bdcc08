// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package credentials

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe that nobody writes to is not waited for.
func TestOpenRegular_pipe(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := readText(openRegular, pipe)
	if fileErr, ok := errors.AsType[*FileError](err); !ok || fileErr.Reason != "is not a regular file" {
		t.Errorf("error is %v", err)
	}
}
