// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
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
	r := transfer{file: File{Name: "1.rdb"}, object: object{Size: 100}, have: &counter{total: 40}}
	e := r.diskError(errDiskFull)
	if e.Kind != DiskFull || e.Reason != "the disk is full, and 60 B more is needed" {
		t.Errorf("got kind %d and %q", e.Kind, e.Reason)
	}
}

// TestPipe_broken: a sink that fails ends the transfer with its error, and the
// other sinks get no more than was read.
func TestPipe_broken(t *testing.T) {
	t.Parallel()
	source := bytes.NewReader(make([]byte, 64*blockSize))
	var other bytes.Buffer
	err := pipe(t.Context(), source, &other, brokenWriter{})
	if broken, ok := errors.AsType[*sinkError](err); !ok || !errors.Is(broken, errDiskFull) {
		t.Errorf("got error %v", err)
	}
	if read := 64*blockSize - source.Len(); other.Len() != read || source.Len() == 0 {
		t.Errorf("the other sink got %d bytes, %d were read, and %d are left", other.Len(), read, source.Len())
	}
}

// TestPipe_ended: what the last read returned arrives, even if the context has ended
// meanwhile.
func TestPipe_ended(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	source := readerFunc(func(p []byte) (int, error) {
		cancel(errIdle)
		return len(p) - 1, errIdle
	})
	var sink bytes.Buffer
	err := pipe(ctx, source, &sink)
	if !errors.Is(err, errIdle) || sink.Len() != blockSize-1 {
		t.Errorf("got error %v and %d bytes, want the cause of the context and all", err, sink.Len())
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestTransfer_restartFails: a part that cannot be emptied ends the transfer, or
// the next response would be added to the old content.
func TestTransfer_restartFails(t *testing.T) {
	t.Parallel()
	part, err := os.Create(filepath.Join(t.TempDir(), "1.rdb.part"))
	if err != nil {
		t.Fatal(err)
	}
	if err := part.Close(); err != nil {
		t.Fatal(err)
	}
	o := Options{
		Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusRequestedRangeNotSatisfiable, Body: http.NoBody}, nil
		}),
		URL: func(context.Context, string) (string, error) { return "http://store", nil },
	}.normalized()
	r := transfer{
		job:  &job{Options: o, client: newClient(o.Transport), seen: newTracker(t.Context(), o), slots: newSlots(1)},
		disk: part, have: newTracker(t.Context(), o).file(), noting: make(chan struct{}, 1), sums: newSums(), object: object{Size: 100, ETag: `"x"`, CRC64: "1"},
	}
	r.have.total = 5
	if err := r.receive(t.Context()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got error %v, want that of the file", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDiskFull }

// TestTransfer_check: only what was compared counts, and something has to be.
func TestTransfer_check(t *testing.T) {
	t.Parallel()
	rdb := "REDIS0011\xfa\x00\x00" + strings.Repeat("x", 9) + strings.Repeat("\x00", 8) // no checksum, or cut there
	for name, tt := range map[string]struct {
		data string
		file int64
		size int64
		want string
		kind Kind
	}{
		"size of the API":   {data: "text", file: 4, size: unknown, want: CheckSize},
		"size of the store": {data: "text", size: 4, want: CheckSize},
		"nothing":           {data: "text", size: unknown, kind: Unverifiable},
		"RDB, no checksum":  {data: rdb, size: unknown, kind: Unverifiable},
		"RDB and size":      {data: rdb, size: int64(len(rdb)), want: CheckSize},
		"empty":             {size: 0, kind: Mismatch},
		"other size":        {data: "text", file: 5, size: 4, kind: Mismatch},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := transfer{file: File{Name: "1.rdb", Size: tt.file}, object: object{Size: tt.size}, have: &counter{total: int64(len(tt.data))}, sums: newSums()}
			for _, w := range x.sums.writers() {
				_, _ = w.Write([]byte(tt.data))
			}
			checked, err := x.check()
			if tt.want == "" {
				expectError(t, err, tt.kind)
			} else if err != nil || strings.Join(checked, " ") != tt.want {
				t.Errorf("checked is %v, error %v", checked, err)
			}
		})
	}
}
