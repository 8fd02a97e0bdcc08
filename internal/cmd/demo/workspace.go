// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// workspace is a folder with everything that Terraform needs and writes.
type workspace struct {
	dir string
	cli terraform
	env []string
	out io.Writer
}

const cliConfigName = "cli.tfrc"

func (w *workspace) mirror() string        { return filepath.Join(w.dir, "mirror") }
func (w *workspace) configuration() string { return filepath.Join(w.dir, "configuration") }

// run runs a command of Terraform and passes on what it prints, in which no
// signed URL may appear.
func (w *workspace) run(ctx context.Context, name string, args ...string) error {
	var printed bytes.Buffer
	cmd := w.terraform(ctx, name, append(args, w.colors()...)...)
	cmd.Stdout = io.MultiWriter(w.out, &printed)
	cmd.Stderr = cmd.Stdout
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", w.cli.command(), name, err)
	}
	if bytes.Contains(printed.Bytes(), []byte("q-signature")) {
		return fmt.Errorf("%s %s printed a signed URL, which it should keep to itself", w.cli.command(), name)
	}
	return nil
}

// output decodes an output value into target.
func (w *workspace) output(ctx context.Context, name string, target any) error {
	cmd := w.terraform(ctx, "output", "-json", name)
	cmd.Stderr = w.out
	stdout, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(stdout, target)
	}
	if err != nil {
		return fmt.Errorf("%s output -json %s: %w", w.cli.command(), name, err)
	}
	return nil
}

// terraform names the configuration with -chdir and stays in the present
// folder, since version managers such as asdf choose the version by it.
func (w *workspace) terraform(ctx context.Context, command string, args ...string) *exec.Cmd {
	cmd := interruptible(ctx, w.cli.path, append([]string{"-chdir=" + w.configuration(), command}, args...)...)
	cmd.Env = w.env
	return cmd
}

// colors are the flags that keep colors off what is not a terminal.
func (w *workspace) colors() []string {
	if f, ok := w.out.(*os.File); ok && os.Getenv("NO_COLOR") == "" {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return nil
		}
	}
	return []string{"-no-color"}
}

// interruptible is a command that is asked to end when ctx does, and killed
// where it does not within ten seconds.
func interruptible(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // running the tool that was found is the purpose
	cmd.WaitDelay = 10 * time.Second
	endGently(cmd)
	return cmd
}

// copyExample copies the configuration files, and no state that may lie beside
// them.
func copyExample(to, from string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	paths, err := filepath.Glob(filepath.Join(from, "*.tf"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		err = errors.Join(err, copyFile(filepath.Join(to, filepath.Base(path)), path, 0o600))
	}
	return err
}
