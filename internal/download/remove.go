// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
)

// Remove deletes the unchanged files of a complete download, its manifest, and then
// the folder if it is empty. It returns the names of changed files, which it keeps.
func Remove(ctx context.Context, directory, name string, files []FileResult) (kept []string, err error) {
	root, err := os.OpenRoot(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	defer func() { _ = root.Close() }() // only a handle
	folder, err := openFolder(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	defer func() { _ = folder.Close() }() // only a handle
	for _, f := range files {
		unchanged, err := removeFile(ctx, folder, f)
		if ctx.Err() != nil {
			return kept, interrupted(ctx)
		}
		if err != nil {
			return kept, diskError(f.Name, "removing it", err)
		}
		if !unchanged {
			kept = append(kept, f.Name)
		}
	}
	if err := removeManifest(folder, files); err != nil {
		return kept, diskError("", "removing the manifest", err)
	}
	if left, err := entries(folder); err != nil || len(left) > 0 { // if it cannot be listed, it may not be empty
		return kept, nil
	}
	if err := errors.Join(folder.Close(), root.Remove(name)); err != nil {
		return kept, diskError("", "removing the directory", err)
	}
	return kept, nil
}

// removeFile removes a file and reports whether it is gone. It keeps a file that has
// changed.
func removeFile(ctx context.Context, folder *os.Root, f FileResult) (ok bool, err error) {
	info, err := folder.Lstat(f.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil || !info.Mode().IsRegular() || info.Size() != f.Size {
		return false, err
	}
	s, _, err := digest(ctx, folder, f.Name, func(int) {})
	if err != nil || s.sha256() != f.SHA256 {
		return false, err
	}
	return true, folder.Remove(f.Name)
}

// removeManifest removes the manifest if it has the same files.
func removeManifest(folder *os.Root, files []FileResult) error {
	m, err := readManifest(folder)
	if err != nil || m == nil {
		return nil //nolint:nilerr // then it is another one
	}
	same := slices.EqualFunc(m.Files, files, func(a manifestFile, b FileResult) bool {
		return a.Name == b.Name && a.SHA256 == b.SHA256
	})
	if !same {
		return nil
	}
	return folder.Remove(manifestName)
}
