// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// lockInterval is the pause between two attempts to take a lock.
const lockInterval = 100 * time.Millisecond

// lockText is the beginning of a lock file. A token of its holder follows.
const lockText = "locked by terraform-provider-tencentredis "

// lock acquires the lock for a folder, which the system releases when the process
// ends. While another process holds it, lock waits, and calls waiting once.
func lock(ctx context.Context, root *os.Root, name string, waiting func()) (release func(), err error) {
	path := filepath.Join(root.Name(), name)
	mark := lockText + rand.Text()
	for waited := false; ; {
		f, err := openFile(ctx, root, name, os.O_RDWR|os.O_CREATE)
		if err != nil {
			return nil, diskError("", fmt.Sprintf("creating the lock file %q", path), err)
		}
		held, err := tryLock(f)
		if err != nil {
			_ = f.Close() // it was not changed
			return nil, &Error{Kind: NoLock, Reason: fmt.Sprintf("the file system of %q does not support locks", root.Name()), Err: err}
		}
		if held {
			if held, err = isMarked(ctx, f, root, name, mark); held {
				return func() { unlock(f, root, name) }, nil
			}
		} else if !waited {
			waited = true
			waiting()
		}
		_ = f.Close() // there is nothing to lose
		if err != nil {
			return nil, diskError("", fmt.Sprintf("writing the lock file %q", path), err)
		}
		select {
		case <-ctx.Done():
			if !waited {
				return nil, interrupted(ctx)
			}
			return nil, &Error{Kind: Locked, Reason: fmt.Sprintf("another run still held the lock file %q", path), Err: context.Cause(ctx)}
		case <-time.After(lockInterval):
		}
	}
}

// isMarked writes mark to a locked file and reports whether it can be read at its
// path: the previous holder may have removed the file. Inode numbers are no help,
// because some file systems invent them at each lookup.
func isMarked(ctx context.Context, f *os.File, root *os.Root, name, mark string) (bool, error) {
	old := make([]byte, len(lockText))
	n, err := f.ReadAt(old, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	if links, _ := links(f); links > 1 || !strings.HasPrefix(lockText, string(old[:n])) {
		return false, &Error{Kind: Occupied, File: name, Reason: "it is not the lock file of a download"}
	}
	if _, err := f.WriteAt([]byte(mark), 0); err != nil {
		return false, err
	}
	there, err := openFile(ctx, root, name, os.O_RDONLY)
	if err != nil {
		return false, nil // it was removed
	}
	defer func() { _ = there.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(there, int64(len(mark))))
	return string(text) == mark, err
}
