// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
)

// openDirectory opens the directory of the downloads' folders. It creates it if
// necessary.
func openDirectory(path string) (*os.Root, error) {
	if err := os.MkdirAll(path, folderMode); err != nil {
		if errors.Is(err, syscall.ENOTDIR) {
			return nil, &Error{Kind: NotDirectory, Reason: fmt.Sprintf("%q, or a part of that path, is a file", path), Err: err}
		}
		return nil, diskError("", fmt.Sprintf("creating the directory %q", path), err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, diskError("", fmt.Sprintf("opening the directory %q", path), err)
	}
	return root, nil
}

// openFolder opens a folder in root. It follows no symbolic link.
func openFolder(root *os.Root, name string) (*os.Root, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &Error{Kind: NotDirectory, Reason: fmt.Sprintf("%q is %s, not a directory", filepath.Join(root.Name(), name), describe(info.Mode()))}
	}
	return root.OpenRoot(name)
}

// openRegular opens a regular file of folder. It follows no symbolic link, so
// nothing outside the folder, and no other file in it, is written.
func openRegular(folder *os.Root, name string, flag int) (*os.File, error) {
	before, err := folder.Lstat(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil && !before.Mode().IsRegular() {
		return nil, &Error{Kind: Occupied, File: name, Reason: "it is " + describe(before.Mode()) + ", not a regular file"}
	}
	f, err := folder.OpenFile(name, flag, fileMode)
	if err != nil {
		return nil, err
	}
	if !isStill(f, folder, name) {
		_ = f.Close() // nothing was written
		return nil, &Error{Kind: Occupied, File: name, Reason: "another process replaced it", Err: errReplaced}
	}
	return f, nil
}

// errReplaced is the cause of an [Error] about a file that was replaced while it
// was being opened.
var errReplaced = errors.New("replaced")

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

// entries returns the names in a folder.
func entries(folder *os.Root) ([]string, error) {
	f, err := folder.Open(".")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	names, err := f.Readdirnames(-1)
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

// syncFolder makes new and renamed files in a folder durable, if the system can.
func syncFolder(folder *os.Root) error {
	f, err := folder.Open(".")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only synced
	if err := f.Sync(); err != nil && !cannotSync(err) {
		return err
	}
	return nil
}

// cannotSync reports whether the system has no fsync for folders, like Windows.
func cannotSync(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported)
}
