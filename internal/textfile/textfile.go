// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package textfile reads configured text files, such as credentials and
// certificates. Errors never contain the content of a file.
package textfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"
)

// OpenFunc opens a file for reading, as [os.Open] does.
type OpenFunc func(name string) (fs.File, error)

// Error is the error for a file that cannot be read or has invalid content.
type Error struct {
	File         string
	Line, Column int    // of the error, in characters; 0 if not known
	Reason       string // completes a sentence that begins with the file
	Unfinished   bool   // set if another program may be writing the file
	Err          error  // the cause, for example fs.ErrNotExist, or nil
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + " " + e.Reason
	}
	return fmt.Sprintf("%s, line %d, column %d: %s", e.File, e.Line, e.Column, e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Open opens a regular file or a directory. It does not open a pipe, which could
// block.
func Open(name string) (fs.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	return os.Open(name)
}

// Read returns the content of a text file of at most limit bytes, without a
// byte order mark. Its error is an [*Error].
func Read(open OpenFunc, name string, limit int) ([]byte, error) {
	fail := func(err error, reason string) ([]byte, error) {
		return nil, &Error{File: name, Reason: reason, Err: err}
	}
	f, err := open(name)
	if err != nil {
		return fail(err, describe(err, name))
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fail(nil, "is a directory, not a file")
	}
	data, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	switch {
	case err != nil:
		return fail(err, describe(err, name))
	case len(data) > limit:
		return fail(nil, fmt.Sprintf("is larger than %d MiB", limit>>20))
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fail(nil, "is encoded in UTF-16. Save it as UTF-8")
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
}

func describe(err error, name string) string {
	switch {
	case errors.Is(err, fs.ErrNotExist) && !filepath.IsAbs(name):
		return "does not exist. A relative path starts in the directory that Terraform runs in"
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "cannot be read: permission denied"
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok { // the path is in the text already
		return "cannot be read: " + pathErr.Err.Error()
	}
	return err.Error()
}

// CheckUTF8 returns an [*Error] if data, the content of the file name, is not
// valid UTF-8.
func CheckUTF8(name string, data []byte) error {
	if utf8.Valid(data) {
		return nil
	}
	return &Error{File: name, Reason: "is not UTF-8 text"}
}

const (
	unfinishedAttempts = 10
	unfinishedPause    = 70 * time.Millisecond
)

// RetryUnfinished calls read until it succeeds, at most a few times with short
// pauses, if its error may be due to another program that is writing the file. A
// missing file may be one if missing is set.
func RetryUnfinished[T any](ctx context.Context, missing bool, read func() (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		value, err := read()
		if attempt == unfinishedAttempts || !isUnfinished(err, missing) {
			return value, err
		}
		select {
		case <-ctx.Done():
			return value, context.Cause(ctx)
		case <-time.After(unfinishedPause):
		}
	}
}

func isUnfinished(err error, missing bool) bool {
	fileErr, ok := errors.AsType[*Error](err)
	return ok && (fileErr.Unfinished || missing && errors.Is(err, fs.ErrNotExist))
}
