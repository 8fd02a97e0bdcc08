// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// oneFileURL returns the two URLs of a backup of one file.
func oneFileURL(t *testing.T, c caller, s *Server) (public, inner string) {
	t.Helper()
	got := c.call(t, s, fmt.Sprintf(`{"InstanceId":%q,"BackupId":%q}`, StatusesInstanceID, ExportedBackupID))
	wantCode(t, got, "")
	info := got.infos(t)[0]
	return *info.DownloadURL, *info.InnerDownloadURL
}

// download requests a URL from the handler.
func download(t *testing.T, s *Server, method, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestFileHeaders(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	whole := download(t, s, http.MethodGet, address)
	for name, want := range map[string]string{
		"Content-Length": "4096", "Accept-Ranges": "bytes", "Content-Type": "application/octet-stream",
		"Date": "Thu, 07 Mar 2019 10:01:05 GMT", "Last-Modified": "Thu, 07 Mar 2019 10:01:05 GMT",
	} {
		if got := whole.Header().Get(name); got != want {
			t.Errorf("got %s %q, want %q", name, got, want)
		}
	}
	if whole.Header().Get("x-cos-request-id") == "" {
		t.Error("no x-cos-request-id")
	}

	etag := whole.Header().Get("ETag")
	for _, test := range []struct {
		header, value string
		status        int
		body          string
	}{
		{"Range", "bytes=9-18", http.StatusPartialContent, whole.Body.String()[9:19]},
		{"Range", "bytes=5000-", http.StatusRequestedRangeNotSatisfiable, "invalid range: failed to overlap\n"},
		{"If-None-Match", etag, http.StatusNotModified, ""},
		{"If-Match", `"other"`, http.StatusPreconditionFailed, ""},
	} {
		w := download(t, s, http.MethodGet, address, test.header, test.value)
		if w.Code != test.status || w.Body.String() != test.body || test.status == 206 && w.Header().Get("ETag") != etag {
			t.Errorf("%s %s: got HTTP %d, %v, %q", test.header, test.value, w.Code, w.Header(), w.Body)
		}
	}
	if len(etag) != 34 {
		t.Errorf("got ETag %s", etag)
	}
}

func TestSignedURLForms(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address, inner := oneFileURL(t, caller{}, s)
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	merged := parsed.Query().Get("sign")
	base, _, _ := strings.Cut(address, "?")
	for name, form := range map[string]string{
		"as minted":                 address,
		"inner":                     inner,
		"merged, raw semicolons":    strings.ReplaceAll(address, "%3B", ";"),
		"merged, encoded once more": base + "?sign=" + url.QueryEscape(strings.ReplaceAll(merged, ";", "%3B")),
		"plain":                     base + "?" + strings.ReplaceAll(merged, ";", "%3B"),
		"plain, raw semicolons":     base + "?" + merged,
		"other parameters too":      base + "?x=1;2&" + merged + "&y=%zz",
	} {
		if w := download(t, s, http.MethodGet, form); w.Code != http.StatusOK || w.Body.Len() != 4096 {
			t.Errorf("%s: HTTP %d with %d bytes: %.300s", name, w.Code, w.Body.Len(), w.Body)
		}
	}
}

func TestDownloadErrors(t *testing.T) {
	t.Parallel()
	const span = "1551952865;1551974525"
	sign := func(key string) string { return "http://127.0.0.1:8080/" + key + "?" + signedQuery(key, span) }
	good := sign(StatusesInstanceID + "/" + ExportedBackupID + "/1-1.rdb")
	base, query, _ := strings.Cut(good, "?")
	tests := map[string]struct {
		method, address string
		at              time.Time
		status          int
		code, message   string
	}{
		"good":              {address: good, status: 200},
		"last second":       {address: good, at: time.Unix(1551974525, 0), status: 200},
		"expired":           {address: good, at: time.Unix(1551974526, 0), status: 403, code: "AccessDenied", message: "Request has expired"},
		"not yet valid":     {address: good, at: time.Unix(1551952864, 0), status: 403, code: "AccessDenied", message: "Request has expired"},
		"longer life":       {address: strings.ReplaceAll(good, "1551974525", "1551974526"), status: 403, code: "SignatureDoesNotMatch", message: "The Signature you specified is invalid."},
		"HEAD":              {method: http.MethodHead, address: good, status: 403, code: "SignatureDoesNotMatch", message: "The Signature you specified is invalid."},
		"changed signature": {address: good + "0", status: 403, code: "SignatureDoesNotMatch", message: "The Signature you specified is invalid."},
		"headers listed":    {address: strings.Replace(good, "q-header-list%3D", "q-header-list%3Dhost", 1), status: 403, code: "SignatureDoesNotMatch", message: "The Signature you specified is invalid."},
		"unknown key":       {address: sign("nowhere.rdb"), status: 404, code: "NoSuchKey", message: "The specified key does not exist."},
		"unsigned":          {address: base, status: 403, code: "AccessDenied", message: "Access Denied."},
		"other access key":  {address: strings.Replace(good, cosKeyID, "AKIDother", 1), status: 403, code: "InvalidAccessKeyId", message: "The Access Key Id you provided does not exist in our records"},
		"no time":           {address: base + "?" + strings.ReplaceAll(query, "q-sign-time", "x"), status: 403, code: "AccessDenied", message: "Access Denied."},
		"time is no number": {address: base + "?" + strings.ReplaceAll(query, "1551952865", "x"), status: 403, code: "AccessDenied", message: "Access Denied."},
	}
	for name, test := range tests {
		now := documentTime
		if !test.at.IsZero() {
			now = test.at
		}
		w := download(t, New(Options{Now: func() time.Time { return now }}), cmp.Or(test.method, http.MethodGet), test.address)
		if w.Code != test.status {
			t.Errorf("%s: got HTTP %d, want %d: %.300s", name, w.Code, test.status, w.Body)
		}
		if test.code != "" {
			wantXML(t, w, test.code, test.message)
		}
	}
}

// wantXML checks the body of an error of COS.
func wantXML(t *testing.T, w *httptest.ResponseRecorder, code, message string) {
	t.Helper()
	var got struct {
		XMLName                                     xml.Name
		Code, Message, Resource, RequestId, TraceId string //nolint:revive // named as on the wire
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("not XML: %v\n%s", err, w.Body)
	}
	id := w.Header().Get("x-cos-request-id")
	if got.XMLName.Local != "Error" || got.Code != code || got.Message != message || got.RequestId != id || id == "" || got.TraceId == "" ||
		!strings.HasPrefix(got.Resource, "127.0.0.1:8080/") || strings.Contains(got.Resource, "?") ||
		w.Header().Get("Content-Type") != "application/xml" {
		t.Errorf("got %+v with %v, want code %q, message %q", got, w.Header(), code, message)
	}
}

func TestContents(t *testing.T) {
	t.Parallel()
	data := []byte("REDIS, or so")
	s := New(Options{Now: func() time.Time { return documentTime }, Instances: []Instance{{
		ID: "crs-1", Region: "ap-beijing", Backups: []Backup{{ID: "1", Files: []File{
			{Name: new("a b+c/ü.rdb"), Size: new(int64(99)), Data: data},
			{Name: new("empty.rdb"), Data: []byte{}},
			{Name: new("short.rdb"), Length: 5},
			NewFile("long.rdb", 200),
		}}},
	}}})
	data[0] = 'X' // too late
	got := caller{region: "ap-beijing"}.call(t, s, `{"InstanceId":"crs-1","BackupId":"1"}`)
	wantCode(t, got, "")
	for i, want := range []string{"REDIS, or so", "", "REDIS", string(generateRDB("crs-1/1/4-long.rdb", 200))} {
		if w := download(t, s, http.MethodGet, *got.infos(t)[i].DownloadURL); w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("file %d: got HTTP %d, %q, want %q", i, w.Code, w.Body, want)
		}
	}
	if size := *got.infos(t)[0].FileSize; size != 99 {
		t.Errorf("got FileSize %d, want the 99 that was given", size)
	}
}

// The SignKey is that of https://www.tencentcloud.com/document/product/436/7778,
// the signatures were computed with cos-go-sdk-v5 v0.7.70 (GetPresignedURL).
func TestCOSSignature(t *testing.T) {
	t.Parallel()
	if got, want := hmacSHA1("BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz", "1557989151;1557996351"), "eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f"; got != want {
		t.Errorf("got SignKey %s, want %s", got, want)
	}
	for path, want := range map[string]string{
		"/251005863/redis/1001463/data/2019-03-07/-1.rdb": "87a0958310d1234310fb2eabbec997a7616268d0",
		"/folder/name with space+plus.rdb":                "e49da01de59aab9c2577a3686022bede53970a37",
	} {
		const span = "1551952863;1551974523"
		if got := cosSignature("SECRETEXAMPLE", "GET", path, span, span); got != want {
			t.Errorf("%s: got signature %s, want %s", path, got, want)
		}
	}
}
