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

// configuration reads each backup of a list. It takes everything that concerns
// the provider from the environment, so that it is the floor's, too.
const configuration = `
terraform {
  required_providers {
    tencentredis = { source = "tencentredis/tencentredis" }
  }
}

variable "instance_id" { type = string }

variable "backup_ids" { type = set(string) }

data "tencentredis_backup_url" "each" {
  for_each    = var.backup_ids
  instance_id = var.instance_id
  backup_id   = each.key
}
`

// overTLS gives the provider the certificate that serveTLS has written.
const overTLS = `
variable "ca_bundle" { type = string }

provider "tencentredis" { ca_bundle = var.ca_bundle }
`

// workspace is a folder in which Terraform has installed a provider.
type workspace struct {
	cli    terraformcli.CLI
	dir    string
	env    []string
	report string // of the meter; empty where the provider runs without
}

// planned is what a plan took.
type planned struct {
	seconds  float64
	failures int   // errors that Terraform printed
	used     usage // zero without a meter
}

// workspace makes one in which program reads so many backups.
func (l *lab) workspace(ctx context.Context, program string, reads int) (*workspace, error) {
	return l.install(ctx, program, order{reads: reads})
}

// metered makes one in which the meter runs program.
func (l *lab) metered(ctx context.Context, program string, reads int) (*workspace, error) {
	return l.install(ctx, program, order{reads: reads, metered: true})
}

// order says what a workspace should be like.
type order struct {
	reads   int
	metered bool
	more    string // of the configuration
}

func (l *lab) install(ctx context.Context, program string, o order) (*workspace, error) {
	dir, err := os.MkdirTemp(l.dir, "workspace-")
	if err != nil {
		return nil, err
	}
	w := &workspace{cli: l.cli, dir: dir}
	var env []string
	installed := program
	if o.metered {
		installed, w.report = l.programs.meter, dir+".usage"
		env = []string{"METER_PROGRAM=" + program, "METER_REPORT=" + w.report}
	}
	config, err := l.mirror(installed)
	if err != nil {
		return nil, err
	}
	w.env = append(terraformcli.Environment(os.Environ(), config), env...)
	if err := write(dir, o); err != nil {
		return nil, err
	}
	if printed, err := w.terraform(ctx, "init", "-input=false", "-no-color").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s init: %w\n%s", w.cli.Name(), err, printed)
	}
	return w, nil
}

// write writes the configuration and its values.
func write(dir string, o order) error {
	ids := make([]string, 0, o.reads)
	for _, b := range backups()[:o.reads] {
		ids = append(ids, b.ID)
	}
	values, err := json.Marshal(map[string]any{"instance_id": fakeapi.DocumentInstanceID, "backup_ids": ids})
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "main.tf"), []byte(configuration+o.more), 0o600),
		os.WriteFile(filepath.Join(dir, "terraform.tfvars.json"), values, 0o600))
}

func (w *workspace) terraform(ctx context.Context, args ...string) *exec.Cmd {
	cmd := terraformcli.Interruptible(ctx, w.cli.Path, append([]string{"-chdir=" + w.dir}, args...)...)
	cmd.Env = w.env
	return cmd
}

// errorLine is how Terraform begins an error, in a frame or without.
var errorLine = regexp.MustCompile(`(?m)^(?:│ )?Error: `)

// try plans against s and counts errors that Terraform reports.
func (w *workspace) try(ctx context.Context, s *service) (planned, error) {
	if w.report != "" {
		if err := os.RemoveAll(w.report); err != nil {
			return planned{}, err
		}
	}
	cmd := w.terraform(ctx, "plan", "-input=false", "-no-color")
	cmd.Env = append(cmd.Env, s.env...)
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	start := time.Now()
	err := cmd.Run()
	p := planned{seconds: time.Since(start).Seconds()}
	if ctx.Err() != nil {
		return p, ctx.Err()
	}
	if err != nil {
		p.failures = len(errorLine.FindAll(printed.Bytes(), -1))
		if p.failures == 0 {
			return p, fmt.Errorf("%s plan: %w\n%s", w.cli.Name(), err, printed.Bytes())
		}
	}
	if w.report != "" {
		p.used, err = readUsage(w.report)
	} else {
		err = nil
	}
	return p, err
}

// plan is try where nothing may fail.
func (w *workspace) plan(ctx context.Context, s *service) (planned, error) {
	p, err := w.try(ctx, s)
	if err == nil && p.failures > 0 {
		err = fmt.Errorf("%s plan: %d reads failed where all should succeed", w.cli.Name(), p.failures)
	}
	return p, err
}
