// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

const required = `
terraform {
  required_providers {
    tencentredis = { source = "tencentredis/tencentredis" }
  }
}
`

// workspace is a folder with a configuration.
type workspace struct {
	cli    string
	dir    string
	env    []string
	report string // of the meter
}

// outcome is what a command of Terraform took.
type outcome struct {
	seconds  float64
	failures int // errors that Terraform printed
	used     usage
}

// workspace makes one with a program as the provider, a configuration, and the
// values of its variables.
func (l *lab) workspace(program, configuration string, variables map[string]any) (*workspace, error) {
	dir, err := os.MkdirTemp(l.dir, "workspace-")
	if err != nil {
		return nil, err
	}
	w := &workspace{cli: l.cli, dir: dir, report: dir + ".usage"}
	w.env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+l.config, "CHECKPOINT_DISABLE=1", meteredProgram+"="+program, meterReport+"="+w.report)
	values, err := json.Marshal(variables)
	return w, errors.Join(err,
		os.WriteFile(filepath.Join(dir, "main.tf"), []byte(required+configuration), 0o600),
		os.WriteFile(filepath.Join(dir, "terraform.tfvars.json"), values, 0o600))
}

func (w *workspace) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.cli, append([]string{"-chdir=" + w.dir}, args...)...) //nolint:gosec // from the PATH
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = w.env
	return cmd
}

// errorLine is how Terraform begins an error, in a frame or without.
var errorLine = regexp.MustCompile(`(?m)^(?:│ )?Error: `)

// try runs a command against s, and counts the errors that Terraform prints.
func (w *workspace) try(ctx context.Context, s *service, command string, args ...string) (outcome, error) {
	if err := os.RemoveAll(w.report); err != nil {
		return outcome{}, err
	}
	cmd := w.command(ctx, append([]string{command, "-input=false", "-no-color"}, args...)...)
	cmd.Env = append(cmd.Env, s.env...)
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	start := time.Now()
	err := cmd.Run()
	o := outcome{seconds: time.Since(start).Seconds(), failures: len(errorLine.FindAll(printed.Bytes(), -1))}
	if ctx.Err() != nil {
		return o, ctx.Err()
	}
	if err != nil && o.failures == 0 {
		return o, fmt.Errorf("%s %s: %w\n%s", w.cli, command, err, printed.Bytes())
	}
	o.used, err = readUsage(w.report)
	return o, err
}

// run is try for a command that must not fail.
func (w *workspace) run(ctx context.Context, s *service, command string, args ...string) (outcome, error) {
	o, err := w.try(ctx, s, command, args...)
	if err == nil && o.failures > 0 {
		err = fmt.Errorf("%s %s: %d errors, want none", w.cli, command, o.failures)
	}
	return o, err
}

func seconds(o outcome) float64    { return o.seconds }
func cpuSeconds(o outcome) float64 { return o.used.CPUSeconds }
func peakMiB(o outcome) float64    { return float64(o.used.PeakBytes) / (1 << 20) }
