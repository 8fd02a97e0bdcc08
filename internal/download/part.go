// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
)

// openPart opens the folder NAME.part with its manifest. It creates it if necessary. It
// returns an error if the folder is not one of this download.
func (r *job) openPart(ctx context.Context, old *contents) error {
	part := r.Name + partSuffix
	if err := r.root.Mkdir(part, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return diskError("", fmt.Sprintf("creating the directory %q", filepath.Join(r.root.Name(), part)), err)
	}
	folder, err := openFolder(ctx, r.root, part)
	if err != nil {
		return err
	}
	if err := r.begin(ctx, folder, old); err != nil {
		_ = folder.Close() // only a handle
		return diskError("", "preparing the incomplete directory", err)
	}
	r.folder = folder
	return nil
}

// begin writes the manifest, with the entries of files that can be resumed, and removes
// what is no longer needed.
func (r *job) begin(ctx context.Context, folder *os.Root, old *contents) error {
	known, err := r.manifestOf(ctx, folder, append(r.names(), manifestName)...)
	if err != nil {
		return err
	}
	_ = folder.Chmod(".", folderMode) // not every file system has modes
	r.notes.folder, r.notes.manifest = folder, manifest{Source: r.Source}
	for _, f := range old.missing() {
		entry := manifestFile{Name: f.Name}
		if e := known.find(f.Name); e != nil && (f.Size == 0 || e.Size == f.Size) {
			entry = *e
		}
		r.notes.manifest.Files = append(r.notes.manifest.Files, entry)
	}
	if err := r.notes.manifest.write(ctx, folder); err != nil {
		return err
	}
	if r.owner, err = ownerOf(ctx, folder, manifestName); err != nil {
		return err
	}
	if other, err := ownerOf(ctx, folder, "."); err != nil || other != r.owner {
		return cmp.Or(err, error(&Error{Kind: Occupied, Reason: fmt.Sprintf("%q belongs to another user", folder.Name())}))
	}
	if known == nil {
		return nil
	}
	for _, f := range known.Files {
		obsolete := f.Checked == nil || slices.Contains(r.names(), f.Name)
		if obsolete && r.notes.manifest.find(f.Name) == nil {
			if err := folder.Remove(f.Name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (r *job) names() []string {
	names := make([]string, len(r.Files))
	for i, f := range r.Files {
		names[i] = f.Name
	}
	return names
}

// ownerOf returns the user to whom a file or the folder itself belongs.
func ownerOf(ctx context.Context, folder *os.Root, name string) (owner uint64, err error) {
	err = visit(ctx, folder, name, func(f *os.File) error { _, owner = links(f); return nil })
	return owner, err
}

// checkSpace returns an error if the files need more space than is free.
func (r *job) checkSpace(files []*content) error {
	var need int64
	for _, f := range files {
		left := f.Size
		if info, err := r.folder.Lstat(f.Name); err == nil {
			left = max(left-info.Size(), 0)
		}
		need += min(left, math.MaxInt64-need)
	}
	if free, known := freeSpace(r.root.Name()); known && free < need {
		return &Error{Kind: DiskFull, Reason: fmt.Sprintf("%q has %s of free space, and %s more is needed", r.root.Name(), FormatSize(free), FormatSize(need-free))}
	}
	return nil
}
