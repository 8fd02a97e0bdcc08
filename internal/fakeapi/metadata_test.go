// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync/atomic"
	"testing"
	"time"
)

// requestMetadata sends a request to the metadata service.
func requestMetadata(t *testing.T, s *Server, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.Metadata().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, "http://metadata.tencentyun.com"+path, http.NoBody))
	return w
}

// instanceKey returns the credential of the default instance role.
func instanceKey(t *testing.T, s *Server) TemporaryCredential {
	t.Helper()
	w := requestMetadata(t, s, http.MethodGet, metadataPath+DefaultInstanceRole)
	var got struct {
		TmpSecretID  string `json:"TmpSecretId"`
		TmpSecretKey string
		Token        string
		ExpiredTime  int64
		Code         string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Code != "Success" {
		t.Fatalf("%v: HTTP %d, %s", err, w.Code, w.Body)
	}
	return TemporaryCredential{
		SecretID: got.TmpSecretID, SecretKey: got.TmpSecretKey, Token: got.Token, Expires: time.Unix(got.ExpiredTime, 0),
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	w := requestMetadata(t, s, http.MethodGet, metadataPath+"instance")
	form := regexp.MustCompile(`^\{"TmpSecretId":"AKID[\w-]{60}","TmpSecretKey":"[\w-]{44}","ExpiredTime":1551960065,` +
		`"Expiration":"2019-03-07T12:01:05Z","Token":"[\w-]{128}","Code":"Success"\}$`)
	if w.Code != 200 || !form.Match(w.Body.Bytes()) {
		t.Errorf("got HTTP %d: %s, want %s", w.Code, w.Body, form)
	}
	key := instanceKey(t, s)
	wantCode(t, caller{}.with(key).call(t, s, documentBody), "")
	if again := instanceKey(t, s); again.SecretID != key.SecretID || len(s.Issued()) != 1 {
		t.Errorf("got another credential, %d issued", len(s.Issued()))
	}
	identity := stsCaller("GetCallerIdentity").with(key).call(t, s, "{}")
	if identity.response["Type"] != "CAMRole" || identity.response["AccountId"] != DefaultAccountID {
		t.Errorf("got %s", identity.text)
	}
	if got := s.Issued()[0]; got.Source != "metadata" || got.RoleARN != camARN(DefaultAccountID, "roleName/instance") {
		t.Errorf("recorded %+v", got)
	}
}

func TestMetadataPaths(t *testing.T) {
	t.Parallel()
	two := Options{InstanceRoles: []string{"instance", "reader", "gone"}}
	tests := map[string]struct {
		options      Options
		method, path string
		status       int
		body         string // "" for any
	}{
		"list":                    {path: metadataPath, status: 200, body: "instance"},
		"list without the slash":  {path: metadataPath[:len(metadataPath)-1], status: 200, body: "instance"},
		"a longer list":           {options: two, path: metadataPath, status: 200, body: "instance\nreader\ngone"},
		"no roles":                {options: Options{InstanceRoles: []string{}}, path: metadataPath, status: 404},
		"a role of none":          {options: Options{InstanceRoles: []string{}}, path: metadataPath + "instance", status: 404},
		"a role not bound":        {path: metadataPath + "reader", status: 404},
		"a role that trusts none": {options: two, path: metadataPath + "reader", status: 200, body: `{"Code":"InvalidRole"}`},
		"a role that is gone":     {options: two, path: metadataPath + "gone", status: 200, body: `{"Code":"InvalidRole"}`},
		"a deeper path":           {path: metadataPath + "instance/", status: 404},
		"another path":            {path: "/latest/meta-data/instance-id", status: 404},
		"the root":                {path: "/", status: 404},
		"a path that begins so":   {path: metadataPath[:len(metadataPath)-1] + "x", status: 404},
		"POST":                    {method: http.MethodPost, path: metadataPath, status: 405},
	}
	for name, test := range tests {
		test.options.Now = func() time.Time { return documentTime }
		w := requestMetadata(t, New(test.options), cmp.Or(test.method, http.MethodGet), test.path)
		if w.Code != test.status || test.body != "" && w.Body.String() != test.body {
			t.Errorf("%s: got HTTP %d: %s", name, w.Code, w.Body)
		}
	}
}

// A new credential is issued half an hour before the old one expires, and after it was
// revoked.
func TestMetadataRenews(t *testing.T) {
	t.Parallel()
	var passed atomic.Int64
	s := New(Options{Now: func() time.Time { return documentTime.Add(time.Duration(passed.Load())) }})
	first := instanceKey(t, s)
	passed.Store(int64(90*time.Minute - 1))
	if got := instanceKey(t, s); got.SecretID != first.SecretID {
		t.Error("a new credential was issued too early")
	}
	passed.Store(int64(90 * time.Minute))
	second := instanceKey(t, s)
	if second.SecretID == first.SecretID || !second.Expires.Equal(documentTime.Add(210*time.Minute)) {
		t.Errorf("got %s, which expires at %s, after %s", second.SecretID, second.Expires, first.SecretID)
	}
	at := documentTime.Add(90 * time.Minute)
	wantCode(t, caller{at: at}.with(first).call(t, s, documentBody), "")
	s.RevokeTemporary()
	wantCode(t, caller{at: at}.with(second).call(t, s, documentBody), "AuthFailure.TokenFailure")
	third := instanceKey(t, s)
	wantCode(t, caller{at: at}.with(third).call(t, s, documentBody), "")
}

func TestMetadataFaults(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Next(HTTPError(404).OnMetadata(), Fail("Failed").OnMetadata(), Respond("<html>").OnMetadata(), Truncate().OnMetadata())
	for i, want := range []struct {
		status int
		body   string
	}{{404, "404 Not Found"}, {200, `^\{"Code":"Failed"\}$`}, {200, "^<html>$"}, {200, `^\{"TmpSecretId":"[^}]*$`}, {200, `"Code":"Success"\}$`}} {
		w := requestMetadata(t, s, http.MethodGet, metadataPath+"instance")
		if w.Code != want.status || !regexp.MustCompile(want.body).Match(w.Body.Bytes()) {
			t.Errorf("%d: got HTTP %d: %s", i, w.Code, w.Body)
		}
		if got := s.MetadataRequests()[i].Status; got != want.status {
			t.Errorf("%d: recorded HTTP %d", i, got)
		}
	}
	s.Always(Hang().OnMetadata())
	wantCode(t, caller{}.call(t, s, documentBody), "") // other requests do not hang
	server := listen(t, s.Metadata())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if got := get(ctx, t, server, metadataPath); !errors.Is(got.err, context.DeadlineExceeded) {
		t.Errorf("got %+v, want the client's own timeout", got)
	}
}
