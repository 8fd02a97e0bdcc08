// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// checkArchive fails unless a platform's archive has the license and a sound
// binary in it, and the platform's SBOM tells what is linked into that.
func (a assets) checkArchive(p platform) error {
	archive, err := zip.OpenReader(a.path(a.archive(p)))
	if err != nil {
		return err
	}
	defer func() { _ = archive.Close() }() // it was only read

	// Terraform looks for a program whose name begins so, and people for the version.
	binary := project + "_v" + a.version
	if p.os == "windows" {
		binary += ".exe"
	}
	modes := map[string]fs.FileMode{"LICENSE": 0o644, binary: 0o755}
	contents := map[string][]byte{}
	var problems error
	for _, file := range archive.File {
		mode, expected := modes[file.Name]
		if !expected || contents[file.Name] != nil {
			problems = errors.Join(problems, fmt.Errorf("not expected: %q", file.Name))
			continue
		}
		if file.Mode() != mode {
			problems = errors.Join(problems, fmt.Errorf("%s has mode %s, want %s", file.Name, file.Mode(), mode))
		}
		if contents[file.Name], err = fs.ReadFile(archive, file.Name); err != nil {
			return err
		}
	}
	license, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		return err
	}
	if !bytes.Equal(contents["LICENSE"], license) {
		problems = errors.Join(problems, errors.New("LICENSE is not there or another one"))
	}
	if contents[binary] == nil {
		return errors.Join(problems, fmt.Errorf("%s is not there", binary))
	}
	program, err := readProgram(contents[binary])
	if err != nil {
		return errors.Join(problems, fmt.Errorf("%s: %w", binary, err))
	}
	return errors.Join(problems, program.check(p, a), a.checkSBOM(p, program))
}
