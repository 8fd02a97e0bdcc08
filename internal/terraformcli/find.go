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

// Find returns the program in TF_ACC_TERRAFORM_PATH, or else the first working one on
// the PATH and in bin/ below root, the root directory of the repository; in each
// directory, Terraform before OpenTofu. If there is none, it downloads the newest
// Terraform into that bin/ or, if that fails, builds one there with make, which takes
// about five minutes. It reports its progress on out.
//
// It returns an error if the program in TF_ACC_TERRAFORM_PATH does not work, if no
// program can be installed, or if ctx is done.
func Find(ctx context.Context, root string, out io.Writer) (CLI, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		c, err := identify(ctx, path)
		if err != nil {
			err = fmt.Errorf("unable to use %s, set in TF_ACC_TERRAFORM_PATH: %w", path, err)
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

// candidates returns the programs in the directories of a PATH, then the installed
// ones; in each, Terraform before OpenTofu.
func candidates(searchPath, kept string) []string {
	var found []string
	for _, folders := range [][]string{filepath.SplitList(searchPath), {kept}} {
		for _, name := range []string{"terraform", "tofu"} {
			for _, folder := range folders {
				// For a name with a directory, LookPath only checks that it is executable.
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
