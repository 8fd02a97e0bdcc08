// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"hash/crc64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// lastModified is the time of all objects, the day of the document's example.
var lastModified = time.Date(2019, time.March, 7, 10, 1, 5, 0, time.UTC)

// settled returns the file with what it leaves out filled in. n is its index.
func (f File) settled(instanceID, backupID string, n int) File {
	if f.Name != nil {
		f.Name = new(*f.Name)
	}
	if f.Size != nil {
		f.Size = new(*f.Size)
		if f.Length == 0 {
			f.Length = *f.Size
		}
	}
	f.Data = bytes.Clone(f.Data)
	if f.Key == "" {
		name := "nameless"
		if f.Name != nil {
			name = *f.Name
		}
		f.Key = fmt.Sprintf("%s/%s/%d-%s", instanceID, backupID, n+1, name)
	}
	f.object = newObject(f)
	return f
}

// object is what is stored under a key.
type object struct {
	content func() content
}

// content is the bytes of an object and their digests.
type content struct {
	data  []byte
	etag  string // MD5 in hexadecimal, quoted
	crc64 string // CRC-64/XZ in decimal, as COS sends it
}

// newObject prepares the contents of a file, which are made when first asked for.
func newObject(f File) *object {
	return &object{content: sync.OnceValue(func() content {
		data := f.Data
		if data == nil {
			data = generateRDB(f.Key, f.Length)
		}
		sum := md5.Sum(data)
		return content{
			data:  data,
			etag:  `"` + hex.EncodeToString(sum[:]) + `"`,
			crc64: strconv.FormatUint(crc64.Checksum(data, crc64.MakeTable(crc64.ECMA)), 10),
		}
	})}
}

// cosError is an error of COS (https://www.tencentcloud.com/document/product/436/7730).
type cosError struct {
	XMLName      xml.Name `xml:"Error"`
	status       int
	Code         string
	Message      string
	StringToSign string `xml:",omitempty"`
	FormatString string `xml:",omitempty"`
	Resource     string
	RequestID    string `xml:"RequestId"`
	TraceID      string `xml:"TraceId"`
}

// serveFile answers one request for an object.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	met := s.arrive(target{kind: fileRequest})
	if !sleep(r.Context(), met.before) {
		return
	}
	now := s.now()
	id := cosRequestID(now)
	record := s.recordDownload(&s.downloads, r, now, id)
	injected := met.instead != nil || met.final().decides()
	stored, fail := s.findFile(r, met.final(), now)
	code := ""
	if fail != nil && met.instead == nil {
		code = fail.Code
	}
	seen := &statusWriter{ResponseWriter: w, done: func(status int) {
		s.log(downloadLine(s.finishDownload(record, status, code, injected)))
	}}
	defer seen.finish(0) // where there is no status, as after Reset
	if met.instead != nil {
		met.handle(seen, r, met.instead)
		return
	}
	met.handle(seen, r, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
		w.Header().Set("x-cos-request-id", id)
		if fail != nil {
			fail.write(w, r, id)
			return
		}
		stored.serve(w, r)
	})
}

// findFile finds what a request is for, unless a fault has another answer.
func (s *Server) findFile(r *http.Request, v *verdict, now time.Time) (*object, *cosError) {
	switch {
	case v != nil && v.response != nil:
		return newObject(File{Data: []byte(*v.response)}), nil
	case v != nil && v.code != "":
		return nil, &cosError{status: cosStatus(v.code), Code: v.code, Message: "The request failed."}
	}
	if fail := verifySigned(r.Method, r.URL.Path, r.URL.RawQuery, now); fail != nil {
		return nil, fail
	}
	stored, ok := s.data.object(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		return nil, &cosError{status: http.StatusNotFound, Code: "NoSuchKey", Message: "The specified key does not exist."}
	}
	return stored, nil
}

// cosStatus is the HTTP status that goes with an error code of COS.
func cosStatus(code string) int {
	switch code {
	case "InternalError":
		return http.StatusInternalServerError
	case "ServiceUnavailable", "SlowDown":
		return http.StatusServiceUnavailable
	case "NoSuchKey", "NoSuchBucket":
		return http.StatusNotFound
	default:
		return http.StatusForbidden
	}
}

// serve sends the object.
func (o *object) serve(w http.ResponseWriter, r *http.Request) {
	c := o.content()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", c.etag)
	w.Header().Set("x-cos-hash-crc64ecma", c.crc64)
	http.ServeContent(w, r, "", lastModified, bytes.NewReader(c.data))
}

// statusWriter tells of the status before it is sent, so that a record is whole
// when the client has its answer.
type statusWriter struct {
	http.ResponseWriter
	done func(status int) // called once
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) WriteHeader(status int) {
	w.finish(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	w.finish(http.StatusOK)
	return w.ResponseWriter.Write(p)
}

func (w *statusWriter) finish(status int) {
	if w.done != nil {
		w.done(status)
		w.done = nil
	}
}

// write sends the error as COS does.
func (e *cosError) write(w http.ResponseWriter, r *http.Request, id string) {
	e.Resource, e.RequestID = r.Host+r.URL.Path, id
	e.TraceID = base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString([]byte(id))))
	body, err := xml.MarshalIndent(e, "", "\t")
	if err != nil {
		body = []byte("<Error/>")
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(e.status)
	// A client that has gone away is no concern of the server's.
	_, _ = fmt.Fprintf(w, "<?xml version='1.0' encoding='utf-8' ?>\n%s\n", body)
}

// cosRequestID makes an x-cos-request-id, which is base64 of four hexadecimal
// numbers, the first one the time.
func cosRequestID(now time.Time) string {
	text := fmt.Sprintf("%08x_%s", now.Unix(), strings.ReplaceAll(newRequestID()[9:], "-", "_"))
	return base64.StdEncoding.EncodeToString([]byte(text))
}
