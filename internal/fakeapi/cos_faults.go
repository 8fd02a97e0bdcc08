// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"net/http"
	"strconv"
)

// CutFile announces the full length of a file, sends its first n bytes, and closes
// the connection.
func CutFile(n int) Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, response *rawResponse) {
		_ = response.sendRaw(w, len(response.body), response.body[:min(n, len(response.body))]).Close()
	}}.OnFiles()
}

// FlipBit changes one bit of the byte at an offset of the body.
func FlipBit(offset int) Fault {
	return altered(func(r *rawResponse) {
		if offset < len(r.body) {
			r.body = bytes.Clone(r.body)
			r.body[offset] ^= 1
		}
	}).OnFiles()
}

// LongerFile sends more bytes than the file has, without a Content-Length.
func LongerFile(more int) Fault {
	return altered(func(r *rawResponse) { r.setBody(append(bytes.Clone(r.body), make([]byte, more)...)) }).OnFiles()
}

// NoCRC leaves out the header with the checksum.
func NoCRC() Fault {
	return altered(func(r *rawResponse) { r.header.Del("x-cos-hash-crc64ecma") }).OnFiles()
}

// OtherETag responds as if the object had been replaced by one with the same content.
func OtherETag(etag string) Fault { return Header("ETag", strconv.Quote(etag)).OnFiles() }

// ExpiredURL responds as COS does to an expired URL.
func ExpiredURL() Fault {
	return Handle(func(w http.ResponseWriter, r *http.Request) {
		denied("Request has expired").write(w, r, "expired")
	}).OnFiles()
}

// IgnoreRange responds to a request for a part of a file with all of it.
func (s *Server) IgnoreRange() Fault {
	return Handle(func(w http.ResponseWriter, r *http.Request) {
		stored, fail := s.findFile(r, nil, s.now())
		if fail != nil {
			fail.write(w, r, "")
			return
		}
		whole := r.Clone(r.Context())
		whole.Header.Del("Range")
		stored.serve(w, whole)
	}).OnFiles()
}
