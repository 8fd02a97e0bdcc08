// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRecords(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	refusedRequest := caller{token: "secret-token", edit: func(r *http.Request) {
		r.Header.Set("X-TC-Language", "en-US")
		r.Header.Set("X-TC-RequestClient", "test/1")
	}}.call(t, s, documentBody)
	address, _ := oneFileURL(t, caller{}, s)
	download(t, s, http.MethodGet, address, "Range", "bytes=0-0")
	w := download(t, s, http.MethodHead, address)
	requestMetadata(t, s, http.MethodGet, metadataPath)

	_, query, _ := strings.Cut(address, "?")
	file := Download{
		At: documentTime, Method: "GET", Host: "127.0.0.1:8080", Path: "/" + StatusesInstanceID + "/" + ExportedBackupID + "/1-1.rdb",
		RawQuery: query, Status: 206,
	}
	refused := file
	refused.Method, refused.Status, refused.Code = "HEAD", 403, "SignatureDoesNotMatch"
	ignored := cmpopts.IgnoreFields(Download{}, "Header", "RequestID")
	if diff := cmp.Diff([]Download{file, refused}, s.Downloads(), ignored); diff != "" {
		t.Errorf("downloads (-want +got):\n%s", diff)
	}
	metadata := []Download{{At: documentTime, Method: "GET", Host: "metadata.tencentyun.com", Path: metadataPath, Status: 200}}
	if diff := cmp.Diff(metadata, s.MetadataRequests(), ignored); diff != "" {
		t.Errorf("metadata requests (-want +got):\n%s", diff)
	}
	if got, want := s.Downloads()[1].RequestID, w.Header().Get("x-cos-request-id"); got != want || got == "" {
		t.Errorf("got RequestID %q, want %q", got, want)
	}
	want := Request{
		At: documentTime, Action: "DescribeBackupUrl", Version: "2018-04-12", Region: "ap-chengdu", Language: "en-US", RequestClient: "test/1",
		SecretID: DefaultSecretID, HasToken: true, Body: []byte(documentBody), Code: "AuthFailure.TokenFailure", RequestID: refusedRequest.requestID,
	}
	if diff := cmp.Diff(want, s.Requests()[0], cmpopts.IgnoreFields(Request{}, "Header")); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}

	s.Requests()[0].Body[0] = 'x'
	s.Requests()[0].Header.Set("X-TC-Action", "changed")
	s.Downloads()[0].Header.Set("Range", "changed")
	if again := s.Requests()[0]; string(again.Body) != documentBody || again.Header.Get("X-TC-Action") != "DescribeBackupUrl" ||
		s.Downloads()[0].Header.Get("Range") != "bytes=0-0" {
		t.Error("a change to a copy changes the record")
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var lines []string
	s := New(Options{
		SecretID: "AKIDlogged", SecretKey: "key-never-logged", Token: "token-never-logged",
		Now: func() time.Time { return documentTime }, Log: func(line string) { lines = append(lines, line) },
	})
	good := caller{id: "AKIDlogged", key: "key-never-logged", token: "token-never-logged"}
	address, _ := oneFileURL(t, good, s)
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
	requestMetadata(t, s, http.MethodGet, metadataPath+DefaultInstanceRole)
	sts := stsCaller("AssumeRole")
	sts.id, sts.key, sts.token = good.id, good.key, good.token
	issued := sts.call(t, s, assume(DefaultRoleARN, ""))
	skipCaller("AssumeRoleWithWebIdentity").call(t, s, oidcBody("", ""))

	requests, downloads := s.Requests(), s.Downloads()
	path := downloads[0].Path
	want := []string{
		"2019-03-07T10:01:05Z DescribeBackupUrl ap-chengdu OK " + requests[0].RequestID,
		`2019-03-07T10:01:05Z "two\nlines" - InvalidAction ` + oddly.requestID,
		"2019-03-07T10:01:05Z DescribeBackupUrl ap-chengdu raw -",
		"2019-03-07T10:01:05Z GET " + path + " 200 OK " + downloads[0].RequestID,
		"2019-03-07T10:01:05Z HEAD " + path + " 403 SignatureDoesNotMatch " + downloads[1].RequestID,
		"2019-03-07T10:01:05Z metadata GET /latest/meta-data/cam/security-credentials/instance 200",
		"2019-03-07T10:01:05Z AssumeRole ap-chengdu OK " + issued.requestID,
		"2019-03-07T10:01:05Z AssumeRoleWithWebIdentity ap-chengdu OK " + requests[4].RequestID,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	secrets := []string{"AKIDlogged", "never-logged", "q-sign", "Signature=", DefaultWebIdentityToken}
	for _, key := range s.Issued() {
		secrets = append(secrets, key.SecretID, key.SecretKey, key.Token)
	}
	for _, secret := range secrets {
		if strings.Contains(strings.Join(lines, "\n"), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}
