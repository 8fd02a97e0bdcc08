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

// Find returns the program that TF_ACC_TERRAFORM_PATH names, or else the first one
// that works on the PATH and in bin/ below root, the repository's folder; on each,
// Terraform before OpenTofu. If there is none, it downloads the newest Terraform
// into that bin/ or, if it cannot, builds one there with make, in about five
// minutes. It reports on out what it passes over and does.
//
// It returns an error if the program in TF_ACC_TERRAFORM_PATH does not work, if
// none could be obtained, and if ctx is done.
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
	path, err := obtain(ctx, out, kept, installTerraform, buildTerraform)
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
