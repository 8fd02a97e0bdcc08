// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRecords(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	refused := caller{token: "secret-token", edit: func(r *http.Request) {
		r.Header.Set("X-TC-Language", "en-US")
		r.Header.Set("X-TC-RequestClient", "test/1")
	}}.call(t, s, documentBody)
	address := firstURL(t, s, oneFileBody)
	w := download(t, s, http.MethodGet, address, "Range", "bytes=0-0")
	_, query, _ := strings.Cut(address, "?")
	file := Download{
		At: documentTime, Method: "GET", Host: "127.0.0.1:8080", Path: "/" + StatusesInstanceID + "/" + ExportedBackupID + "/1-1.rdb",
		RawQuery: query, Header: http.Header{"Range": {"bytes=0-0"}}, Status: 206, RequestID: w.Header().Get("x-cos-request-id"),
	}
	if diff := cmp.Diff([]Download{file}, s.Downloads()); diff != "" {
		t.Errorf("downloads (-want +got):\n%s", diff)
	}
	want := Request{
		At: documentTime, Action: "DescribeBackupUrl", Version: "2018-04-12", Region: "ap-chengdu", Language: "en-US", RequestClient: "test/1",
		SecretID: DefaultSecretID, HasToken: true, Body: []byte(documentBody), Code: "AuthFailure.TokenFailure",
	}
	want.RequestID, _ = refused.response["RequestId"].(string)
	if diff := cmp.Diff(want, s.Requests()[0], cmpopts.IgnoreFields(Request{}, "Header")); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var lines []string
	s, _ := newServer(Options{
		SecretID: "AKIDlogged", SecretKey: "key-never-logged", Token: "token-never-logged",
		Log: func(line string) { lines = append(lines, line) },
	})
	good := caller{id: "AKIDlogged", key: "key-never-logged", token: "token-never-logged"}
	address := s.SignedURL("http://127.0.0.1:8080", StatusesInstanceID+"/"+ExportedBackupID+"/1-1.rdb")
	good.call(t, s, documentBody)
	odd := good
	odd.action = "two\nlines"
	odd.call(t, s, documentBody)
	s.Next(Handle(func(http.ResponseWriter, *http.Request) {}))
	s.ServeHTTP(httptest.NewRecorder(), good.request(t, s, documentBody))
	download(t, s, http.MethodHead, address)
	issued := stsCaller("AssumeRole")
	issued.id, issued.key, issued.token = good.id, good.key, good.token
	issued.call(t, s, assume(DefaultRoleARN, ""))

	requests, files := s.Requests(), s.Downloads()
	want := []string{
		"DescribeBackupUrl ap-chengdu OK " + requests[0].RequestID,
		`"two\nlines" ap-chengdu InvalidAction ` + requests[1].RequestID,
		"DescribeBackupUrl ap-chengdu raw -",
		"HEAD /crs-statuses/678362566696298532850004/1-1.rdb 403 SignatureDoesNotMatch " + files[0].RequestID,
		"AssumeRole ap-chengdu OK " + requests[3].RequestID,
	}
	for i := range want {
		want[i] = "2019-03-07T10:01:05Z " + want[i]
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if all := strings.Join(lines, "\n"); strings.Contains(all, "AKID") || strings.Contains(all, "never-logged") || strings.Contains(all, "q-sign") {
		t.Errorf("a secret is in the log:\n%s", all)
	}
}
