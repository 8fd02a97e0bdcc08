// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"io"
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
// The error is an [*Error].
func Remove(ctx context.Context, r Removal) (*Removed, error) {
	removed, err := unlessStuck(ctx, func() (*Removed, error) { return r.run(ctx) })
	if err != nil {
		return nil, asError(ctx, err)
	}
	return removed, nil
}

func (r Removal) run(ctx context.Context) (*Removed, error) {
	root, err := os.OpenRoot(r.Directory)
	if errors.Is(err, fs.ErrNotExist) {
		return &Removed{}, nil
	}
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	defer func() { _ = root.Close() }() // only a handle
	if _, err := root.Lstat(r.Name); errors.Is(err, fs.ErrNotExist) {
		return &Removed{}, nil
	}
	release, err := lock(ctx, root, r.Name+lockSuffix, func() {})
	if err != nil {
		return nil, err
	}
	defer release()
	folder, err := openFolder(ctx, root, r.Name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = folder.Close() }() // only a handle
	m, err := readManifest(ctx, folder)
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
	if len(m.Owners) > 0 || r.Disown {
		return &Removed{Owners: len(m.Owners)}, rewrite(ctx, folder, m)
	}
	kept, err := r.removeFiles(ctx, folder)
	if err != nil {
		return nil, err
	}
	if left, err := entries(ctx, folder); err != nil || !slices.Equal(left, []string{manifestName}) {
		return &Removed{Kept: kept}, rewrite(ctx, folder, m) // it still says whose folder it is
	}
	if err := errors.Join(folder.Remove(manifestName), folder.Close(), root.Remove(r.Name)); err != nil {
		return nil, diskError("", "removing the directory", err)
	}
	return &Removed{}, nil
}

func rewrite(ctx context.Context, folder *os.Root, m *manifest) error {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	return m.write(ctx, folder)
}

// removeFiles removes the unchanged files and returns the names of the others.
func (r Removal) removeFiles(ctx context.Context, folder *os.Root) (kept []string, err error) {
	for _, f := range r.Files {
		if _, err := folder.Lstat(f.Name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		same, err := unchanged(ctx, folder, f.Name, f.Size, f.SHA256, io.Discard)
		if err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, interrupted(ctx)
		}
		if same == nil {
			kept = append(kept, f.Name)
		} else if err := folder.Remove(f.Name); err != nil {
			return nil, diskError(f.Name, "removing it", err)
		}
	}
	return kept, nil
}
