// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// Kind is the kind of an [Error].
type Kind int

// The values of [Kind].
const (
	Failed       Kind = iota // any other error, such as a disk error
	BadName                  // a name that is not safe on every system
	NotDirectory             // something other than a folder is in the way
	Occupied                 // the folder contains something else
	Changed                  // another process changed the folder during the download
	Permission               // the file system denies access
	DiskFull                 // not enough free space
	NoLock                   // the file system does not support locks
	Locked                   // another run holds the lock
	NoURL                    // no URL could be obtained; Err says why
	Expired                  // new URLs have expired as well
	Refused                  // the store denied access
	BadSignature             // the store does not accept the URL's signature
	Archived                 // the store must restore the file first
	NotFound                 // the store does not have the file
	BadResponse              // the response is not the file
	Unreachable              // the connection failed repeatedly
	Mismatch                 // the content does not match its size or checksum
	Unverifiable             // there is no size or checksum to compare the content with
	Interrupted              // the context is done
)

// Error is the type of all errors that [Run] and [Remove] return. It never contains
// a URL or content.
type Error struct {
	Kind Kind
	File string // "" if it is about the folder
	// Reason is a clause without the file's name.
	Reason string
	// Facts are lines such as "Code: AccessDenied".
	Facts []string
	// Progress is how far the download was; zero if nothing can be resumed.
	Progress Progress
	Err      error // the cause, or nil
}

func (e *Error) Error() string {
	text := e.Reason
	if e.File != "" {
		text = fmt.Sprintf("file %q: %s", e.File, text)
	}
	if len(e.Facts) > 0 {
		text += " (" + strings.Join(e.Facts, "; ") + ")"
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Idle reports whether nothing was received for one of the timeouts in [Options].
func (e *Error) Idle() bool { return errors.Is(e.Err, errIdle) }

// diskError classifies an error of the file system.
func diskError(file, doing string, err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	cause := err
	if e, ok := errors.AsType[*fs.PathError](err); ok { // the message has the path already
		cause = e.Err
	}
	e := &Error{File: file, Reason: doing + " failed: " + cause.Error(), Err: err}
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Kind = Permission
	case isDiskFull(err):
		e.Kind = DiskFull
	case errors.Is(err, syscall.ENOTDIR):
		e.Kind = NotDirectory
	}
	return e
}

// asError returns err as an [*Error], or the interruption if ctx is done.
func asError(ctx context.Context, err error) *Error {
	e := diskError("", "a file operation", err)
	if ctx.Err() != nil && e.Kind != Locked && e.Kind != Interrupted {
		return interrupted(ctx)
	}
	return e
}

func interrupted(ctx context.Context) *Error {
	return &Error{Kind: Interrupted, Reason: "it was interrupted", Err: context.Cause(ctx)}
}
