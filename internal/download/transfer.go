// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// transfer is the transfer of a file. The part and the manifest on disk survive the
// process.
type transfer struct {
	*job

	index  int
	file   File
	part   *os.File
	sums   *sums
	have   int64  // bytes in part and in sums
	object object // that they are from
	// sha256 is the digest of a file that was complete before; "" otherwise.
	sha256 string
	// resumed is set if the bytes are from more than one response.
	resumed bool
}

func (r *job) transfer(index int) *transfer {
	return &transfer{job: r, index: index, file: r.Files[index], sums: newSums(), object: object{Size: unknown}}
}

// run downloads the file. If it does not match its size or checksum, it is fetched
// once more from the start.
func (t *transfer) run(ctx context.Context) (FileResult, error) {
	err := t.open(ctx)
	if t.part != nil {
		defer func() { _ = t.part.Close() }() // already closed on success
	}
	if err != nil {
		return FileResult{}, diskError(t.file.Name, "reading the part on disk", err)
	}
	for again := false; ; again = true {
		checked, err := t.receive(ctx)
		if err == nil {
			return t.finish(ctx, checked)
		}
		if err.Kind != Mismatch {
			if !t.resumable() {
				t.seen.add(-t.have)
			}
			return FileResult{}, err
		}
		if restartErr := t.restart(); restartErr != nil {
			return FileResult{}, diskError(t.file.Name, "starting over", restartErr)
		}
		if again {
			_ = t.part.Close()
			_ = t.folder.Remove(t.partName()) // empty by now
			return FileResult{}, err
		}
	}
}

func (t *transfer) partName() string { return t.file.Name + partSuffix }

func trimPart(name string) string { return strings.TrimSuffix(name, partSuffix) }

// open opens the part and adds what can be resumed to the sums.
func (t *transfer) open(ctx context.Context) (err error) {
	// A complete file is checked again like a part.
	if found, err := exists(t.folder, t.file.Name); err != nil {
		return err
	} else if found {
		if err := t.folder.Rename(t.file.Name, t.partName()); err != nil {
			return err
		}
	}
	if t.part, err = openRegular(t.folder, t.partName(), os.O_RDWR|os.O_CREATE); err != nil {
		return err
	}
	info, err := t.part.Stat()
	if err != nil {
		return err
	}
	known := t.notes.manifest.Files[t.index] // which only this transfer changes
	if info.Size() == 0 || known.Size > 0 && info.Size() > known.Size {
		return t.restart()
	}
	t.object, t.sha256 = known.object(), known.SHA256
	err = errors.Join(pipe(ctx, t.part, t.count, t.digests()...), t.part.Chmod(fileMode))
	if err == nil && t.have != t.object.Size && !t.resumable() {
		return t.restart()
	}
	return err
}

func (t *transfer) digests() []io.Writer {
	return []io.Writer{t.sums.sha, &t.sums.rdb, &t.sums.ecma}
}

// resumable reports whether the part can be continued.
func (t *transfer) resumable() bool { return resumable(t.object, t.sums.rdb.begins()) }

func (t *transfer) count(n int) {
	t.have += int64(n)
	t.seen.add(int64(n))
}

// restart discards what was received.
func (t *transfer) restart() error {
	t.seen.add(-t.have)
	t.have, t.object, t.sha256, t.sums = 0, object{Size: unknown}, "", newSums()
	if err := t.part.Truncate(0); err != nil {
		return err
	}
	_, err := t.part.Seek(0, io.SeekStart)
	return err
}

