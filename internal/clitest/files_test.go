// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

func files(ts *testscript.TestScript, args []string) {
	paths, err := filepath.Glob(filepath.Join(ts.MkAbs(one(ts, args)), "*.rdb"))
	ts.Check(err)
	stdout := ts.Stdout()
	for _, path := range paths {
		content, err := os.ReadFile(path)
		ts.Check(err)
		list(ts, stdout, filepath.Base(path), string(content))
	}
}

func fetch(ts *testscript.TestScript, args []string) {
	ts.Check(ts.Exec("terraform", "output", "-json", one(ts, args)))
	var urls map[string]string
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &urls))
	stdout := ts.Stdout()
	for _, name := range slices.Sorted(maps.Keys(urls)) {
		response, err := http.Get(urls[name]) //nolint:noctx // the fake answers at once
		ts.Check(err)
		content, err := io.ReadAll(response.Body)
		if err := errors.Join(err, response.Body.Close()); err != nil || response.StatusCode != http.StatusOK {
			ts.Fatalf("%s: %s, %v", name, response.Status, err)
		}
		list(ts, stdout, name, string(content))
	}
}

// list prints a line about an RDB file.
func list(ts *testscript.TestScript, w io.Writer, name, content string) {
	if !strings.HasPrefix(content, "REDIS") {
		ts.Fatalf("%s begins with %q", name, content[:min(5, len(content))])
	}
	_, _ = fmt.Fprintf(w, "%d %s\n", len(content), name) // never fails
}
