// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

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
	mirrorVersion = "0.1.0"
)

// MirrorFolder is the folder, below the one it is given, that mirrors are made in.
const MirrorFolder = "mirror"

// Mirror puts the provider, a path, into a filesystem mirror below dir, which
// it makes, and returns the path of a CLI configuration with which all
// providers come from there. `terraform init` then installs the provider as it
// does a release, under the address tencentredis/tencentredis. It fails where a
// file cannot be read or written, or is already there.
func (c CLI) Mirror(dir, provider string) (config string, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	name := providerName + "_v" + mirrorVersion
	if strings.HasPrefix(c.Platform, "windows_") {
		name += ".exe"
	}
	folder := filepath.Join(c.mirrored(dir), mirrorVersion, c.Platform)
	if err := copyInto(folder, name, provider); err != nil {
		return "", err
	}
	return writeConfig(dir)
}

// MirrorArchives puts the archives of a release, paths, into a filesystem mirror
// as they are, and is else like Mirror. It needs one for the CLI's own platform.
func (c CLI) MirrorArchives(dir string, archives []string) (config string, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	for _, archive := range archives {
		if err := copyInto(c.mirrored(dir), filepath.Base(archive), archive); err != nil {
			return "", err
		}
	}
	return writeConfig(dir)
}

// mirrored is the provider's folder in the mirror below dir.
func (c CLI) mirrored(dir string) string {
	return filepath.Join(dir, MirrorFolder, c.Registry(), filepath.FromSlash(providerAddress))
}

func writeConfig(dir string) (config string, err error) {
	config = filepath.Join(dir, "cli.tfrc")
	return config, os.WriteFile(config, cliConfig(filepath.Join(dir, MirrorFolder)), 0o600)
}

func cliConfig(mirror string) []byte {
	return fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
}

// copyInto copies a file into a folder, which it makes, under that name.
func copyInto(folder, name, from string) (err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700) //nolint:gosec // a program, in a folder of the caller's
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
