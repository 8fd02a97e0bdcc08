// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// reuse verifies the folder of a complete download. It returns nil if there is none,
// and an error if the folder contains something else.
func (r *job) reuse(ctx context.Context) (*Result, error) {
	folder, err := openFolder(r.root, r.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // none is no error
	}
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	defer func() { _ = folder.Close() }() // only a handle
	found, err := entries(folder)
	if err != nil {
		return nil, diskError("", "looking into the directory", err)
	}
	if len(found) == 0 {
		return nil, nil //nolint:nilnil // the same as none
	}
	m, err := readManifest(folder)
	switch {
	case err != nil:
		return nil, diskError("", "reading the manifest", err)
	case m == nil || m.FinishedAt == nil:
		return nil, &Error{Kind: Occupied, Reason: fmt.Sprintf("%q contains %s, but no manifest of a finished download", r.path, quoted(found))}
	case !m.matches(r.Options):
		return nil, &Error{Kind: Occupied, Reason: fmt.Sprintf("%q contains another download: %s", r.path, m.describe())}
	}
	files, err := each(ctx, len(m.Files), r.Connections, func(ctx context.Context, i int) (FileResult, error) {
		return r.verify(ctx, folder, m.Files[i])
	})
	if err != nil {
		return nil, err
	}
	if m.own(r.Owner) {
		// On a read-only file system, the caller is no owner.
		if err := (&notes{folder: folder, manifest: *m}).write(); err != nil && diskError("", "", err).Kind != Permission {
			return nil, diskError("", "writing the manifest", err)
		}
	}
	return &Result{Files: files, Reused: true}, nil
}

// describe returns the files and source of a manifest.
func (m *manifest) describe() string {
	names := make([]string, len(m.Files))
	for i, f := range m.Files {
		names[i] = f.Name
	}
	var source []string
	for _, key := range slices.Sorted(maps.Keys(m.Source)) {
		source = append(source, key+"="+m.Source[key])
	}
	return quoted(names) + " of " + strings.Join(source, ", ")
}

// verify compares a file with its entry in the manifest.
func (r *job) verify(ctx context.Context, folder *os.Root, want manifestFile) (FileResult, error) {
	changed := func(format string, args ...any) (FileResult, error) {
		return FileResult{}, &Error{Kind: Changed, File: want.Name, Reason: fmt.Sprintf(format, args...)}
	}
	s, size, err := digest(ctx, folder, want.Name, func(n int) { r.seen.add(int64(n)) })
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return changed("it is missing from a finished download")
	case err != nil:
		return FileResult{}, diskError(want.Name, "reading it", err)
	case size != want.Size:
		return changed("it has %d bytes, and the manifest says %d", size, want.Size)
	case s.sha256() != want.SHA256:
		return changed("its SHA-256 is %s, and the manifest says %s", s.sha256(), want.SHA256)
	}
	checked := []string{CheckSize}
	if want.CRC64 != "" && s.ecma.String() == want.CRC64 {
		checked = append(checked, CheckCRC64)
	}
	if ok, _ := s.rdb.check(); ok {
		checked = append(checked, CheckRDB)
	}
	r.seen.finished()
	return FileResult{Name: want.Name, Size: size, SHA256: want.SHA256, RDB: s.rdb.begins(), Checked: checked}, nil
}

// digest computes the sums and size of a file.
func digest(ctx context.Context, folder *os.Root, name string, passed func(int)) (*sums, int64, error) {
	f, err := openRegular(folder, name, os.O_RDONLY)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = f.Close() }() // it was only read
	s, size := newSums(), int64(0)
	err = pipe(ctx, f, func(n int) { size += int64(n); passed(n) }, s.sha, &s.ecma, &s.rdb)
	return s, size, err
}
