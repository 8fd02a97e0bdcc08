// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

// TestDiskError: errors of the file system that people can do something about
// have a kind of their own, and no path twice.
func TestDiskError(t *testing.T) {
	t.Parallel()
	for cause, want := range map[error]Kind{
		fs.ErrPermission: Permission,
		syscall.EROFS:    Permission,
		errDiskFull:      DiskFull,
		syscall.ENOTDIR:  NotDirectory,
		io.ErrShortWrite: Failed,
	} {
		e := diskError("1.rdb", "writing", &fs.PathError{Op: "write", Path: "/backups/1.rdb.part", Err: cause})
		if e.Kind != want || !errors.Is(e, cause) || strings.Contains(e.Error(), "/backups") {
			t.Errorf("%v: got kind %d and %q, want kind %d", cause, e.Kind, e, want)
		}
	}
}

// TestTransfer_diskFull says how much is missing.
func TestTransfer_diskFull(t *testing.T) {
	t.Parallel()
	r := transfer{file: File{Name: "1.rdb"}, size: 100, have: 40}
	e := r.diskError("writing", errDiskFull)
	if e.Kind != DiskFull || e.Reason != "the disk is full, and 60 more bytes are needed" {
		t.Errorf("got kind %d and %q", e.Kind, e.Reason)
	}
}

// TestPipe_broken: a sink that fails ends the transfer with its error, and the
// other sinks get no more than was read.
func TestPipe_broken(t *testing.T) {
	t.Parallel()
	source := bytes.NewReader(make([]byte, 64*blockSize))
	var other bytes.Buffer
	passed := 0
	err := pipe(t.Context(), source, func(n int) { passed += n }, &other, brokenWriter{})
	if broken, ok := errors.AsType[*sinkError](err); !ok || !errors.Is(broken, errDiskFull) {
		t.Errorf("got error %v", err)
	}
	if other.Len() != passed || source.Len() == 0 {
		t.Errorf("the other sink got %d bytes, %d were passed, and %d are left", other.Len(), passed, source.Len())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDiskFull }
