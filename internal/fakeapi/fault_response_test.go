// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// withFault returns the response to the document's request with a fault.
func withFault(t *testing.T, f Fault) *httptest.ResponseRecorder {
	t.Helper()
	s := newDocumentServer()
	s.Next(f)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, caller{}.request(t, documentBody))
	return w
}

func TestFaultsOfResponses(t *testing.T) {
	t.Parallel()
	text := func(status ...int) Fault {
		return Handle(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "text")
			for _, late := range status {
				w.WriteHeader(late)
			}
		})
	}
	one := Respond(`{"RequestId":"x"}`)
	for name, test := range map[string]struct {
		fault        Fault
		status       int
		header, want string // of the header the name, the body as a pattern
		body         string
	}{
		"status":            {HTTPError(502), 502, "Content-Type", "text/html", `^<html>\r\n<head><title>502 Bad Gateway</title>(?s:.*)</html>\r\n$`},
		"status, header":    {HTTPError(502).And(Header("Retry-After", "7")), 502, "Retry-After", "7", "Bad Gateway"},
		"redirect":          {Redirect(307, "http://elsewhere.example/"), 307, "Location", "http://elsewhere.example/", "^$"},
		"content type":      {one.And(Header("Content-Type", "text/html; charset=gbk")), 200, "Content-Type", "text/html; charset=gbk", `^\{"Response":\{"RequestId":"x"\}\}$`},
		"compressed":        {one.And(Gzip()), 200, "Content-Encoding", "gzip", `^\x1f`},
		"truncated":         {one.And(Truncate()), 200, "Content-Length", "", `^\{"Response":\{"R$`},
		"duplicate keys":    {one.And(DuplicateKeys()), 200, "", "", `^\{"Response":null,"Response":\{"RequestId":null,"RequestId":"x"\}\}$`},
		"no keys":           {Respond("[]").And(DuplicateKeys()), 200, "", "", `^\{"Response":\[\]\}$`},
		"nested":            {one.And(DeepNesting(3)), 200, "", "", `^\{"Nested":\[\[\[\]\]\],"Response":\{"RequestId":"x"\}\}$`},
		"nested text":       {text().And(DeepNesting(3)), 200, "", "", "^text$"},
		"handled, changed":  {text(500).And(Header("X-Fault", "1")), 200, "X-Fault", "1", "^text$"}, // the status comes too late
		"in order, doubled": {one.And(DuplicateKeys(), Truncate()), 200, "", "", `^\{"Response":null,"Response":\{"R$`},
	} {
		w := withFault(t, test.fault)
		if w.Code != test.status || w.Header().Get(test.header) != test.want || !regexp.MustCompile(test.body).Match(w.Body.Bytes()) {
			t.Errorf("%s: got HTTP %d, %v:\n%s", name, w.Code, w.Header(), w.Body)
		}
	}
}

func TestRespond(t *testing.T) {
	t.Parallel()
	for response, want := range map[string]struct{ body, code string }{
		`{"BackupInfos": null}`:    {`{"Response":{"BackupInfos": null,"RequestId":"ID"}}`, ""},
		`{}`:                       {`{"Response":{"RequestId":"ID"}}`, ""},
		"{ \"A\" : 1 }\n":          {`{"Response":{ "A" : 1 ,"RequestId":"ID"}}`, ""},
		`{"RequestId":null}`:       {`{"Response":{"RequestId":null}}`, ""},
		`null`:                     {`{"Response":null}`, ""},
		`[]`:                       {`{"Response":[]}`, ""},
		`{"Error":{"Code":"Odd"}}`: {`{"Response":{"Error":{"Code":"Odd"},"RequestId":"ID"}}`, "Odd"},
		`{"Error":"of a type"}`:    {`{"Response":{"Error":"of a type","RequestId":"ID"}}`, ""},
	} {
		s := newDocumentServer()
		s.Next(Respond(response))
		w := httptest.NewRecorder()
		s.ServeHTTP(w, caller{}.request(t, documentBody))
		record := s.Requests()[0]
		if got := strings.ReplaceAll(w.Body.String(), record.RequestID, "ID"); got != want.body || record.Code != want.code || !record.Injected {
			t.Errorf("%s: got %s, recorded %+v", response, got, record)
		}
		wantCode(t, caller{}.call(t, s, documentBody), "")
	}
}

func TestFaultsOfFiles(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	whole := download(t, s, http.MethodGet, address).Body.Bytes()
	s.Next(Respond("other").OnFiles(), Truncate().OnFiles(), HTTPError(500).OnFiles(), Fail("SlowDown").OnFiles(),
		Fail("InternalError").OnFiles(), Fail("NoSuchKey").OnFiles(), Fail("AccessDenied").OnFiles())
	for i, want := range []struct {
		status   int
		code     string
		injected bool
		body     []byte
	}{
		{200, "", true, []byte("other")},
		{200, "", false, whole[:len(whole)/2]},
		{500, "", true, []byte("<html>")},
		{503, "SlowDown", true, nil},
		{500, "InternalError", true, nil},
		{404, "NoSuchKey", true, nil},
		{403, "AccessDenied", true, []byte("<?xml")},
	} {
		w := download(t, s, http.MethodGet, address)
		got := s.Downloads()[i+1]
		if w.Code != want.status || !bytes.HasPrefix(w.Body.Bytes(), want.body) || got.Status != want.status || got.Code != want.code || got.Injected != want.injected {
			t.Errorf("%d: got HTTP %d, %.100s, recorded %+v", i, w.Code, w.Body, got)
		}
	}
}
