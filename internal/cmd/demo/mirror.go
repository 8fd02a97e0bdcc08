// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	providerAddress = "tencentredis/tencentredis"
	providerName    = "terraform-provider-tencentredis"
	// mirrorVersion has no suffix such as "-dev", since Terraform installs such
	// a version only where a configuration asks for exactly that.
	mirrorVersion = "0.0.1"
)

// registries are the hosts that Terraform and OpenTofu put before an address
// without one.
var registries = []string{"registry.terraform.io", "registry.opentofu.org"}

// layOutMirror makes dir a filesystem mirror that holds the provider for
// platform ("linux_amd64").
func layOutMirror(dir, provider, platform string) error {
	name := providerName + "_v" + mirrorVersion
	if strings.HasPrefix(platform, "windows_") {
		name += ".exe"
	}
	for _, registry := range registries {
		folder := filepath.Join(dir, registry, filepath.FromSlash(providerAddress), mirrorVersion, platform)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		if err := copyFile(filepath.Join(folder, name), provider, 0o700); err != nil {
			return err
		}
	}
	return nil
}

// cliConfig is a CLI configuration with which all providers come from mirror.
// Unlike dev_overrides, it goes through init as a release does.
func cliConfig(mirror string) []byte {
	return fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
}

func copyFile(to, from string, mode os.FileMode) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
