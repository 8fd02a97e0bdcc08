// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestRequestsRecord(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	answer := caller{token: "secret-token", edit: func(r *http.Request) {
		r.Header.Set("X-TC-Language", "en-US")
		r.Header.Set("X-TC-RequestClient", "test/1")
	}}.call(t, s, documentBody)
	all := s.Requests()
	if len(all) != 1 {
		t.Fatalf("%d requests recorded, want 1", len(all))
	}
	got := all[0]
	for name, pair := range map[string][2]string{
		"Action":        {got.Action, "DescribeBackupUrl"},
		"Version":       {got.Version, "2018-04-12"},
		"Region":        {got.Region, "ap-chengdu"},
		"Language":      {got.Language, "en-US"},
		"RequestClient": {got.RequestClient, "test/1"},
		"Body":          {string(got.Body), documentBody},
		"Code":          {got.Code, "AuthFailure.TokenFailure"},
		"RequestID":     {got.RequestID, answer.requestID},
		"Content-Type":  {got.Header.Get("Content-Type"), "application/json"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %q, want %q", name, pair[0], pair[1])
		}
	}
	if !got.HasToken || !got.At.Equal(documentTime) {
		t.Errorf("got HasToken %t, At %s", got.HasToken, got.At)
	}

	got.Body[0] = 'x'
	got.Header.Set("X-TC-Action", "changed")
	again := s.Requests()[0]
	if string(again.Body) != documentBody || again.Header.Get("X-TC-Action") != "DescribeBackupUrl" {
		t.Error("a change to the copy has reached the record")
	}
}

func TestDownloadsRecord(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	download(t, s, http.MethodGet, address, "Range", "bytes=0-0")
	w := download(t, s, http.MethodHead, address)
	all := s.Downloads()
	if len(all) != 2 || len(s.Requests()) != 1 {
		t.Fatalf("%d downloads and %d requests recorded, want 2 and 1", len(all), len(s.Requests()))
	}
	path := "/" + StatusesInstanceID + "/" + ExportedBackupID + "/1-1.rdb"
	for i, want := range []struct {
		method, code string
		status       int
	}{{"GET", "", 206}, {"HEAD", "SignatureDoesNotMatch", 403}} {
		got := all[i]
		if got.Method != want.method || got.Status != want.status || got.Code != want.code {
			t.Errorf("got %s, %d, %q, want %v", got.Method, got.Status, got.Code, want)
		}
		if got.Host != "127.0.0.1:8080" || got.Path != path || !strings.HasPrefix(got.RawQuery, "sign=q-sign-algorithm") {
			t.Errorf("got host %q, path %q, query %q", got.Host, got.Path, got.RawQuery)
		}
	}
	if all[0].Header.Get("Range") != "bytes=0-0" || !all[0].At.Equal(documentTime) {
		t.Errorf("got Range %q, At %s", all[0].Header.Get("Range"), all[0].At)
	}
	if all[1].RequestID == "" || all[1].RequestID != w.Header().Get("x-cos-request-id") {
		t.Errorf("got RequestID %q, answered %q", all[1].RequestID, w.Header().Get("x-cos-request-id"))
	}
	all[0].Header.Set("Range", "changed")
	if s.Downloads()[0].Header.Get("Range") != "bytes=0-0" {
		t.Error("a change to the copy has reached the record")
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var lines []string
	s := New(Options{
		SecretID: "AKIDlogged", SecretKey: "key-never-logged", Token: "token-never-logged",
		Now: func() time.Time { return documentTime },
		Log: func(line string) {
			mu.Lock()
			defer mu.Unlock()
			lines = append(lines, line)
		},
	})
	good := caller{id: "AKIDlogged", key: "key-never-logged", token: "token-never-logged"}
	address, _ := oneFileURL(t, good, s)
	bad := good
	bad.region = "ap-nowhere"
	refused := bad.call(t, s, documentBody)
	odd := good
	odd.edit = func(r *http.Request) {
		r.Header["X-Tc-Action"] = []string{"two\nlines"}
		r.Header.Del("X-TC-Region")
	}
	oddly := odd.call(t, s, documentBody)
	s.Next(Handle(func(http.ResponseWriter, *http.Request) {}))
	s.ServeHTTP(httptest.NewRecorder(), good.request(t, documentBody))
	download(t, s, http.MethodGet, address)
	download(t, s, http.MethodHead, address)

	requests, downloads := s.Requests(), s.Downloads()
	path := downloads[0].Path
	want := []string{
		"2019-03-07T10:01:05Z DescribeBackupUrl ap-chengdu OK " + requests[0].RequestID,
		"2019-03-07T10:01:05Z DescribeBackupUrl ap-nowhere UnsupportedRegion " + refused.requestID,
		`2019-03-07T10:01:05Z "two\nlines" - InvalidAction ` + oddly.requestID,
		"2019-03-07T10:01:05Z DescribeBackupUrl ap-chengdu raw -",
		"2019-03-07T10:01:05Z GET " + path + " 200 OK " + downloads[0].RequestID,
		"2019-03-07T10:01:05Z HEAD " + path + " 403 SignatureDoesNotMatch " + downloads[1].RequestID,
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got log\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	for _, secret := range []string{"AKIDlogged", "never-logged", "q-sign", "Signature="} {
		if strings.Contains(strings.Join(lines, "\n"), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}
