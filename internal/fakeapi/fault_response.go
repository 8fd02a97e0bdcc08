// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// rawResponse is an HTTP response that was not sent yet.
type rawResponse struct {
	status int
	header http.Header
	body   []byte
}

// capture runs a handler and returns its response.
func capture(h http.HandlerFunc, r *http.Request) *rawResponse {
	w := httptest.NewRecorder()
	h(w, r)
	return &rawResponse{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

// setBody replaces the body and drops the Content-Length of the old one.
func (r *rawResponse) setBody(body []byte) {
	r.body = body
	r.header.Del("Content-Length")
}

// send sends the response unchanged.
func (r *rawResponse) send(w http.ResponseWriter) {
	r.sendHead(w)
	_, _ = w.Write(r.body) // the client may be gone
}

func (r *rawResponse) sendHead(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
}

// altered returns a fault that changes the response.
func altered(change func(*rawResponse)) Fault { return Fault{alter: []func(*rawResponse){change}} }

// HTTPError responds with an HTTP status and an HTML page, as a gateway does that
// cannot reach the service. Add headers with [Header]:
// HTTPError(503).And(Header("Retry-After", "1")).
func HTTPError(status int) Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		title := fmt.Sprintf("%d %s", status, http.StatusText(status))
		_, _ = fmt.Fprintf(w, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%[1]s</h1></center>\r\n"+
			"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", title)
	})
}

// Redirect responds with an HTTP status such as 302 or 307 and a Location.
func Redirect(status int, location string) Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	})
}

// Header sets a header of the response.
func Header(name, value string) Fault {
	return altered(func(r *rawResponse) { r.header.Set(name, value) })
}

// Truncate drops the second half of the body. The Content-Length matches, so the
// response is valid HTTP.
func Truncate() Fault {
	return altered(func(r *rawResponse) { r.setBody(r.body[:len(r.body)/2]) })
}

// Gzip compresses the body, even if the client does not accept that.
func Gzip() Fault {
	return altered(func(r *rawResponse) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(r.body) // a bytes.Buffer never fails
		_ = w.Close()
		r.header.Set("Content-Encoding", "gzip")
		r.setBody(b.Bytes())
	})
}

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
func (s *storage) IgnoreRange() Fault {
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
