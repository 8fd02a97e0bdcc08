// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "1.rdb"), []byte("REDIS"), 0o600); err != nil {
		t.Fatal(err)
	}
	const sum = "1fa82e4ac30f66916487508a5a268c2044306f825d1e82b2d1a2663f220a8050"
	for name, tt := range map[string]struct {
		files map[string]file
		wrong string
	}{
		"same":       {map[string]file{"1.rdb": {5, sum}}, ""},
		"none":       {nil, "no file was downloaded"},
		"missing":    {map[string]file{"2.rdb": {5, sum}}, "no such file"},
		"other size": {map[string]file{"1.rdb": {6, sum}}, "1.rdb differs from the output"},
		"other hash": {map[string]file{"1.rdb": {5, "00"}}, "1.rdb differs from the output"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			size, err := compare(dir, tt.files)
			if tt.wrong == "" {
				if size != 5 || err != nil {
					t.Errorf("got size %d and error %v", size, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("got error %v, want one with %q", err, tt.wrong)
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
		t.Errorf("it listens at %s, which is not loopback", fake.url)
	}
	get := func() (status int, err error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fake.url+"/unsigned.rdb", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
		if err != nil {
			return 0, err
		}
		return response.StatusCode, response.Body.Close()
	}
	if status, err := get(); status != http.StatusForbidden || err != nil {
		t.Errorf("got status %d and error %v for a URL without a signature", status, err)
	}
	if lines := fake.seen(); len(lines) != 1 || lines[0] != "GET unsigned.rdb: 403" {
		t.Errorf("it has seen %q", lines)
	}
	fake.stop()
	if _, err := get(); err == nil {
		t.Error("it still responds after the end")
	}
}
