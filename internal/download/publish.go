// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// publish moves what was downloaded from the folder NAME.part to NAME. A new folder is
// renamed as a whole, if the file system can. Files that replace those that have changed
// are renamed one by one.
func (r *job) publish(ctx context.Context, old *contents) error {
	whole := r.finished(old)
	if old.manifest == nil {
		if err := r.checkPresent(); err != nil {
			return err
		}
		if err := whole.write(ctx, r.folder); err != nil {
			return err
		}
		if err := syncFolder(ctx, r.folder); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return interrupted(ctx)
		}
		// This replaces nothing but an empty folder.
		if r.root.Rename(r.Name+partSuffix, r.Name) == nil {
			return syncFolder(ctx, r.root)
		}
	}
	if err := r.root.Mkdir(r.Name, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return diskError("", "creating the directory", err)
	}
	folder, err := openFolder(ctx, r.root, r.Name)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }() // only a handle
	return r.move(ctx, folder, whole)
}

// finished returns the manifest of the complete folder.
func (r *job) finished(old *contents) *manifest {
	m := &manifest{Source: r.Source, FinishedAt: new(time.Now().UTC().Truncate(time.Second))}
	if old.manifest != nil {
		m.Owners = old.manifest.Owners
	}
	m.own(r.Owner)
	for _, f := range r.Files {
		entry := r.notes.manifest.find(f.Name)
		if entry == nil {
			entry = old.manifest.find(f.Name)
		}
		m.Files = append(m.Files, *entry)
	}
	return m
}

// checkPresent returns an error if a file was removed meanwhile.
func (r *job) checkPresent() error {
	for _, f := range r.notes.manifest.Files {
		if _, err := r.folder.Lstat(f.Name); err != nil {
			return &Error{Kind: Changed, File: f.Name, Reason: "another process removed it", Err: err}
		}
	}
	return nil
}

// move moves the files, and writes the manifest last.
func (r *job) move(ctx context.Context, folder *os.Root, whole *manifest) error {
	before, err := r.manifestOf(ctx, folder) // again, in case that another process was faster
	if err != nil {
		return err
	}
	if before == nil { // if this is interrupted, it says whose folder it is
		started := *whole
		started.FinishedAt, started.Owners = nil, nil
		if err := started.write(ctx, folder); err != nil {
			return err
		}
	}
	for _, f := range r.notes.manifest.Files {
		if ctx.Err() != nil {
			return interrupted(ctx)
		}
		if err := replace(ctx, r.root, r.Name+partSuffix+"/"+f.Name, r.Name+"/"+f.Name); err != nil {
			return diskError(f.Name, "moving it to the folder", err)
		}
	}
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	if err := whole.write(ctx, folder); err != nil {
		return err
	}
	if err := syncFolder(ctx, folder); err != nil {
		return err
	}
	r.clean(ctx)
	return nil
}

// clean removes the folder NAME.part once NAME is complete. It keeps the files of
// others, and then the folder remains.
func (r *job) clean(ctx context.Context) {
	folder, err := openFolder(ctx, r.root, r.Name+partSuffix)
	if err != nil {
		return
	}
	defer func() { _ = folder.Close() }() // only a handle
	if _, err := r.manifestOf(ctx, folder); err != nil || ctx.Err() != nil {
		return
	}
	for _, name := range append(r.names(), manifestName+partSuffix, manifestName) {
		_ = folder.Remove(name) // most are gone already
	}
	_ = r.root.Remove(r.Name + partSuffix)
}
