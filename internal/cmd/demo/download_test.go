// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestDownload(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "sign=x%3By" {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		_, _ = w.Write([]byte("REDIS"))
	}))
	t.Cleanup(server.Close)

	for name, test := range map[string]struct {
		query string
		size  int64
		wrong string
	}{
		"whole":     {query: "?sign=x%3By", size: 5},
		"too short": {query: "?sign=x%3By", size: 6, wrong: "should be 6 bytes long, and is 5"},
		"too long":  {query: "?sign=x%3By", size: 4, wrong: "should be 4 bytes long, and is longer"},
		"refused":   {query: "", size: 5, wrong: "HTTP 403"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := download(t.Context(), server.URL+"/1.rdb"+test.query, test.size)
			if test.wrong == "" && (err != nil || !bytes.Equal(data, []byte("REDIS"))) {
				t.Errorf("got %q and error %v", data, err)
			}
			if test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)) {
				t.Errorf("got error %v, want one with %q", err, test.wrong)
			}
		})
	}
}

func TestService(t *testing.T) {
	t.Parallel()
	fake, err := startService(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(fake.url, "http://127.0.0.1:") {
		t.Errorf("it listens at %s, which others may reach", fake.url)
	}
	if _, err := download(t.Context(), fake.url+"/unsigned.rdb", 1); err == nil || !strings.Contains(err.Error(), "HTTP 403") {
		t.Errorf("got error %v for a URL without a signature", err)
	}
	if lines := fake.seen(); len(lines) != 1 || lines[0] != "GET unsigned.rdb: 403" {
		t.Errorf("it has seen %q", lines)
	}
	fake.stop()
	if _, err := download(t.Context(), fake.url+"/unsigned.rdb", 1); err == nil || strings.Contains(err.Error(), "HTTP") {
		t.Errorf("got error %v after the end", err)
	}
}
