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

// Removal describes what [Remove] removes.
type Removal struct {
	// Directory and Name are those of the download.
	Directory, Name string
	// Owner is the caller's token.
	Owner string
	// Files are what was downloaded. Files that have changed since are kept.
	Files []FileResult
	// Disown only removes Owner from the manifest, or the only owner if Owner is empty:
	// Terraform forgets the token of a tainted resource.
	Disown bool
}

// Removed is what [Remove] did.
type Removed struct {
	// Kept are the names of changed files.
	Kept []string
	// Owners is the number of other owners. If there are any, all files are kept.
	Owners int
	// NotOwner is set if Owner is not in the manifest. Then all files are kept.
	NotOwner bool
}

// Remove removes Owner from the manifest of a complete download. If it was the last
// owner, Remove deletes the unchanged files and, if nothing else is left, the folder.
func Remove(ctx context.Context, r Removal) (*Removed, error) {
	root, err := os.OpenRoot(r.Directory)
	if errors.Is(err, fs.ErrNotExist) {
		return &Removed{}, nil
	}
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	defer func() { _ = root.Close() }() // only a handle
	release, err := lock(ctx, root, r.Name+lockSuffix, func() {})
	if err != nil {
		return nil, err
	}
	defer release()
	folder, err := openFolder(root, r.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return &Removed{}, nil
	}
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	defer func() { _ = folder.Close() }() // only a handle
	m, err := readManifest(folder)
	if err != nil {
		return nil, diskError("", "reading the manifest", err)
	}
	if m != nil && r.Owner == "" && r.Disown && len(m.Owners) == 1 {
		r.Owner = m.Owners[0]
	}
	if m == nil || !slices.Contains(m.Owners, r.Owner) {
		return &Removed{NotOwner: true}, nil
	}
	m.Owners = slices.DeleteFunc(m.Owners, func(owner string) bool { return owner == r.Owner })
	removed := &Removed{Owners: len(m.Owners)}
	if removed.Owners == 0 && !r.Disown {
		if removed.Kept, err = removeFiles(ctx, folder, r.Files); err != nil {
			return removed, err
		}
		if left, err := entries(folder); err == nil && slices.Equal(left, []string{manifestName}) {
			if err := errors.Join(folder.Remove(manifestName), folder.Close(), root.Remove(r.Name)); err != nil {
				return removed, diskError("", "removing the directory", err)
			}
			return removed, nil
		}
	}
	// As long as there are other files, the manifest says whose folder it is.
	if err := (&notes{folder: folder, manifest: *m}).write(); err != nil {
		return removed, diskError("", "writing the manifest", err)
	}
	return removed, nil
}

// removeFiles removes the unchanged files and returns the names of the others.
func removeFiles(ctx context.Context, folder *os.Root, files []FileResult) (kept []string, err error) {
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
