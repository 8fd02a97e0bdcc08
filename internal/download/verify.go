// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// contents is what the folder NAME contains.
type contents struct {
	manifest *manifest // nil if there is no folder, or if it is empty
	files    []*content
}

// content is one of the files that are wanted.
type content struct {
	File

	result *FileResult // nil if the file is missing or has changed
}

func (c *contents) missing() []*content {
	return slices.DeleteFunc(slices.Clone(c.files), func(f *content) bool { return f.result != nil })
}

func (c *contents) complete() bool { return c.manifest != nil && len(c.missing()) == 0 }

func (c *contents) results() []FileResult {
	results := make([]FileResult, len(c.files))
	for i, f := range c.files {
		results[i] = *f.result
	}
	return results
}

// verify compares the folder NAME with its manifest. It returns an error if the folder
// is not one of this download.
func (r *job) verify(ctx context.Context) (*contents, error) {
	c := &contents{files: make([]*content, len(r.Files))}
	for i, f := range r.Files {
		c.files[i] = &content{File: f}
	}
	folder, err := openFolder(ctx, r.root, r.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = folder.Close() }() // only a handle
	if c.manifest, err = r.manifestOf(ctx, folder); err != nil || c.manifest == nil {
		return c, err
	}
	err = r.each(ctx, c.files, func(ctx context.Context, f *content) error {
		return r.verifyFile(ctx, folder, c.manifest, f)
	})
	return c, err
}

// manifestOf returns the manifest of a folder, or nil if the folder is empty but for
// files that do not count. It returns an error if the folder is not one of this
// download.
func (r *job) manifestOf(ctx context.Context, folder *os.Root, ours ...string) (*manifest, error) {
	m, err := readManifest(ctx, folder)
	if err != nil {
		return nil, diskError("", "reading the manifest", err)
	}
	if m != nil && maps.Equal(m.Source, r.Source) {
		return m, nil
	}
	if m != nil {
		return nil, &Error{Kind: Occupied, Reason: fmt.Sprintf("%q contains another download: %s", folder.Name(), m.describe())}
	}
	found, err := entries(ctx, folder)
	if err != nil {
		return nil, diskError("", "looking into the directory", err)
	}
	ours = append(ours, manifestName+partSuffix)
	found = slices.DeleteFunc(found, func(name string) bool { return slices.Contains(ours, name) })
	if len(found) > 0 {
		return nil, &Error{Kind: Occupied, Reason: fmt.Sprintf("%q contains %s, but no manifest of a download", folder.Name(), quoted(found))}
	}
	return nil, nil //nolint:nilnil // empty is no error
}

// verifyFile sets the result if the file is as the manifest says.
func (r *job) verifyFile(ctx context.Context, folder *os.Root, m *manifest, c *content) error {
	occupied := func(format string, args ...any) error {
		return &Error{Kind: Occupied, File: c.Name, Reason: fmt.Sprintf(format, args...)}
	}
	want := m.find(c.Name)
	if want == nil {
		if _, err := folder.Lstat(c.Name); err == nil {
			return occupied("it is in the folder, but no download left it there")
		}
		return nil
	}
	if c.Size > 0 && c.Size != want.Size {
		return occupied("%d bytes were downloaded earlier, and now %d are expected", want.Size, c.Size)
	}
	counted := r.seen.file()
	s, err := unchanged(ctx, folder, c.Name, want.Size, want.SHA256, counted)
	if s == nil {
		counted.discard()
		return err
	}
	c.result = &FileResult{Name: c.Name, Size: want.Size, SHA256: want.SHA256, RDB: s.rdb.head.read(), Checked: want.Checked}
	r.seen.finished()
	return nil
}

// unchanged returns the sums of a file, or nil if it is missing or is another one.
func unchanged(ctx context.Context, folder *os.Root, name string, size int64, sha256 string, counted io.Writer) (*sums, error) {
	info, err := folder.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || info.Size() != size) {
		return nil, nil //nolint:nilnil // it is no error
	}
	if err != nil {
		return nil, diskError(name, "looking for it", err)
	}
	f, err := openFile(ctx, folder, name, os.O_RDONLY)
	if err != nil {
		return nil, diskError(name, "opening it", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	s := newSums()
	if err := pipe(ctx, f, append(s.writers(), counted)...); err != nil {
		return nil, diskError(name, "reading it", err)
	}
	if s.sha256() != sha256 {
		return nil, nil //nolint:nilnil // it is no error
	}
	return s, nil
}

// enter adds the owner to the manifest of the finished folder. On a file system that is
// read-only, it cannot, and the caller is no owner.
func (r *job) enter(ctx context.Context, m *manifest, lockErr error) error {
	if lockErr != nil || !m.own(r.Owner) {
		return nil
	}
	folder, err := openFolder(ctx, r.root, r.Name)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }() // only a handle
	err = m.write(ctx, folder)
	if e, ok := errors.AsType[*Error](err); ok && e.Kind == Permission {
		return nil
	}
	return err
}
