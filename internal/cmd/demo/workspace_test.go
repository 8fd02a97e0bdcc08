// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestWorkspaceRun(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	for name, test := range map[string]struct {
		script, said, wrong string
	}{
		"passes on what is printed": {script: `echo "$@"; echo problem >&2`, said: "apply -auto-approve -no-color\nproblem\n"},
		"fails":                     {script: "echo Error: no; exit 3", said: "Error: no\n", wrong: "terraform apply: exit status 3"},
		"shows a signed URL":        {script: "echo q-signature", said: "q-signature\n", wrong: "printed a signed URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said strings.Builder
			w := workspaceWith(t, "shift; "+test.script, &said)
			err := w.run(t.Context(), "apply", "-auto-approve")
			if (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("got error %v, want %q", err, test.wrong)
			}
			if said.String() != test.said {
				t.Errorf("it said %q, want %q", &said, test.said)
			}
		})
	}
}

func TestWorkspaceOutput(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	w := workspaceWith(t, `[ "$2 $3 $4" = "output -json files" ] && echo '{"1.rdb":1264547}'`, io.Discard)
	var sizes map[string]int64
	if err := w.output(t.Context(), "files", &sizes); err != nil || sizes["1.rdb"] != 1264547 {
		t.Errorf("got %v and error %v", sizes, err)
	}
	if err := w.output(t.Context(), "other", &sizes); err == nil || !strings.Contains(err.Error(), "output -json other: exit status 1") {
		t.Errorf("got error %v", err)
	}
}

// TestInterruptible shows that a command may end in its own way, and that what
// it still prints is not lost.
func TestInterruptible(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there, a process cannot be asked to end")
	}
	path := script(t, filepath.Join(t.TempDir(), "terraform"), `trap 'echo cleaned up; exit 0' TERM; echo ready; while :; do sleep 0.02; done`)
	ctx, cancel := context.WithCancel(t.Context())
	cmd := interruptible(ctx, path)
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
		t.Errorf("it did not end in its own way: %q", lines.Text())
	}
	if err := cmd.Wait(); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that of the context", err)
	}
}

// TestEndWithChildren has a child that holds the output open: Wait would take
// the whole delay if it lived on.
func TestEndWithChildren(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there, a process cannot be asked to end")
	}
	path := script(t, filepath.Join(t.TempDir(), "make"), "sleep 60 & echo ready; wait")
	ctx, cancel := context.WithCancel(t.Context())
	cmd := interruptible(ctx, path)
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

// onFirstWrite calls do as soon as something is written.
type onFirstWrite struct{ do func() }

func (w *onFirstWrite) Write(p []byte) (int, error) {
	w.do()
	return len(p), nil
}

func TestCheckStart(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := checkStart("provider"); err == nil || !strings.Contains(err.Error(), "repository's root") {
		t.Errorf("outside of the repository: got error %v", err)
	}
	if err := os.MkdirAll(filepath.FromSlash(example), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := checkStart("provider"); err == nil || !strings.Contains(err.Error(), "make build") {
		t.Errorf("without a provider: got error %v", err)
	}
	writeFile(t, "provider", "binary")
	if err := checkStart("provider"); err != nil {
		t.Errorf("with everything there: got error %v", err)
	}
}

func workspaceWith(t *testing.T, body string, out io.Writer) *workspace {
	t.Helper()
	dir := t.TempDir()
	path := script(t, filepath.Join(dir, "terraform"), body)
	return &workspace{dir: dir, cli: terraform{path: path, product: "Terraform", version: "1.11.4"}, out: out}
}
