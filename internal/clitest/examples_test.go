// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scriptOf returns the script of a folder of examples/.
func scriptOf(folder string) string {
	return "testdata/examples/" + strings.ReplaceAll(folder, "/", "-") + ".txtar"
}

// exampleScripts returns the scripts of the folders with configurations below examples/.
func exampleScripts(t *testing.T) map[string]string {
	t.Helper()
	scripts := map[string]string{}
	err := fs.WalkDir(os.DirFS(examplesDir), ".", func(name string, entry fs.DirEntry, err error) error {
		folder := path.Dir(name)
		if err != nil || path.Ext(name) != ".tf" || scripts[folder] != "" || strings.Contains(folder, "/tests/") {
			return err
		}
		script, err := os.ReadFile(scriptOf(folder))
		scripts[folder] = string(script)
		return err
	})
	if err != nil || len(scripts) == 0 {
		t.Fatalf("each example needs a script: %v", err)
	}
	return scripts
}

// TestExamples_versions: the index of the examples lists each folder and the versions
// that it needs.
func TestExamples_versions(t *testing.T) {
	t.Parallel()
	index, err := os.ReadFile(filepath.Join(examplesDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed, want := map[string]string{}, map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| \\[`(.+)`\\]\\((.+)\\) \\| .+ \\| (.+) \\| (.+) \\|$").FindAllStringSubmatch(string(index), -1) {
		if row[1] != row[2] {
			t.Errorf("the row of %s leads to %s", row[1], row[2])
		}
		listed[row[1]] = "[!since:" + row[3] + ":" + row[4] + "] skip"
	}
	for folder, script := range exampleScripts(t) {
		want[folder], _, _ = strings.Cut(script, "\n")
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("first lines of the scripts, and versions (-needed +listed):\n%s", diff)
	}
}
