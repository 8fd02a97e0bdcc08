// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package textfile

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestRead reads what a real file system can hold.
func TestRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at("file"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("large"), make([]byte, 10<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"bom": "\xef\xbb\xbftext", "little": "\xff\xfet\x00", "big": "\xfe\xff\x00t"} {
		if err := os.WriteFile(at(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link": "file", "broken": "nowhere"} {
		if err := os.Symlink(at(to), at(link)); err != nil {
			t.Fatal(err)
		}
	}
	inFile := "cannot be read: not a directory"
	if runtime.GOOS == "windows" { // which has one error for both
		inFile = "does not exist"
	}
	for name, want := range map[string]string{
		"file":    "",
		"link":    "",
		"bom":     "",
		"little":  "is encoded in UTF-16. Save it as UTF-8",
		"big":     "is encoded in UTF-16. Save it as UTF-8",
		"missing": "does not exist",
		"broken":  "does not exist",
		"":        "is a directory, not a file",
		"large":   "is larger than 1 MiB",
		"file/x":  inFile,
	} {
		data, err := Read(Open, at(name), 1<<20)
		if want == "" {
			if err != nil || string(data) != "text" {
				t.Errorf("%q: read %q, %v", name, data, err)
			}
			continue
		}
		if fileErr, ok := errors.AsType[*Error](err); !ok || fileErr.Reason != want || fileErr.File != at(name) {
			t.Errorf("%q: error is %v, want %q", name, err, want)
		}
	}
}
