// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Find takes the program that TF_ACC_TERRAFORM_PATH names, else the first that
// works of those on the PATH and in bin/ below root, which is the repository's
// folder; on each, Terraform before OpenTofu. Where there is none, it downloads
// the newest Terraform into that bin/ or, if it cannot, builds OpenTofu there
// with make, in about ten minutes. It tells on out what it passes over and does.
//
// It fails where the program in TF_ACC_TERRAFORM_PATH does not work, where none
// could be obtained, and where ctx ends.
func Find(ctx context.Context, root string, out io.Writer) (CLI, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		c, err := identify(ctx, path)
		if err != nil {
			err = fmt.Errorf("TF_ACC_TERRAFORM_PATH names %s, which is not usable: %w", path, err)
		}
		return c, err
	}
	kept := filepath.Join(root, "bin")
	for _, path := range candidates(os.Getenv("PATH"), kept) {
		c, err := identify(ctx, path)
		if err == nil || ctx.Err() != nil {
			return c, err
		}
		announce(out, "passing over %s: %v", path, err)
	}
	announce(out, "no Terraform or OpenTofu on this machine")
	path, err := obtain(ctx, out, kept, installTerraform, buildTofu)
	if err != nil {
		return CLI{}, err
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

func announce(out io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(out, "==> "+format+"\n", args...) // at worst, it is not seen
}
