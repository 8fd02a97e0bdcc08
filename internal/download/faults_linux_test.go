// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// refuseOp refuses one kind of operation.
func refuseOp(refused string, errno syscall.Errno) func(op, name string) syscall.Errno {
	return func(op, _ string) syscall.Errno {
		if op == refused {
			return errno
		}
		return 0
	}
}

// TestFUSE_refused: what a file system refuses ends a download, or a repair, only if it
// cannot do without.
func TestFUSE_refused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		disk   string
		refuse func(op, name string) syscall.Errno
		kind   Kind
		wrong  string // "": the file arrives
	}{
		"chmod":                {refuse: refuseOp("chmod", syscall.EPERM)},
		"fsync, EINVAL":        {refuse: refuseOp("fsync", syscall.EINVAL)},
		"fsync, ENOTSUP":       {refuse: refuseOp("fsync", syscall.ENOTSUP)},
		"fsync, EBADF":         {refuse: refuseOp("fsync", syscall.EBADF)},
		"fsync, EIO":           {refuse: refuseOp("fsync", syscall.EIO), wrong: "input/output error"},
		"fsync of a folder":    {refuse: refuseOp("fsyncdir", syscall.EINVAL)},
		"replacing, EPERM":     {refuse: refuseOp("replace", syscall.EPERM)},
		"replacing, EEXIST":    {refuse: refuseOp("replace", syscall.EEXIST)},
		"inode numbers":        {disk: "moody"},
		"no known free space":  {disk: "full"},
		"names in NFD":         {disk: "apple"},
		"locks":                {refuse: refuseOp("lock", syscall.ENOLCK), kind: NoLock, wrong: "does not support locks"},
		"writing":              {refuse: refuseOp("write", syscall.ENOSPC), kind: DiskFull, wrong: "no space left"},
		"creating":             {refuse: refuseOp("create", syscall.EROFS), kind: Permission, wrong: "read-only file system"},
		"too many open files":  {refuse: tooManyFiles("open", syscall.EMFILE)},
		"too many of everyone": {refuse: tooManyFiles("create", syscall.ENFILE)},
		"renaming a folder": {refuse: func(op, name string) syscall.Errno {
			if op == "rename" && !strings.Contains(name, ".") {
				return syscall.EXDEV
			}
			return 0
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newFaultyDisk(t, tt.disk)
			s := newStore(t, 300<<10, 4096)
			o := s.options(t)
			o.Directory = filepath.Join(d.dir, "backups")
			o.Files = append(o.Files, File{Name: "e\u0301.rdb", Size: 4096})
			url := o.URL
			o.URL = func(ctx context.Context, name string) (string, error) {
				return url(ctx, strings.Replace(name, "e\u0301", "2", 1))
			}
			d.set(tt.refuse)
			_, err := Run(t.Context(), o)
			if tt.wrong != "" {
				expectError(t, err, tt.kind, tt.wrong)
			} else if err != nil {
				t.Fatal(err)
			}
			d.set(nil)
			if _, err := Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(o.folder(), "1.rdb"), "damaged")
			d.set(tt.refuse)
			if _, err = Run(t.Context(), o); tt.wrong == "" && err != nil || tt.wrong != "" && err == nil {
				t.Errorf("the repair failed with %v, want %q", err, tt.wrong)
			}
			d.set(nil)
			result, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			want := s.contents(t)
			want["é.rdb"] = want["2.rdb"]
			for _, f := range result.Files {
				if got := sum([]byte(read(t, filepath.Join(o.folder(), f.Name)))); got != f.SHA256 || got != want[f.Name] {
					t.Errorf("%s has SHA-256 %s, the result says %s, and it should be %s", f.Name, got, f.SHA256, want[f.Name])
				}
			}
		})
	}
}

func tooManyFiles(refused string, errno syscall.Errno) func(op, name string) syscall.Errno {
	var times atomic.Int32
	return func(op, _ string) syscall.Errno {
		if op == refused && times.Add(1)%3 != 0 {
			return errno
		}
		return 0
	}
}

