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
	"time"
)

// unknown is the size of a file if it is not known.
const unknown = -1

// transfer is the transfer of a file. It survives a broken connection, and the part
// and the manifest on disk survive the process.
type transfer struct {
	*job

	index int
	file  File
	part  *os.File
	sums  *sums
	have  int64 // bytes in part and in sums
	size  int64 // from the store, or unknown
	etag  string
	crc64 string
	// sha256 is the digest of a file that was complete before; "" otherwise.
	sha256 string

	url      string // "" if a new one is needed
	refusals int    // in a row
	retries  retries
}

func (r *job) transfer(index int) *transfer {
	return &transfer{
		job: r, index: index, file: r.Files[index],
		sums: newSums(), size: unknown, retries: newRetries(r.Options),
	}
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
	usable := resumable(known.ETag) || info.Size() == known.Size
	if info.Size() == 0 || !usable || known.Size > 0 && info.Size() > known.Size {
		return t.restart()
	}
	t.etag, t.crc64, t.sha256 = known.ETag, known.CRC64, known.SHA256
	if known.Size > 0 {
		t.size = known.Size
	}
	err = pipe(ctx, t.part, t.count, t.digests()...)
	return errors.Join(err, t.part.Chmod(fileMode))
}

// digests returns the sums that the file needs.
func (t *transfer) digests() []io.Writer {
	all := []io.Writer{t.sums.sha, &t.sums.rdb}
	if t.crc64 != "" {
		all = append(all, &t.sums.ecma)
	}
	return all
}

func (t *transfer) count(n int) {
	t.have += int64(n)
	t.seen.add(int64(n))
}

// restart discards what was received.
func (t *transfer) restart() error {
	t.seen.add(-t.have)
	t.have, t.size, t.etag, t.crc64, t.sha256, t.sums = 0, unknown, "", "", "", newSums()
	if err := t.part.Truncate(0); err != nil {
		return err
	}
	_, err := t.part.Seek(0, io.SeekStart)
	return err
}

// receive makes requests until the file is complete, and checks it.
func (t *transfer) receive(ctx context.Context) (checked []string, failed *Error) {
	for t.size == unknown || t.have < t.size {
		before := t.have
		err := t.request(ctx)
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return nil, interrupted(ctx)
		}
		if again, ok := errors.AsType[*retryError](err); ok {
			t.seen.failed(t.file.Name, again.last)
			err = t.retries.wait(ctx, again, t.have-before)
		}
		if known, ok := errors.AsType[*Error](err); ok {
			known.File = t.file.Name
			return nil, known
		}
		if err != nil {
			return nil, t.diskError("writing", err)
		}
	}
	return t.check()
}

// diskError adds how much space is missing to an error about a full disk.
func (t *transfer) diskError(doing string, err error) *Error {
	e := diskError(t.file.Name, doing, err)
	if need := max(t.size, t.file.Size) - t.have; e.Kind == DiskFull {
		e.Reason = fmt.Sprintf("the disk is full, and %d more bytes are needed", max(need, 1))
	}
	return e
}

// check compares the file with its size and checksums.
func (t *transfer) check() ([]string, *Error) {
	mismatch := func(format string, args ...any) *Error {
		return &Error{Kind: Mismatch, File: t.file.Name, Reason: fmt.Sprintf(format, args...)}
	}
	if t.have != t.size {
		return nil, mismatch("%d bytes were received, and %d were announced", t.have, t.size)
	}
	if got := t.sums.sha256(); t.sha256 != "" && got != t.sha256 {
		return nil, mismatch("the SHA-256 is %s, and the manifest says %s", got, t.sha256)
	}
	checked := []string{CheckSize}
	if t.crc64 != "" {
		if got := t.sums.ecma.String(); got != t.crc64 {
			return nil, mismatch("the CRC-64 is %s, and the object storage announced %s", got, t.crc64)
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
	err := t.notes.change(t.index, func(f *manifestFile) { f.Size, f.SHA256 = t.size, digest })
	if err != nil {
		return FileResult{}, diskError(t.file.Name, "writing the manifest", err)
	}
	t.seen.finished()
	return FileResult{
		Name: t.file.Name, Size: t.size, SHA256: digest, RDB: t.sums.rdb.begins(), Checked: checked,
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

// retries counts the consecutive failures of a transfer that made hardly any
// progress.
type retries struct {
	limit    int
	backoff  time.Duration
	failures int
	received int64 // since failures was reset
}

func newRetries(o Options) retries { return retries{limit: o.Retries, backoff: o.Backoff} }

// enough is the number of received bytes that resets the failures.
const enough = 1 << 20

// wait waits for the next attempt. It returns the error if there were too many.
func (r *retries) wait(ctx context.Context, failed *retryError, received int64) error {
	if r.received += max(received, 0); r.received >= enough {
		r.failures, r.received = 0, 0
	}
	if failed.now {
		return nil
	}
	if r.failures++; r.failures > r.limit {
		failed.last.Facts = append(failed.last.Facts, fmt.Sprintf("Attempts: %d", r.failures))
		return failed.last
	}
	pause := min(r.backoff<<min(r.failures-1, 10), 30*r.backoff)
	if failed.after > 0 {
		pause = min(failed.after, maxRetryAfter)
	}
	select {
	case <-ctx.Done():
		return interrupted(ctx)
	case <-time.After(pause):
		return nil
	}
}

// maxRetryAfter is the maximum pause that a server can request.
const maxRetryAfter = time.Minute

// retryError is a failure after which another attempt may succeed.
type retryError struct {
	last  *Error
	after time.Duration // the pause that the server requested, or 0
	now   bool          // retry without a pause
}

func (e *retryError) Error() string { return e.last.Error() }
