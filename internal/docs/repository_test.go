// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// root is the repository's folder.
const root = "../.."

// repository is what git knows, so what a clone will hold.
type repository struct {
	paths map[string]bool  // files and folders
	pages map[string]*page // the Markdown documents among them
}

// newRepository takes the contents of files by path.
func newRepository(files map[string]string) repository {
	r := repository{paths: map[string]bool{}, pages: map[string]*page{}}
	for name, content := range files {
		if path.Ext(name) == ".md" {
			r.pages[name] = newPage(name, content)
			if path.Dir(name) == ".changes" {
				r.pages[name].path = "CHANGELOG.md" // which is made of these
			}
		}
		for ; !r.paths[name]; name = path.Dir(name) {
			r.paths[name] = true
		}
	}
	return r
}

// documents are the paths of all Markdown documents, in order.
func (r repository) documents() []string {
	return slices.Sorted(maps.Keys(r.pages))
}

// openRepository reads the project's own, once for all tests.
func openRepository(t *testing.T) repository {
	t.Helper()
	r, err := readRepository()
	if err != nil {
		t.Fatalf("these tests need a git clone of the project: %v", err)
	}
	return r
}

var readRepository = sync.OnceValues(func() (repository, error) {
	listed, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		return repository{}, err
	}
	files := map[string]string{}
	for _, name := range strings.FieldsFunc(string(listed), func(r rune) bool { return r == 0 }) {
		files[name] = ""
		if path.Ext(name) == ".md" {
			content, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				return repository{}, err
			}
			files[name] = string(content)
		}
	}
	return newRepository(files), nil
})
