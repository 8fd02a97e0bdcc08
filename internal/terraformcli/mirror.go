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
	mirrorVersion = "0.0.1"
)

// MirrorFolder is the folder, below the one it is given, that Mirror fills.
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
	mirror := filepath.Join(dir, MirrorFolder)
	folder := filepath.Join(mirror, c.Registry(), filepath.FromSlash(providerAddress), mirrorVersion, c.Platform)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	if err := copyProgram(filepath.Join(folder, name), provider); err != nil {
		return "", err
	}
	config = filepath.Join(dir, "cli.tfrc")
	return config, os.WriteFile(config, cliConfig(mirror), 0o600)
}

func cliConfig(mirror string) []byte {
	return fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
}

func copyProgram(to, from string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700) //nolint:gosec // a program, in a folder of the caller's
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
