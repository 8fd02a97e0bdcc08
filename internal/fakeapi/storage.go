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
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// storage is the part of COS that serves backup files.
type storage struct {
	data *store
	now  func() time.Time
}

// SignedURL returns a signed URL of the object with that key, like those of
// DescribeBackupUrl, for a server at base.
func (s *storage) SignedURL(base, key string) string {
	return base + "/" + (&url.URL{Path: key}).EscapedPath() + "?" + signedQuery(key, signTime(s.now(), 0, 1))
}

// lastModified is the Last-Modified of all objects, on the day of the document's example.
var lastModified = time.Date(2019, time.March, 7, 10, 1, 5, 0, time.UTC)

// withDefaults returns a copy of the n-th file of a backup with its defaults set.
func (f File) withDefaults(instanceID, backupID string, n int) File {
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

// object is an object in COS.
type object struct {
	content func() content
}

// content is the content of an object and its digests.
type content struct {
	data  []byte
	etag  string // MD5 in hexadecimal, quoted
	crc64 string // CRC-64/XZ in decimal, as COS sends it
}

// newObject returns the object of a file. Its content is generated on first use.
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
	XMLName   xml.Name `xml:"Error"`
	status    int
	Code      string
	Message   string
	Resource  string
	RequestID string `xml:"RequestId"`
}

// findFile returns the requested object, or the one that a fault replaces it with.
func (s *storage) findFile(r *http.Request, o *override, now time.Time) (*object, *cosError) {
	switch {
	case o != nil && o.response != nil:
		return newObject(File{Data: []byte(*o.response)}), nil
	case o != nil && o.code != "":
		return nil, &cosError{status: cosStatus(o.code), Code: o.code, Message: "The request failed."}
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

// cosStatus returns the HTTP status of an error code of COS.
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

// write sends the error as COS does.
func (e *cosError) write(w http.ResponseWriter, r *http.Request, id string) {
	e.Resource, e.RequestID = r.Host+r.URL.Path, id
	body, _ := xml.MarshalIndent(e, "", "\t") // never fails
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(e.status)
	_, _ = fmt.Fprintf(w, "<?xml version='1.0' encoding='utf-8' ?>\n%s\n", body) // the client may be gone
}

// cosRequestID returns an x-cos-request-id: base64 of four hexadecimal numbers, the
// first of which is the time.
func cosRequestID(now time.Time) string {
	text := fmt.Sprintf("%08x_%s", now.Unix(), strings.ReplaceAll(newRequestID()[9:], "-", "_"))
	return base64.StdEncoding.EncodeToString([]byte(text))
}
