// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/text/unicode/norm"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
)

// openDirectory opens the directory of the downloads' folders. It creates it if
// necessary.
func openDirectory(ctx context.Context, path string) (root *os.Root, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, diskError("", "making the path absolute", err)
	}
	err = patiently(ctx, func() error { return os.MkdirAll(path, folderMode) })
	if err == nil {
		err = patiently(ctx, func() (err error) { root, err = os.OpenRoot(path); return err })
	}
	if err != nil {
		return nil, obstacle(path, err)
	}
	return root, nil
}

// obstacle explains why a directory could neither be opened nor created: by its deepest
// part that exists.
func obstacle(path string, err error) *Error {
	for at := path; ; at = filepath.Dir(at) {
		info, lstatErr := os.Lstat(at)
		if lstatErr != nil && at != filepath.Dir(at) {
			continue
		}
		target, statErr := os.Stat(at)
		switch {
		case lstatErr == nil && info.Mode()&fs.ModeSymlink != 0 && errors.Is(statErr, fs.ErrNotExist):
			to, _ := os.Readlink(at)
			return &Error{Kind: NotDirectory, Reason: fmt.Sprintf("%q is a symbolic link to %q, which does not exist", at, to), Err: err}
		case statErr == nil && !target.IsDir():
			return &Error{Kind: NotDirectory, Reason: fmt.Sprintf("%q is a file", at), Err: err}
		case at == path:
			return diskError("", fmt.Sprintf("opening the directory %q", path), err)
		}
		return diskError("", fmt.Sprintf("%q does not exist, and creating it in %q", path, at), err)
	}
}

// openFolder opens a folder in root. It follows no symbolic link.
func openFolder(ctx context.Context, root *os.Root, name string) (folder *os.Root, err error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	if !info.IsDir() {
		return nil, &Error{Kind: NotDirectory, Reason: fmt.Sprintf("%q is %s, not a directory", filepath.Join(root.Name(), name), describe(info.Mode()))}
	}
	err = patiently(ctx, func() (err error) { folder, err = root.OpenRoot(name); return err })
	if err != nil {
		return nil, diskError("", "opening the directory", err)
	}
	return folder, nil
}

// openFile opens a regular file. It follows no symbolic link.
func openFile(ctx context.Context, folder *os.Root, name string, flag int) (f *os.File, err error) {
	info, err := folder.Lstat(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, &Error{Kind: Occupied, File: name, Reason: "it is " + describe(info.Mode()) + ", not a regular file"}
	}
	open := func() (err error) { f, err = folder.OpenFile(name, flag, fileMode); return err }
	err = patiently(ctx, open)
	if flag&os.O_CREATE != 0 && errors.Is(err, fs.ErrNotExist) { // FUSE, if it is removed between lookup and open
		err = patiently(ctx, open)
	}
	return f, err
}

// patiently repeats a step while too many files are open.
func patiently(ctx context.Context, step func() error) error {
	for {
		err := step()
		if !errors.Is(err, syscall.EMFILE) && !errors.Is(err, syscall.ENFILE) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(lockInterval):
		}
	}
}

func describe(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode.IsRegular():
		return "a file"
	}
	return "neither a file nor a directory"
}

// visit opens a file, or the folder itself, for a function that only reads it.
func visit(ctx context.Context, folder *os.Root, name string, use func(*os.File) error) error {
	return patiently(ctx, func() error {
		f, err := folder.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // it was not changed
		return use(f)
	})
}

// entries returns the names in a folder, in the form in which Terraform has them.
func entries(ctx context.Context, folder *os.Root) (names []string, err error) {
	err = visit(ctx, folder, ".", func(f *os.File) (err error) { names, err = f.Readdirnames(-1); return err })
	for i, name := range names {
		names[i] = norm.NFC.String(name)
	}
	slices.Sort(names)
	return names, err
}

// quoted returns a list of the first few names.
func quoted(names []string) string {
	const few = 5
	rest := ""
	if len(names) > few {
		rest = fmt.Sprintf(", and %d more", len(names)-few)
		names = names[:few]
	}
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(list, ", ") + rest
}

// syncFile makes the content of a file durable, if the file system can.
func syncFile(f *os.File) error {
	err := f.Sync()
	for _, unsupported := range []error{syscall.EINVAL, syscall.EBADF, errors.ErrUnsupported} {
		if errors.Is(err, unsupported) {
			return nil
		}
	}
	return err
}

// syncFolder makes new and renamed files in a folder durable, if the file system can.
func syncFolder(ctx context.Context, folder *os.Root) error {
	if err := visit(ctx, folder, ".", syncFile); err != nil && !errors.Is(err, fs.ErrPermission) { // Windows
		return diskError("", fmt.Sprintf("writing the directory %q", folder.Name()), err)
	}
	return nil
}

// replace renames a file over another. If the file system refuses that, it removes the
// other one first.
func replace(ctx context.Context, root *os.Root, from, to string) error {
	return patiently(ctx, func() error {
		err := root.Rename(from, to)
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		if info, lstatErr := root.Lstat(to); lstatErr != nil || info.IsDir() || root.Remove(to) != nil {
			return err
		}
		return root.Rename(from, to)
	})
}
