// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// obtain gets a Terraform with install or, without a network that leads to its
// releases, an OpenTofu with build. Each returns the program's path.
func obtain(ctx context.Context, out io.Writer, install, build func(context.Context, io.Writer) (string, error)) (string, error) {
	announce(out, "downloading the newest Terraform into %s", binDir)
	path, err := install(ctx, out)
	if err == nil || ctx.Err() != nil {
		return path, err
	}
	announce(out, "that failed (%v)", err)
	announce(out, "building OpenTofu from source into %s instead: once, about ten minutes", binDir)
	return build(ctx, out)
}

// installTerraform downloads a release, checks its signature, and puts it in
// place only when it is whole.
func installTerraform(ctx context.Context, _ io.Writer) (string, error) {
	if err := os.MkdirAll(binDir, 0o750); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(binDir, "download-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }() // at worst, something stays in an ignored folder
	release := releases.LatestVersion{Product: product.Terraform, InstallDir: dir, Timeout: 5 * time.Minute}
	path, err := release.Install(ctx)
	if err != nil {
		return "", err
	}
	kept := filepath.Join(binDir, filepath.Base(path))
	return kept, os.Rename(path, kept)
}

func buildTofu(ctx context.Context, out io.Writer) (string, error) {
	cmd := interruptible(ctx, "make", "tofu")
	endWithChildren(cmd)
	cmd.Env = without(os.Environ(), makeSettings...)
	cmd.Stdout, cmd.Stderr = out, out
	return filepath.Join(binDir, "tofu"), cmd.Run()
}
