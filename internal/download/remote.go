// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
)

// unknown is the size of a file if it is not known.
const unknown = -1

// object is what the store says of a file.
type object struct {
	Size         int64 // or unknown
	ETag         string
	LastModified string
	CRC64        string // the CRC-64 that COS calls crc64ecma
}

// strong reports whether the ETag identifies the bytes.
func (o object) strong() bool { return strings.HasPrefix(o.ETag, `"`) }

// digestETag matches the ETags of COS.
var digestETag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^"[0-9a-fA-F]{32,}(-\d+)?"$`) })

// errRestart is the error of a read if what was read so far is not the beginning of
// the file.
var errRestart = errors.New("the file must be read from the start")

// remote reads a file of the store in order, in as many requests as it takes. A read
// returns [io.EOF] only at the end of the file, an [*Error] only if another request
// cannot help, and errRestart before it continues at the start.
type remote struct {
	*job

	ctx    context.Context //nolint:containedctx // an io.Reader has no other way to get it
	file   File
	object object
	// announce is called with each new object, before its first byte is read.
	announce func(object) error
	new      bool // object is to be announced

	offset  int64   // of the next byte
	stream  *stream // nil if a request is needed
	url     string  // "" if a new one is needed
	renewed bool    // since the last progress
	retries retries
	final   error // of all further reads
	rdb     bool  // the file begins like an RDB file, which has a checksum
	resumed bool  // the bytes are from more than one response

	slot   bool        // one of the connections is taken for stream
	ahead  []*segment  // what is received ahead, without a gap
	split  bool        // one connection is slower than the reader
	single atomic.Bool // the store does not send ranges of this object
	stale  atomic.Bool // url was refused
}

// Read implements [io.Reader].
func (r *remote) Read(p []byte) (int, error) {
	for r.final == nil {
		n, err := r.read(p)
		switch {
		case n > 0:
			if r.offset == 0 {
				r.rdb = (&rdbSum{head: p[:min(n, rdbHead)]}).begins()
			}
			r.offset += int64(n)
			r.slots.grow(n)
			if r.retries.progress(r.offset) {
				r.renewed = false
			}
			return n, nil
		case errors.Is(err, errRestart), errors.Is(err, io.EOF):
			return 0, err
		case err != nil:
			r.final = r.failed(err)
			r.hangUp()
		}
	}
	return 0, r.final
}

// Close ends all requests.
func (r *remote) Close() {
	r.hangUp()
	r.drop(len(r.ahead))
}

// hangUp ends the current request and returns its connection.
func (r *remote) hangUp() {
	if r.stream != nil {
		r.stream.close()
		r.stream = nil
	}
	if r.slot {
		r.slot = false
		r.slots.give()
	}
}

// read reads from the first of the responses, or requests one.
func (r *remote) read(p []byte) (int, error) {
	if r.new {
		r.new = false
		if err := r.announce(r.object); err != nil {
			return 0, err
		}
	}
	r.fetchAhead()
	gap := int64(len(p))
	if len(r.ahead) > 0 {
		gap = r.ahead[0].start - r.offset
	}
	switch {
	case r.stream == nil && r.offset == r.object.Size:
		return 0, io.EOF
	case r.stream == nil && gap <= 0:
		return r.readAhead(p)
	case r.stream == nil:
		return 0, r.open()
	case gap == 0:
		r.hangUp()
		return 0, nil
	}
	n, err := r.stream.Read(p[:min(int64(len(p)), gap)])
	if size := r.object.Size; size != unknown && r.offset+int64(n) > size {
		return 0, &Error{Kind: Mismatch, Reason: fmt.Sprintf("more than the announced %d bytes were received", size)}
	}
	if n == 0 && errors.Is(err, io.EOF) {
		return 0, r.end()
	}
	if n > 0 {
		return n, nil // an error comes again
	}
	return 0, err
}

// end is called at the end of a response.
func (r *remote) end() error {
	last := r.stream
	r.hangUp()
	switch {
	case r.object.Size == unknown:
		r.object.Size = r.offset
	case r.offset == r.object.Size, r.offset == last.end:
	case r.resumable():
		return connectionError(r.ctx, io.ErrUnexpectedEOF)
	default:
		return wrongSize(r.offset, r.object.Size)
	}
	return nil
}

func wrongSize(got, want int64) *Error {
	return &Error{Kind: BadResponse, Reason: fmt.Sprintf("the response is not the file: it has %d bytes, and %d are expected", got, want)}
}

// open requests the rest of the file.
func (r *remote) open() error {
	if r.offset > 0 && !r.resumable() {
		return r.restart(&Error{Kind: BadResponse, Reason: "the connection failed"})
	}
	if r.url == "" {
		fresh, err := r.URL(r.ctx, r.file.Name)
		if err != nil {
			return &Error{Kind: NoURL, Reason: "no URL could be obtained", Err: err}
		}
		r.url = fresh
		r.stale.Store(false)
	}
	if !r.slot {
		if err := r.slots.take(r.ctx); err != nil {
			return err
		}
		r.slot = true
	}
	end := int64(unknown)
	if len(r.ahead) > 0 {
		end = r.ahead[0].start
	}
	s, err := r.fetch(r.ctx, r.url, r.object, r.offset, end, r.FirstByteTimeout)
	if failed, ok := errors.AsType[*retryError](err); ok && failed.changed {
		return r.restart(failed.last)
	}
	if err != nil {
		return err
	}
	if r.offset > 0 && s.start == r.offset {
		r.object.Size, r.stream, r.resumed = s.object.Size, s, true
		return nil
	}
	if size := r.file.Size; size > 0 && s.object.Size == unknown {
		s.object.Size = size
	} else if size > 0 && s.object.Size != size {
		s.close()
		return wrongSize(s.object.Size, size)
	}
	if r.offset > 0 { // the store ignores Range, or the object has changed
		err = r.restart(&Error{Kind: BadResponse, Reason: "the object storage sent the file from the start"})
	}
	r.object, r.stream, r.new = s.object, s, true
	return err
}

// resumable reports whether the file can be continued at an offset.
func (r *remote) resumable() bool { return resumable(r.object, r.rdb) }

// resumable reports whether an object can be continued at an offset without mixing
// two versions of it unnoticed. A file without a checksum needs an ETag that is a
// digest, since others are made of size and time, which two versions can share.
func resumable(o object, rdb bool) bool {
	if o.CRC64 == "" && !rdb {
		return digestETag().MatchString(o.ETag)
	}
	return o.strong() || o.LastModified != "" || o.Size != unknown
}

// restart forgets what was read.
func (r *remote) restart(why *Error) error {
	r.drop(len(r.ahead))
	r.offset, r.object, r.new, r.resumed = 0, object{Size: unknown}, false, false
	if r.retries.restart() {
		r.final = r.retries.exhausted(why)
	}
	return errRestart
}

// failed waits for the next attempt. It returns the final error if there is none.
func (r *remote) failed(err error) error {
	if r.ctx.Err() != nil {
		return interrupted(r.ctx)
	}
	again, ok := errors.AsType[*retryError](err)
	if !ok {
		return err
	}
	r.seen.failed(r.file.Name, again.last)
	if again.renew {
		r.url = ""
		if !r.renewed {
			r.renewed = true
			return nil
		}
	}
	// A refusal does not count while other connections are left.
	others := false
	if again.refused && r.slot {
		r.slot, others = false, r.slots.retire()
	}
	r.hangUp()
	return r.retries.wait(r.ctx, again, others)
}
