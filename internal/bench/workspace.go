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

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

const required = `
terraform {
  required_providers {
    tencentredis = { source = "tencentredis/tencentredis" }
  }
}
`

// readEach reads each backup of a list. It takes everything that concerns the
// provider from the environment, so that it is valid for the floor as well.
const readEach = required + `
variable "instance_id" { type = string }

variable "backup_ids" { type = set(string) }

data "tencentredis_backup_url" "each" {
  for_each    = var.backup_ids
  instance_id = var.instance_id
  backup_id   = each.key
}
`

// workspace is a folder in which Terraform has installed a provider.
type workspace struct {
	cli    terraformcli.CLI
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

// reader makes a workspace in which a program reads so many backups.
func (l *lab) reader(ctx context.Context, program string, reads int) (*workspace, error) {
	var ids []string
	for _, b := range backups()[:reads] {
		ids = append(ids, b.ID)
	}
	return l.workspace(ctx, program, readEach, map[string]any{"instance_id": fakeapi.DocumentInstanceID, "backup_ids": ids})
}

// workspace makes one with a configuration and the values of its variables.
func (l *lab) workspace(ctx context.Context, program, configuration string, variables map[string]any) (*workspace, error) {
	dir, err := os.MkdirTemp(l.dir, "workspace-")
	if err != nil {
		return nil, err
	}
	w := &workspace{cli: l.cli, dir: dir, report: dir + ".usage"}
	w.env = append(terraformcli.Environment(os.Environ(), l.mirror), meteredProgram+"="+program, meterReport+"="+w.report)
	values, err := json.Marshal(variables)
	err = errors.Join(err,
		os.WriteFile(filepath.Join(dir, "main.tf"), []byte(configuration), 0o600),
		os.WriteFile(filepath.Join(dir, "terraform.tfvars.json"), values, 0o600))
	if err != nil {
		return nil, err
	}
	if printed, err := w.command(ctx, "init", "-input=false", "-no-color").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s init: %w\n%s", w.cli.Name(), err, printed)
	}
	return w, nil
}

func (w *workspace) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := terraformcli.Interruptible(ctx, w.cli.Path, append([]string{"-chdir=" + w.dir}, args...)...)
	cmd.Env = w.env
	return cmd
}

// errorLine is how Terraform begins an error, in a frame or without.
var errorLine = regexp.MustCompile(`(?m)^(?:│ )?Error: `)

// try runs a command against s, which may be nil, and counts the errors that
// Terraform prints.
func (w *workspace) try(ctx context.Context, s *service, command string, args ...string) (outcome, error) {
	if err := os.RemoveAll(w.report); err != nil {
		return outcome{}, err
	}
	cmd := w.command(ctx, append([]string{command, "-input=false", "-no-color"}, args...)...)
	if s != nil {
		cmd.Env = append(cmd.Env, s.env...)
	}
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	start := time.Now()
	err := cmd.Run()
	o := outcome{seconds: time.Since(start).Seconds(), failures: len(errorLine.FindAll(printed.Bytes(), -1))}
	if ctx.Err() != nil {
		return o, ctx.Err()
	}
	if err != nil && o.failures == 0 {
		return o, fmt.Errorf("%s %s: %w\n%s", w.cli.Name(), command, err, printed.Bytes())
	}
	o.used, err = readUsage(w.report)
	return o, err
}

// run is try for a command that must not fail.
func (w *workspace) run(ctx context.Context, s *service, command string, args ...string) (outcome, error) {
	o, err := w.try(ctx, s, command, args...)
	if err == nil && o.failures > 0 {
		err = fmt.Errorf("%s %s: %d errors, want none", w.cli.Name(), command, o.failures)
	}
	return o, err
}

func seconds(o outcome) float64    { return o.seconds }
func cpuSeconds(o outcome) float64 { return o.used.CPUSeconds }
func peakMiB(o outcome) float64    { return float64(o.used.PeakBytes) / (1 << 20) }
func failures(o outcome) float64   { return float64(o.failures) }
