// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package terraformcli finds Terraform or OpenTofu on this machine, installs one if
// there is none, and lets it use a provider that was just built, without a registry.
// Commands and tests share it.
//
// It does not depend on the working directory. The provider must not import it, and it
// must not import "testing" or another package of this module.
package terraformcli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// CLI is a working Terraform or OpenTofu.
type CLI struct {
	Path     string // absolute
	Product  string // "Terraform" or "OpenTofu"
	Version  string // "1.11.4"
	Platform string // "linux_amd64"
}

// String returns the name and version, such as "Terraform 1.11.4".
func (c CLI) String() string { return c.Product + " " + c.Version }

// Name returns the name of the program: "terraform" or "tofu".
func (c CLI) Name() string {
	if c.Product == openTofu {
		return "tofu"
	}
	return "terraform"
}

// Registry returns the default registry host.
func (c CLI) Registry() string {
	if c.Product == openTofu {
		return "registry.opentofu.org"
	}
	return "registry.terraform.io"
}

const openTofu = "OpenTofu"

var (
	versionLine  = regexp.MustCompile(`(?m)^(Terraform|` + openTofu + `) v((\d+)\.\S+)`)
	platformLine = regexp.MustCompile(`(?m)^on (\w+_\w+)$`)
)

// identify returns the product and version of the program at path.
func identify(ctx context.Context, path string) (CLI, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return CLI{}, err
	}
	cmd := Interruptible(ctx, path, "version")
	cmd.Env = Environment(os.Environ(), os.DevNull)
	printed, err := cmd.Output()
	if err != nil {
		return CLI{}, fmt.Errorf("`%s version` failed: %w", path, err)
	}
	return parseVersion(path, printed)
}

// parseVersion parses the output of `terraform version`.
func parseVersion(path string, printed []byte) (CLI, error) {
	version := versionLine.FindSubmatch(printed)
	platform := platformLine.FindSubmatch(printed)
	if version == nil || platform == nil {
		return CLI{}, errors.New("its version output is not that of Terraform or OpenTofu")
	}
	c := CLI{Path: path, Product: string(version[1]), Version: string(version[2]), Platform: string(platform[1])}
	if string(version[3]) == "0" {
		return CLI{}, fmt.Errorf("it is %s, and the provider needs 1.0 or newer", c)
	}
	return c, nil
}
