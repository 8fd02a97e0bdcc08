// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"net/http"
	"strconv"
)

// CutFile sends the first n bytes of a file and closes the connection, with the
// length of all of it announced.
func CutFile(n int) Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, a *answer) {
		conn, ok := hijack(w)
		if !ok {
			abort()
		}
		_, _ = conn.Write(append(a.rawHead(len(a.body)), a.body[:min(n, len(a.body))]...))
		_ = conn.Close()
	}}.OnFiles()
}

// FlipBit changes one bit of the byte at that offset of what is sent.
func FlipBit(at int) Fault {
	return altered(func(a *answer) {
		if at < len(a.body) {
			flipped := bytes.Clone(a.body)
			flipped[at] ^= 1
			a.body = flipped
		}
	}).OnFiles()
}

// LongerFile sends more bytes than the file has, without announcing a length.
func LongerFile(more int) Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, a *answer) {
		a.setBody(append(bytes.Clone(a.body), make([]byte, more)...))
		a.send(w)
	}}.OnFiles()
}

// NoCRC leaves out the header with the checksum.
func NoCRC() Fault {
	return altered(func(a *answer) { a.header.Del("x-cos-hash-crc64ecma") }).OnFiles()
}

// OtherETag answers as if the object had been replaced by one with the same content.
func OtherETag(etag string) Fault {
	return altered(func(a *answer) { a.header.Set("ETag", strconv.Quote(etag)) }).OnFiles()
}

// ExpiredURL refuses a request as COS refuses one whose URL has expired.
func ExpiredURL() Fault {
	return Handle(func(w http.ResponseWriter, r *http.Request) {
		denied("Request has expired").write(w, r, "expired")
	}).OnFiles()
}

// IgnoreRange answers a request for a part of a file with all of it.
func (s *Server) IgnoreRange() Fault {
	return Handle(func(w http.ResponseWriter, r *http.Request) {
		whole := r.Clone(r.Context())
		whole.Header.Del("Range")
		stored, fail := s.findFile(whole, nil, s.now())
		if fail != nil {
			fail.write(w, r, "")
			return
		}
		stored.serve(w, whole)
	}).OnFiles()
}
