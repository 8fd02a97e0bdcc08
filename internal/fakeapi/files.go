// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"crypto/hmac"
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
	now := s.now()
	id := cosRequestID(now)
	record := s.recordDownload(r, now, id)
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	w.Header().Set("x-cos-request-id", id)
	fail := verifySigned(r.Method, r.URL.Path, r.URL.RawQuery, now)
	stored, ok := s.data.object(strings.TrimPrefix(r.URL.Path, "/"))
	if fail == nil && !ok {
		fail = &cosError{status: http.StatusNotFound, Code: "NoSuchKey", Message: "The specified key does not exist."}
	}
	if fail != nil {
		s.log(downloadLine(s.finishDownload(record, fail.status, fail.Code)))
		fail.write(w, r, id)
		return
	}
	c := stored.content()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", c.etag)
	w.Header().Set("x-cos-hash-crc64ecma", c.crc64)
	seen := &statusWriter{ResponseWriter: w}
	http.ServeContent(seen, r, "", lastModified, bytes.NewReader(c.data))
	s.log(downloadLine(s.finishDownload(record, seen.status, "")))
}

// statusWriter notes the status that net/http chose.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// verifySigned checks the signature in the query string. The method is signed, so
// a URL for GET refuses HEAD.
func verifySigned(method, path, rawQuery string, now time.Time) *cosError {
	q := signParameters(rawQuery)
	if q["q-signature"] == "" {
		return denied("Access Denied.")
	}
	if q["q-sign-algorithm"] != "sha1" || q["q-ak"] != cosKeyID {
		return &cosError{
			status: http.StatusForbidden, Code: "InvalidAccessKeyId",
			Message: "The Access Key Id you provided does not exist in our records",
		}
	}
	for _, span := range []string{q["q-sign-time"], q["q-key-time"]} {
		start, end, ok := unixSpan(span)
		if !ok || start > end {
			return denied("Access Denied.")
		}
		if t := now.Unix(); t > end || t < start {
			return denied("Request has expired")
		}
	}
	want := cosSignature(cosKey, method, path, q["q-sign-time"], q["q-key-time"])
	if !hmac.Equal([]byte(want), []byte(q["q-signature"])) || q["q-header-list"] != "" || q["q-url-param-list"] != "" {
		return &cosError{
			status: http.StatusForbidden, Code: "SignatureDoesNotMatch", Message: "The Signature you specified is invalid.",
			StringToSign: cosStringToSign(method, path, q["q-sign-time"]), FormatString: cosFormatString(method, path),
		}
	}
	return nil
}

func denied(message string) *cosError {
	return &cosError{status: http.StatusForbidden, Code: "AccessDenied", Message: message}
}

// signParameters reads the parameters of a signature, merged into one named sign
// or each on its own. It splits by hand: net/url refuses a query with a raw ";",
// which clients that decode a URL and encode it again leave behind.
func signParameters(rawQuery string) map[string]string {
	all := splitQuery(rawQuery)
	if merged, ok := all["sign"]; ok {
		return splitQuery(merged)
	}
	return all
}

func splitQuery(query string) map[string]string {
	all := map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		decoded, err := url.QueryUnescape(value)
		if err != nil {
			continue
		}
		all[name] = decoded
	}
	return all
}

// unixSpan reads "start;end" in Unix seconds.
func unixSpan(s string) (start, end int64, ok bool) {
	from, to, _ := strings.Cut(s, ";")
	start, err1 := strconv.ParseInt(from, 10, 64)
	end, err2 := strconv.ParseInt(to, 10, 64)
	return start, end, err1 == nil && err2 == nil
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
