// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// obtainer installs a program in the directory dir and returns its path.
type obtainer func(ctx context.Context, out io.Writer, dir string) (string, error)

// obtain installs Terraform with install or, if that fails, with build.
func obtain(ctx context.Context, out io.Writer, dir string, install, build obtainer) (string, error) {
	announce(out, "downloading the newest Terraform into %s", dir)
	path, err := install(ctx, out, dir)
	if err == nil || ctx.Err() != nil {
		return path, err
	}
	announce(out, "that failed (%v)", err)
	announce(out, "building it from source into %s instead: once, about five minutes", dir)
	return build(ctx, out, dir)
}

// installTerraform downloads a release, verifies its signature, and installs it
// atomically.
func installTerraform(ctx context.Context, _ io.Writer, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	temporary, err := os.MkdirTemp(dir, "download-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(temporary) }() // at worst, something stays in an ignored folder
	release := releases.LatestVersion{Product: product.Terraform, InstallDir: temporary, Timeout: 5 * time.Minute}
	path, err := release.Install(ctx)
	if err != nil {
		return "", err
	}
	kept := filepath.Join(dir, filepath.Base(path))
	return kept, os.Rename(path, kept)
}

// buildTerraform runs make in the parent directory of dir, which builds dir/terraform.
func buildTerraform(ctx context.Context, out io.Writer, dir string) (string, error) {
	cmd := Interruptible(ctx, "make", "terraform")
	endWithChildren(cmd)
	cmd.Dir = filepath.Dir(dir)
	cmd.Env = without(os.Environ(), makeSettings...)
	cmd.Stdout, cmd.Stderr = out, out
	return filepath.Join(dir, "terraform"), cmd.Run()
}