// TestFUSE_hangs: whatever operation hangs, an interrupt ends the download soon, and
// nothing is published when the file system comes back. The next run is fine.
func TestFUSE_hangs(t *testing.T) {
	t.Parallel()
	for _, hanging := range []string{"mkdir", "create", "write", "fsync", "replace", "rename", "fsyncdir", "lock", "open", "opendir"} {
		t.Run(hanging, func(t *testing.T) {
			t.Parallel()
			d := newFaultyDisk(t, "")
			s := newStore(t, 300<<10, 4096)
			o := s.options(t)
			o.Directory = filepath.Join(d.dir, "backups")
			if err := os.Mkdir(o.Directory, 0o700); err != nil {
				t.Fatal(err)
			}
			back, hangs := make(chan struct{}), make(chan struct{}, 1000)
			d.set(func(op, _ string) syscall.Errno {
				if op == hanging {
					hangs <- struct{}{}
					<-back
				}
				return 0
			})
			ctx, cancel := context.WithCancel(t.Context())
			var ended atomic.Bool
			o.Progress = func(Progress) {
				if ended.Load() {
					t.Error("progress after the end")
				}
			}
			done := make(chan error, 1)
			go func() {
				_, err := Run(ctx, o)
				done <- err
			}()
			<-hangs
			cancel()
			at := time.Now()
			err := <-done
			ended.Store(true)
			expectError(t, err, Interrupted, "The file system did not respond")
			if took := time.Since(at); took > grace+time.Second {
				t.Errorf("it ended %s after the interrupt", took)
			}
			close(back)
			o.Progress = nil
			release, err := lock(t.Context(), mustOpen(t, o.Directory), o.Name+lockSuffix, func() {}) // once the first run has ended
			if err != nil {
				t.Fatal(err)
			}
			release()
			if hanging != "rename" && hanging != "fsyncdir" {
				if _, err := os.Stat(o.folder()); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("there is a folder under the final name, error %v", err)
				}
			}
			result, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			s.expectWhole(t, o, result)
		})
	}
}

// TestFUSE_checkHangs: an interrupt ends a check as well.
func TestFUSE_checkHangs(t *testing.T) {
	t.Parallel()
	d := newFaultyDisk(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	back := make(chan struct{})
	d.set(func(op, _ string) syscall.Errno {
		if op == "opendir" {
			cancel()
			<-back
		}
		return 0
	})
	_, err := Check(ctx, d.dir, "backup", nil)
	close(back)
	expectError(t, err, Interrupted, "The file system did not respond")
}

func mustOpen(t *testing.T, dir string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root
}

// TestFUSE_readOnly: a finished folder is verified where nothing can be written. The
// caller is no owner, and so deletes nothing later.
func TestFUSE_readOnly(t *testing.T) {
	t.Parallel()
	d := newFaultyDisk(t, "")
	s := newStore(t, 4096)
	o := s.options(t)
	o.Directory = filepath.Join(d.dir, "backups")
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	d.set(func(op, _ string) syscall.Errno {
		if op != "open" && op != "opendir" {
			return syscall.EROFS
		}
		return 0
	})
	o.Owner = "other"
	result, err := Run(t.Context(), o)
	if err != nil || !result.Reused {
		t.Fatalf("got %+v, error %v", result, err)
	}
	d.set(nil)
	removed, err := Remove(t.Context(), Removal{Directory: o.Directory, Name: o.Name, Owner: "other", Files: result.Files})
	if err != nil || !removed.NotOwner {
		t.Errorf("got %+v, error %v", removed, err)
	}
	write(t, filepath.Join(o.folder(), "1.rdb"), "damaged")
	d.set(func(string, string) syscall.Errno { return syscall.EROFS })
	if _, err := Run(t.Context(), o); err == nil {
		t.Error("a damaged file passed")
	}
}

// TestFUSE_diskFull: what was written before the disk was full is not fetched again.
func TestFUSE_diskFull(t *testing.T) {
	t.Parallel()
	d := newFaultyDisk(t, "")
	s := newStore(t, 2*mib)
	o := s.options(t)
	o.Directory = filepath.Join(d.dir, "backups")
	var writes atomic.Int32
	d.set(func(op, _ string) syscall.Errno {
		if op == "write" && writes.Add(1) == 10 {
			return syscall.ENOSPC
		}
		return 0
	})
	_, err := Run(t.Context(), o)
	expectError(t, err, DiskFull, "the disk is full")
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
	for i, d := range s.Downloads() {
		if got := d.Header.Get("Range"); (got == "") != (i == 0) {
			t.Errorf("request %d has range %q", i+1, got)
		}
	}
}
