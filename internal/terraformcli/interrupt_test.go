// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"bufio"
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// TestInterruptible: an interrupted command can clean up, and its output is kept.
func TestInterruptible(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows cannot interrupt a process")
	}
	path := script(t, filepath.Join(t.TempDir(), "terraform"), `trap 'echo cleaned up; exit 0' TERM; echo ready; while :; do sleep 0.02; done`)
	ctx, cancel := context.WithCancel(t.Context())
	cmd := Interruptible(ctx, path)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("it did not start: %q", lines.Text())
	}
	cancel()
	if !lines.Scan() || lines.Text() != "cleaned up" {
		t.Errorf("it did not handle the interrupt: %q", lines.Text())
	}
	if err := cmd.Wait(); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that of the context", err)
	}
}

// TestEndWithChildren runs a child that keeps the output open, so that Wait takes the
// full delay if the child survives.
func TestEndWithChildren(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows cannot interrupt a process")
	}
	path := script(t, filepath.Join(t.TempDir(), "make"), "sleep 60 & echo ready; wait")
	ctx, cancel := context.WithCancel(t.Context())
	cmd := Interruptible(ctx, path)
	endWithChildren(cmd)
	cmd.WaitDelay = time.Minute
	cmd.Stdout = &onFirstWrite{do: cancel}
	start := time.Now()
	if err := cmd.Run(); err == nil || ctx.Err() == nil {
		t.Errorf("got error %v, want that of an interrupted command", err)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("the child was left alive for %s", took)
	}
}

// onFirstWrite calls do on the first write.
type onFirstWrite struct{ do func() }

func (w *onFirstWrite) Write(p []byte) (int, error) {
	w.do()
	return len(p), nil
}