// receive reads from the store until the file is complete, and checks it.
func (t *transfer) receive(ctx context.Context) (checked []string, failed *Error) {
	source := t.remote(ctx, t.file, t.object, t.have)
	source.announce, source.rdb, source.resumed = t.announce, t.sums.rdb.begins(), t.have > 0
	defer source.Close()
	for {
		err := pipe(ctx, source, t.count, append(t.digests(), &diskWriter{file: t.part, end: t.have})...)
		if errors.Is(err, errRestart) {
			err = t.restart()
			if err == nil {
				continue
			}
		}
		if err == nil {
			t.object.Size, t.resumed = source.object.Size, source.resumed
			return t.check()
		}
		if ctx.Err() != nil {
			return nil, interrupted(ctx)
		}
		if known, ok := errors.AsType[*Error](err); ok {
			known.File = t.file.Name
			return nil, known
		}
		return nil, t.diskError("writing", err)
	}
}

// announce notes a new object, so that what is stored of it can be resumed.
func (t *transfer) announce(o object) error {
	t.object = o
	return t.notes.change(t.index, func(f *manifestFile) {
		*f = manifestFile{Name: f.Name, Size: max(o.Size, 0), ETag: o.ETag, LastModified: o.LastModified, CRC64: o.CRC64}
	})
}

// diskError adds how much space is missing to an error about a full disk.
func (t *transfer) diskError(doing string, err error) *Error {
	e := diskError(t.file.Name, doing, err)
	if need := max(t.object.Size, t.file.Size) - t.have; e.Kind == DiskFull {
		e.Reason = fmt.Sprintf("the disk is full, and %d more bytes are needed", max(need, 1))
	}
	return e
}

// check compares the file with its size and checksums.
func (t *transfer) check() ([]string, *Error) {
	mismatch := func(format string, args ...any) *Error {
		return &Error{Kind: Mismatch, File: t.file.Name, Reason: fmt.Sprintf(format, args...)}
	}
	if t.have != t.object.Size {
		return nil, mismatch("%d bytes were received, and %d were announced", t.have, t.object.Size)
	}
	if got := t.sums.sha256(); t.sha256 != "" && got != t.sha256 {
		return nil, mismatch("the SHA-256 is %s, and the manifest says %s", got, t.sha256)
	}
	checked := []string{CheckSize}
	if t.object.CRC64 != "" {
		if got := t.sums.ecma.String(); got != t.object.CRC64 {
			return nil, mismatch("the CRC-64 is %s, and the object storage announced %s", got, t.object.CRC64)
		}
		checked = append(checked, CheckCRC64)
	}
	rdb, err := t.sums.rdb.check()
	if err != nil {
		return nil, mismatch("%s", err)
	}
	if rdb {
		checked = append(checked, CheckRDB)
	}
	if len(checked) == 1 && t.resumed && t.sha256 == "" && !digestETag.MatchString(t.object.ETag) {
		return nil, mismatch("it was resumed, and it has no checksum that shows whether it changed meanwhile")
	}
	return checked, nil
}

// finish makes the file durable and renames it.
func (t *transfer) finish(ctx context.Context, checked []string) (FileResult, error) {
	if err := t.sync(ctx); err != nil {
		return FileResult{}, err
	}
	if err := t.folder.Rename(t.partName(), t.file.Name); err != nil {
		return FileResult{}, diskError(t.file.Name, "renaming the part", err)
	}
	digest := t.sums.sha256()
	err := t.notes.change(t.index, func(f *manifestFile) { f.Size, f.SHA256 = t.object.Size, digest })
	if err != nil {
		return FileResult{}, diskError(t.file.Name, "writing the manifest", err)
	}
	t.seen.finished()
	return FileResult{
		Name: t.file.Name, Size: t.object.Size, SHA256: digest, RDB: t.sums.rdb.begins(), Checked: checked,
	}, nil
}

// sync makes the file durable and closes it. It does not wait for a slow disk once
// ctx is done.
func (t *transfer) sync(ctx context.Context) error {
	done := make(chan error, 1)
	part := t.part
	go func() { done <- errors.Join(part.Sync(), part.Close()) }()
	select {
	case err := <-done:
		if err != nil {
			return t.diskError("writing", err)
		}
		return nil
	case <-ctx.Done():
		return interrupted(ctx)
	}
}
