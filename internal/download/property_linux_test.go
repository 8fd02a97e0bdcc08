// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// history is what happens to one download.
type history struct {
	*rapid.T

	disk    *faultyDisk
	store   *store
	options Options
	want    map[string]string // digests
}

// TestFUSE_history: in any order, a download dies at any operation of the disk, is
// interrupted, cut, or refused something, its files are edited, emptied, removed, or
// linked, and the list is in another order. No run leaves fewer good files than it
// found, no other file is touched, and in the end everything is there.
func TestFUSE_history(t *testing.T) {
	t.Parallel()
	disk := newFaultyDisk(t, "")
	s := newStore(t, 300<<10, 4096, 9000)
	o, want := s.options(t), s.contents(t)
	o.Retries = 3
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		_ = checks.Value.Set("20") // more take long on FUSE
	}
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(disk.dir, "") //nolint:usetesting // it must be on that disk
		if err != nil {
			rt.Fatal(err)
		}
		h := &history{T: rt, disk: disk, store: s, options: o, want: want}
		h.options.Directory = dir
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "edit") {
				h.edit()
			} else {
				h.run()
			}
		}
		h.end()
	})
}

// good returns the names of the files in the folder that are right.
func (h *history) good() (names []string) {
	for name, want := range h.want {
		if content, err := os.ReadFile(filepath.Join(h.options.folder(), name)); err == nil && sum(content) == want {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// run runs the download while something goes wrong.
func (h *history) run() {
	h.options.Files = rapid.Permutation(h.options.Files).Draw(h.T, "order")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	at := rapid.IntRange(1, 80).Draw(h.T, "at")
	count := 0
	nth := func(then func() syscall.Errno) func(string, string) syscall.Errno {
		return func(string, string) syscall.Errno {
			h.disk.mu.Lock()
			defer h.disk.mu.Unlock()
			if count++; count < at {
				return 0
			}
			return then()
		}
	}
	var refuse func(op, name string) syscall.Errno
	switch rapid.SampledFrom([]string{"dies", "interrupted", "refused", "cut", "flipped"}).Draw(h.T, "fault") {
	case "dies":
		refuse = nth(func() syscall.Errno { return syscall.EIO })
	case "interrupted":
		refuse = nth(func() syscall.Errno { cancel(); return 0 })
	case "refused":
		refused := rapid.SampledFrom([]string{"chmod", "truncate", "mkdir", "create", "open", "opendir", "unlink", "rename", "replace", "write", "fsync", "fsyncdir", "lock"}).Draw(h.T, "op")
		errno := rapid.SampledFrom([]syscall.Errno{syscall.EPERM, syscall.EINVAL, syscall.ENOSPC, syscall.EXDEV, syscall.EEXIST, syscall.EIO}).Draw(h.T, "errno")
		refuse = func(op, _ string) syscall.Errno {
			if op == refused {
				return errno
			}
			return 0
		}
	case "cut":
		h.store.Always(fakeapi.CutFile(rapid.IntRange(20<<10, 300<<10).Draw(h.T, "after")))
	case "flipped":
		h.store.Always(fakeapi.FlipBit(rapid.IntRange(0, 4000).Draw(h.T, "bit")))
	}
	before := h.good()
	h.disk.set(refuse)
	_, err := Run(ctx, h.options)
	h.disk.set(nil)
	h.store.Always()
	if err == nil {
		h.expectAll()
	}
	if after := h.good(); !isSubset(before, after) {
		h.Fatalf("of the good files %q, there are %q, error %v", before, after, err)
	}
}

func isSubset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

// edit does to the files what other programs, users, and power failures do.
func (h *history) edit() {
	folder := rapid.SampledFrom([]string{h.options.folder(), h.options.folder() + partSuffix}).Draw(h.T, "folder")
	name := rapid.SampledFrom(append(slices.Sorted(maps.Keys(h.want)), manifestName)).Draw(h.T, "file")
	if name == manifestName && folder == h.options.folder() {
		name = ".DS_Store"
	}
	path := filepath.Join(folder, name)
	content, err := os.ReadFile(path)
	if err != nil && name != ".DS_Store" {
		return
	}
	at := rapid.IntRange(0, len(content)).Draw(h.T, "offset")
	edits := []string{"flip", "truncate", "zero", "remove", "link", "symlink"}
	if name == manifestName {
		edits = edits[:5] // a symbolic link is refused
	}
	edit := rapid.SampledFrom(edits).Draw(h.T, "edit")
	_ = os.Remove(path) // it may be a link
	switch edit {
	case "flip":
		content = append(content, 0)
		content[at] ^= 1
	case "truncate":
		content = content[:at]
	case "zero":
		clear(content[at:])
	case "remove":
		return
	case "symlink", "link":
		other := filepath.Join(h.options.Directory, "mine")
		_ = os.WriteFile(other, []byte("mine"), 0o600)
		if edit == "link" {
			_ = os.Link(other, path)
		} else {
			_ = os.Symlink("../mine", path)
		}
		return
	}
	_ = os.WriteFile(path, content, 0o600)
}

// end expects that a last run succeeds.
func (h *history) end() {
	if _, err := Run(context.Background(), h.options); err != nil {
		h.Fatal(err)
	}
	h.expectAll()
	if _, err := os.Stat(h.options.folder() + partSuffix); err == nil {
		if left, _ := os.ReadDir(h.options.folder() + partSuffix); !slices.ContainsFunc(left, func(e os.DirEntry) bool { return e.Name() == ".DS_Store" }) {
			h.Errorf("the incomplete folder is still there with %v", left)
		}
	}
	if mine, err := os.ReadFile(filepath.Join(h.options.Directory, "mine")); err == nil && string(mine) != "mine" {
		h.Errorf("another file was written to: %.20q", mine)
	}
	_ = os.RemoveAll(h.options.Directory)
}

func (h *history) expectAll() {
	if good := h.good(); len(good) != len(h.want) {
		h.Fatalf("the run succeeded, and only %q are right", good)
	}
}
