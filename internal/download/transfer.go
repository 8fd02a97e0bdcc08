// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"
)

// transfer brings a file to the folder NAME.part.
type transfer struct {
	*job

	file    File
	disk    *os.File
	sums    *sums
	have    *counter // bytes in disk and in sums
	object  object   // what the store said of the file
	resumed bool     // the bytes are from more than one response
	noting  chan struct{}
}

// transfer downloads a file, or its rest.
func (r *job) transfer(ctx context.Context, file File) (*FileResult, error) {
	t := &transfer{job: r, file: file, sums: newSums(), have: r.seen.file(), object: object{Size: unknown}, noting: make(chan struct{}, 1)}
	if err := t.open(ctx); err != nil {
		return nil, diskError(file.Name, "opening the part on disk", err)
	}
	defer func() { _ = t.disk.Close() }() // closed before on success
	if err := t.resume(ctx); err != nil {
		return nil, diskError(file.Name, "reading the part on disk", err)
	}
	if known := t.notes.file(file.Name); known.Checked != nil && t.have.total > 0 {
		return t.finish(ctx, known.Checked) // it was complete before
	}
	return t.run(ctx)
}

// open opens the file, or creates it. It writes to no file that could be another one as
// well: by a link, or by its owner.
func (t *transfer) open(ctx context.Context) error {
	info, err := t.folder.Lstat(t.file.Name)
	if err == nil && info.Mode().IsRegular() {
		if t.disk, err = openFile(ctx, t.folder, t.file.Name, os.O_RDWR); err != nil {
			return err
		}
		if count, owner := links(t.disk); count < 2 && owner == t.owner {
			_ = t.disk.Chmod(fileMode) // not every file system has modes
			return nil
		}
		_ = t.disk.Close() // it was not changed
	}
	if err == nil && info.IsDir() {
		return &Error{Kind: Occupied, File: t.file.Name, Reason: "it is a directory, not a regular file"}
	}
	if err == nil {
		err = t.folder.Remove(t.file.Name)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	t.disk, err = openFile(ctx, t.folder, t.file.Name, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	return err
}

// resume accepts what the manifest says of the beginning of the file, if the digest is
// right, and what was written after that.
func (t *transfer) resume(ctx context.Context) error {
	known := t.notes.file(t.file.Name)
	if err := t.read(ctx, known.Bytes); err != nil {
		return err
	}
	if t.have.total != known.Bytes || known.Bytes > 0 && t.sums.sha256() != known.SHA256 {
		return t.restart()
	}
	if known.Checked == nil {
		end, err := lastWritten(t.disk, t.have.total)
		if err != nil {
			return err
		}
		if err := t.read(ctx, end-t.have.total); err != nil {
			return err
		}
	}
	if t.have.total == 0 || !resumable(known.object(), t.sums.rdb.begins()) {
		return t.restart()
	}
	t.object = known.object()
	return t.disk.Truncate(t.have.total)
}

// read adds the next bytes on disk to the sums.
func (t *transfer) read(ctx context.Context, length int64) error {
	return pipe(ctx, io.LimitReader(t.disk, length), append(t.sums.writers(), t.have)...)
}

// pageSize is the smallest unit that a file system writes or loses.
const pageSize = 4096

// lastWritten returns the offset of the first page that is all zeros, at or after an offset.
// After a power failure, what was never written is read as zeros.
func lastWritten(f *os.File, from int64) (end int64, err error) {
	page := make([]byte, pageSize)
	for end = from; ; {
		n, err := f.ReadAt(page[:pageSize-end%pageSize], end)
		if err != nil && !errors.Is(err, io.EOF) {
			return end, err
		}
		if len(bytes.Trim(page[:n], "\x00")) == 0 {
			return end, nil
		}
		end += int64(n)
	}
}

// run receives the file and checks it. A file that does not match its size or checksum
// is fetched from the start, once.
func (t *transfer) run(ctx context.Context) (*FileResult, error) {
	for again := false; ; {
		resumed := t.have.total > 0
		err := t.receive(ctx)
		t.noting <- struct{}{} // waits for the last note
		<-t.noting
		checked := []string(nil)
		if err == nil {
			checked, err = t.check()
		}
		if err == nil {
			return t.finish(ctx, checked)
		}
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Mismatch {
			if _, broken := errors.AsType[*sinkError](err); !broken { // then the sums have more than the disk
				_ = t.note(ctx, t.have.total, t.sums.sha256()) // or the next run begins at an earlier note
			}
			return nil, err
		}
		if restartErr := t.restart(); restartErr != nil {
			return nil, diskError(t.file.Name, "starting over", restartErr)
		}
		if again && !resumed {
			return nil, err
		}
		again = again || !resumed
	}
}

// restart discards what was received.
func (t *transfer) restart() error {
	t.have.discard()
	t.object, t.sums = object{Size: unknown}, newSums()
	if err := t.disk.Truncate(0); err != nil {
		return err
	}
	_, err := t.disk.Seek(0, io.SeekStart)
	return err
}

// noteInterval is the time between two notes about what is on disk.
const noteInterval = time.Second

// receive writes the rest of the file to disk. Whatever happens, what was received is
// there when it returns, unless the disk fails.
func (t *transfer) receive(ctx context.Context) error {
	offset := t.have.total
	source := &remote{
		job: t.job, ctx: ctx, file: t.file, object: t.object, announce: func(o object) error { return t.announced(ctx, o) },
		offset: offset, rdb: t.sums.rdb.begins(), resumed: offset > 0,
		retries: retries{limit: t.Retries, backoff: t.Backoff, highest: offset},
	}
	defer source.Close()
	for {
		part := &spell{Reader: source, until: time.Now().Add(noteInterval)}
		err := pipe(ctx, part, append(t.sums.writers(), io.MultiWriter(t.disk, t.have))...)
		switch {
		case errors.Is(err, errRestart):
			if err := t.restart(); err != nil {
				return diskError(t.file.Name, "starting over", err)
			}
		case err != nil:
			return t.diskError(err)
		case !part.ended:
			t.resumed = source.resumed
			return nil
		default:
			t.noteLater(ctx)
		}
	}
}

// announced notes what the store says of the file, before its first byte.
func (t *transfer) announced(ctx context.Context, o object) error {
	t.object = o
	return t.notes.change(ctx, t.file.Name, func(f *manifestFile) { *f = announced(f.Name, o) })
}

// note makes what is on disk durable, and says so in the manifest.
func (t *transfer) note(ctx context.Context, bytes int64, digest string) error {
	if err := syncFile(t.disk); err != nil {
		return t.diskError(err)
	}
	return t.notes.change(ctx, t.file.Name, func(f *manifestFile) { f.Bytes, f.SHA256 = bytes, digest })
}

// noteLater does the same in the background, unless the last note is not written yet.
func (t *transfer) noteLater(ctx context.Context) {
	select {
	case t.noting <- struct{}{}:
		have, digest := t.have.total, t.sums.sha256()
		go func() {
			_ = t.note(ctx, have, digest) // if it fails, the next one does, too
			<-t.noting
		}()
	default:
	}
}

// diskError returns the error for a write, with how much space is missing on a full disk.
func (t *transfer) diskError(err error) *Error {
	e := diskError(t.file.Name, "writing", err)
	if need := max(t.object.Size, t.file.Size) - t.have.total; e.Kind == DiskFull {
		e.Reason = fmt.Sprintf("the disk is full, and %s more is needed", FormatSize(max(need, 1)))
	}
	return e
}

// check compares the file with its size and checksums, and returns with which.
func (t *transfer) check() (checked []string, err error) {
	mismatch := func(format string, args ...any) error {
		return &Error{Kind: Mismatch, File: t.file.Name, Reason: fmt.Sprintf(format, args...)}
	}
	for _, size := range []int64{t.file.Size, t.object.Size} {
		if size > 0 && size != t.have.total {
			return nil, mismatch("%d bytes were received, and %d were announced", t.have.total, size)
		}
		if size > 0 {
			checked = []string{CheckSize}
		}
	}
	if t.have.total == 0 {
		return nil, mismatch("it is empty")
	}
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
	if slices.Equal(checked, []string{CheckSize}) && t.resumed && !digestETag().MatchString(t.object.ETag) {
		return nil, mismatch("it was resumed, and it has no checksum that shows whether it changed meanwhile")
	}
	if checked == nil {
		return nil, &Error{Kind: Unverifiable, File: t.file.Name, Reason: "nothing says whether it is complete: it has no announced size, no CRC-64, and no RDB checksum"}
	}
	return checked, nil
}

// finish makes the file durable and enters it in the manifest as complete.
func (t *transfer) finish(ctx context.Context, checked []string) (*FileResult, error) {
	if err := errors.Join(syncFile(t.disk), t.disk.Close()); err != nil {
		return nil, t.diskError(err)
	}
	digest := t.sums.sha256()
	err := t.notes.change(ctx, t.file.Name, func(f *manifestFile) {
		f.Size, f.Bytes, f.SHA256, f.Checked = t.have.total, t.have.total, digest, checked
	})
	if err != nil {
		return nil, err
	}
	t.seen.finished()
	return &FileResult{Name: t.file.Name, Size: t.have.total, SHA256: digest, RDB: t.sums.rdb.head.read(), Checked: checked}, nil
}
