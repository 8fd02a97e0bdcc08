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
	// mirrorVersion has no suffix such as "-dev", since Terraform installs prereleases only
	// if the configuration names the exact version.
	mirrorVersion = "0.1.0"
)

// MirrorFolder is the name of the directory of mirrors.
const MirrorFolder = "mirror"

// Mirror copies the provider into a new filesystem mirror below dir and returns the
// path of a CLI configuration that installs all providers from there, so that
// `terraform init` works as with a release. It returns an error if a file exists, or
// cannot be read or written.
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

// MirrorArchives is like Mirror for the archives of a release. It needs one for the
// platform of the CLI.
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

// mirrored returns the directory of the provider in the mirror below dir.
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

// copyInto copies a file into a directory, which it creates.
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
