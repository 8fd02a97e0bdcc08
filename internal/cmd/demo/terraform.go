// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// binDir is ignored by git and keeps what was obtained for the next time.
const binDir = "bin"

// terraform is a Terraform or OpenTofu that works.
type terraform struct {
	path     string
	product  string // "Terraform" or "OpenTofu"
	version  string // "1.11.4"
	platform string // "linux_amd64"
}

// String is the name and version for people.
func (t terraform) String() string { return t.product + " " + t.version }

// command is the name under which people run it.
func (t terraform) command() string {
	if t.product == "OpenTofu" {
		return "tofu"
	}
	return "terraform"
}

// findTerraform takes the program in TF_ACC_TERRAFORM_PATH, else the first
// that works, else obtains one.
func findTerraform(ctx context.Context, out io.Writer) (terraform, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		t, err := identify(ctx, path)
		if err != nil {
			err = fmt.Errorf("TF_ACC_TERRAFORM_PATH names %s, which is not usable: %w", path, err)
		}
		return t, err
	}
	for _, path := range candidates(os.Getenv("PATH"), binDir) {
		t, err := identify(ctx, path)
		if err == nil || ctx.Err() != nil {
			return t, err
		}
		announce(out, "passing over %s: %v", path, err)
	}
	announce(out, "no Terraform or OpenTofu on this machine")
	path, err := obtain(ctx, out, installTerraform, buildTofu)
	if err != nil {
		return terraform{}, err
	}
	return identify(ctx, path)
}

// candidates are the programs in the folders of a PATH, and then those kept
// from an earlier run; each time Terraform before OpenTofu.
func candidates(searchPath, kept string) []string {
	var found []string
	for _, folders := range [][]string{filepath.SplitList(searchPath), {kept}} {
		for _, name := range []string{"terraform", "tofu"} {
			for _, folder := range folders {
				// With a folder before the name, LookPath only tells whether it is executable.
				if path, err := exec.LookPath(folder + string(filepath.Separator) + name); err == nil {
					found = append(found, path)
					break
				}
			}
		}
	}
	return found
}

var (
	versionLine  = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v((\d+)\.\S+)`)
	platformLine = regexp.MustCompile(`(?m)^on (\w+_\w+)$`)
)

// identify asks the program at path what it is.
func identify(ctx context.Context, path string) (terraform, error) {
	cmd := interruptible(ctx, path, "version")
	cmd.Env = append(without(os.Environ(), ownSettings...), "CHECKPOINT_DISABLE=1")
	printed, err := cmd.Output()
	if err != nil {
		return terraform{}, fmt.Errorf("`%s version` failed: %w", path, err)
	}
	return parseVersion(path, printed)
}

// parseVersion reads what `terraform version` prints.
func parseVersion(path string, printed []byte) (terraform, error) {
	version := versionLine.FindSubmatch(printed)
	platform := platformLine.FindSubmatch(printed)
	if version == nil || platform == nil {
		return terraform{}, errors.New("it does not tell its version as Terraform and OpenTofu do")
	}
	t := terraform{path: path, product: string(version[1]), version: string(version[2]), platform: string(platform[1])}
	if string(version[3]) == "0" {
		return terraform{}, fmt.Errorf("it is %s, and the provider needs 1.0 or newer", t)
	}
	return t, nil
}
