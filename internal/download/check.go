// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Deviation is a file that is not as it was downloaded.
type Deviation struct {
	Name string
	// Reason is a clause such as "it is missing".
	Reason string
}

// Check compares names and sizes with what is on disk. It reads no content.
func Check(ctx context.Context, directory, name string, files []FileResult) ([]Deviation, error) {
	return unlessStuck(ctx, func() ([]Deviation, error) { return check(ctx, directory, name, files) })
}

func check(ctx context.Context, directory, name string, files []FileResult) ([]Deviation, error) {
	root, err := os.OpenRoot(directory)
	if err == nil {
		defer func() { _ = root.Close() }() // only a handle
		var folder *os.Root
		if folder, err = openFolder(ctx, root, name); err == nil {
			defer func() { _ = folder.Close() }() // only a handle
			return deviations(folder, files)
		}
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, diskError("", "opening the directory", err)
	}
	return deviations(nil, files)
}

// deviations compares files with a folder, or with nothing if it is nil.
func deviations(folder *os.Root, files []FileResult) (found []Deviation, err error) {
	for _, f := range files {
		var info fs.FileInfo
		err := fs.ErrNotExist
		if folder != nil {
			info, err = folder.Lstat(f.Name)
		}
		reason := ""
		switch {
		case errors.Is(err, fs.ErrNotExist):
			reason = "it is missing"
		case err != nil:
			return nil, diskError(f.Name, "looking at it", err)
		case !info.Mode().IsRegular():
			reason = "it is " + describe(info.Mode())
		case info.Size() != f.Size:
			reason = fmt.Sprintf("it has %d bytes instead of %d", info.Size(), f.Size)
		}
		if reason != "" {
			found = append(found, Deviation{f.Name, reason})
		}
	}
	return found, nil
}
