// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestFileHeaders(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address := firstURL(t, s, oneFileBody)
	whole := download(t, s, http.MethodGet, address)
	etag := whole.Header().Get("ETag")
	if whole.Body.Len() != 4096 || len(etag) != 34 || whole.Header().Get("x-cos-hash-crc64ecma") == "" || whole.Header().Get("x-cos-request-id") == "" {
		t.Errorf("got %d bytes with %v", whole.Body.Len(), whole.Header())
	}
	for _, test := range []struct {
		header, value string
		status        int
		body          string
	}{
		{"Range", "bytes=9-18", http.StatusPartialContent, whole.Body.String()[9:19]},
		{"Range", "bytes=5000-", http.StatusRequestedRangeNotSatisfiable, "invalid range: failed to overlap\n"},
		{"If-Match", `"other"`, http.StatusPreconditionFailed, ""},
	} {
		w := download(t, s, http.MethodGet, address, test.header, test.value)
		if w.Code != test.status || w.Body.String() != test.body || test.status == 206 && w.Header().Get("ETag") != etag {
			t.Errorf("%s %s: got HTTP %d, %v, %q", test.header, test.value, w.Code, w.Header(), w.Body)
		}
	}
}

func TestSignedURLForms(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address := firstURL(t, s, oneFileBody)
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	merged, base := parsed.Query().Get("sign"), "http://127.0.0.1:8080"+parsed.Path
	for name, form := range map[string]string{
		"merged, raw semicolons":    strings.ReplaceAll(address, "%3B", ";"),
		"merged, encoded once more": base + "?sign=" + url.QueryEscape(strings.ReplaceAll(merged, ";", "%3B")),
		"plain":                     base + "?" + strings.ReplaceAll(merged, ";", "%3B"),
		"other parameters too":      base + "?x=1;2&" + merged + "&y=%zz",
		"SignedURL":                 s.SignedURL("http://127.0.0.1:8080", parsed.Path[1:]),
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
	base, _, _ := strings.Cut(good, "?")
	for name, test := range map[string]struct {
		method, address string
		after           time.Duration
		code            string
	}{
		"last second":       {address: good, after: 21660 * time.Second},
		"expired":           {address: good, after: 21661 * time.Second, code: "AccessDenied"},
		"not yet valid":     {address: good, after: -time.Second, code: "AccessDenied"},
		"longer life":       {address: strings.ReplaceAll(good, "1551974525", "1551974526"), code: "SignatureDoesNotMatch"},
		"HEAD":              {method: http.MethodHead, address: good, code: "SignatureDoesNotMatch"},
		"changed signature": {address: good + "0", code: "SignatureDoesNotMatch"},
		"headers listed":    {address: strings.Replace(good, "q-header-list%3D", "q-header-list%3Dhost", 1), code: "SignatureDoesNotMatch"},
		"unknown key":       {address: sign("nowhere.rdb"), code: "NoSuchKey"},
		"unsigned":          {address: base, code: "AccessDenied"},
		"other access key":  {address: strings.Replace(good, cosKeyID, "AKIDother", 1), code: "InvalidAccessKeyId"},
		"time is no number": {address: strings.ReplaceAll(good, "1551952865", "x"), code: "AccessDenied"},
	} {
		s, pass := newServer(Options{})
		pass(test.after)
		w := download(t, s, cmp.Or(test.method, http.MethodGet), test.address)
		got := s.Downloads()[0]
		if got.Code != test.code || got.Status != w.Code || (w.Code == http.StatusOK) != (test.code == "") {
			t.Errorf("%s: got HTTP %d, recorded %+v, want %q", name, w.Code, got, test.code)
		}
		if id := w.Header().Get("x-cos-request-id"); test.code != "" && (!strings.Contains(w.Body.String(), "<Code>"+test.code+"</Code>") ||
			!strings.Contains(w.Body.String(), "<RequestId>"+id+"</RequestId>") || strings.Contains(w.Body.String(), "q-")) {
			t.Errorf("%s: got %s", name, w.Body)
		}
	}
}

func TestContents(t *testing.T) {
	t.Parallel()
	data := []byte("REDIS, or so")
	s, _ := newServer(Options{Instances: []Instance{{ID: "crs-1", Region: "ap-chengdu", Backups: []Backup{
		{ID: "1", Files: []File{{Name: new("a b+c/ü.rdb"), Size: new(int64(99)), Data: data}}},
		{ID: "2", Files: []File{{Name: new("empty.rdb"), Data: []byte{}}}},
		{ID: "3", Files: []File{{Name: new("short.rdb"), Length: 5}}},
		{ID: "4", Files: []File{NewFile("long.rdb", 200)}},
	}}}})
	data[0] = 'X' // too late
	for id, want := range map[string]string{"1": "REDIS, or so", "2": "", "3": "REDIS", "4": string(generateRDB("crs-1/4/1-long.rdb", 200))} {
		address := firstURL(t, s, `{"InstanceId":"crs-1","BackupId":"`+id+`"}`)
		if w := download(t, s, http.MethodGet, address); w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("file %s: got HTTP %d, %q, want %q", id, w.Code, w.Body, want)
		}
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
