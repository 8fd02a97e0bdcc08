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
	"time"
)

// lockInterval is the pause between two attempts to take a lock.
const lockInterval = 100 * time.Millisecond

// lock acquires the lock for a folder, which the system releases when the process
// ends. While another process holds it, lock waits, and calls waiting once.
func lock(ctx context.Context, root *os.Root, name string, waiting func()) (release func(), err error) {
	for waited := false; ; {
		f, err := openRegular(root, name, os.O_RDWR|os.O_CREATE)
		if errors.Is(err, errReplaced) { // its holder has just removed it
			continue
		}
		if err != nil {
			return nil, diskError("", fmt.Sprintf("creating the lock file %q", filepath.Join(root.Name(), name)), err)
		}
		held, err := tryLock(f)
		if err != nil {
			_ = f.Close() // empty
			return nil, &Error{Kind: NoLock, Reason: "the file system does not support locks", Err: err}
		}
		if held && isStill(f, root, name) {
			return func() { unlock(f, root, name) }, nil
		}
		_ = f.Close() // empty
		if held {     // the previous holder has removed the file
			continue
		}
		if !waited {
			waited = true
			waiting()
		}
		select {
		case <-ctx.Done():
			return nil, interrupted(ctx)
		case <-time.After(lockInterval):
		}
	}
}

// isStill reports whether name in root still refers to f.
func isStill(f *os.File, root *os.Root, name string) bool {
	here, err1 := f.Stat()
	there, err2 := root.Lstat(name)
	return errors.Join(err1, err2) == nil && os.SameFile(here, there)
}

// exists reports whether name exists, even if it is not a regular file.
func exists(root *os.Root, name string) (bool, error) {
	_, err := root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
