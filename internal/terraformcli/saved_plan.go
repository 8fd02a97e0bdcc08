// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
)

// maxPart is more than any plan in the tests needs.
const maxPart = 64 << 20

// SavedPlan returns the uncompressed parts of a file of `terraform plan -out` by name,
// such as "tfplan", "tfstate" and the configuration files.
func SavedPlan(path string) (map[string][]byte, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("saved plan %s: %w", path, err)
	}
	defer func() { _ = archive.Close() }() // nothing to do about a failed close of a read file
	parts := map[string][]byte{}
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			return nil, fmt.Errorf("saved plan %s: %w", path, err)
		}
		content, err := io.ReadAll(io.LimitReader(part, maxPart))
		if err := errors.Join(err, part.Close()); err != nil {
			return nil, fmt.Errorf("saved plan %s: %w", path, err)
		}
		parts[file.Name] = content
	}
	return parts, nil
}
