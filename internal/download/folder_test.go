// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestRun_inTheWay: what is in the way is named, and nothing of it is touched.
func TestRun_inTheWay(t *testing.T) {
	t.Parallel()
	const name = "678362566696298532848117"
	link := func(old, at string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "precious"), "keep")
			if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, at)), 0o700), os.Symlink(old, filepath.Join(dir, at))); err != nil {
				t.Skip(err)
			}
		}
	}
	file := func(at, content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { write(t, filepath.Join(dir, at), content) }
	}
	for title, tt := range map[string]struct {
		arrange func(t *testing.T, dir string)
		kind    Kind
		wrong   string
	}{
		"directory is a file": {func(t *testing.T, dir string) { write(t, dir, "x") }, NotDirectory, "is a file"},
		"parent is a file":    {func(t *testing.T, dir string) { write(t, filepath.Dir(dir)+"/backups", "x") }, NotDirectory, "is a file"},
		"directory is dangling": {func(t *testing.T, dir string) {
			if err := os.Symlink(dir+"-gone", dir); err != nil {
				t.Skip(err)
			}
		}, NotDirectory, "-gone\", which does not exist"},
		"folder is a file":       {file(name, "x"), NotDirectory, `is a file, not a directory`},
		"folder is a link":       {link(".", name), NotDirectory, "is a symbolic link, not a directory"},
		"part is a file":         {file(name+".part", "x"), NotDirectory, "is a file, not a directory"},
		"part is a link":         {link(".", name+".part"), NotDirectory, "is a symbolic link, not a directory"},
		"file is a directory":    {file(name+".part/1.rdb/x", "x"), Occupied, "it is a directory, not a regular file"},
		"manifest is a link":     {link("../precious", name+".part/manifest.json"), Occupied, "it is a symbolic link, not a regular file"},
		"lock is a link":         {link("precious", name+".lock"), Occupied, "it is a symbolic link, not a regular file"},
		"folder with files":      {file(name+"/notes.txt", "x"), Occupied, `contains "notes.txt", but no manifest`},
		"part with files":        {file(name+".part/notes.txt", "x"), Occupied, `contains "notes.txt", but no manifest`},
		"folder with a manifest": {file(name+"/manifest.json", `{"source":{"instance_id":"crs-9","backup_id":"9"},"finished_at":"2026-11-20T00:00:00Z","files":[{"file_name":"9.rdb"}]}`), Occupied, `contains another download: "9.rdb" of backup_id=9, instance_id=crs-9`},
		"a user's lock":          {file(name+".lock", "mine"), Occupied, "it is not the lock file of a download"},
		"part of another":        {file(name+".part/manifest.json", `{"source":{"backup_id":"9"},"files":[{"file_name":"9.rdb"}]}`), Occupied, `contains another download: "9.rdb" of backup_id=9`},
		"unfinished manifest":    {file(name+"/manifest.json", `{"files":[]}`), Occupied, "no manifest of a download"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, 4096)
			o := s.options(t)
			tt.arrange(t, o.Directory)
			before := tree(t, filepath.Dir(o.Directory))
			_, err := Run(t.Context(), o)
			expectError(t, err, tt.kind, tt.wrong)
			if diff := cmp.Diff(before, tree(t, filepath.Dir(o.Directory))); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

// tree is every file below a folder with its content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() == manifestName && strings.Contains(path, partSuffix) {
			return err
		}
		if entry.Type().IsRegular() {
			all[path] = read(t, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestRun_repairs: only what has changed in a finished folder is downloaded again, and
// nothing else is touched.
func TestRun_repairs(t *testing.T) {
	t.Parallel()
	s := newStore(t, 4096, 4097)
	o := s.options(t)
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(o.folder(), ".DS_Store")
	write(t, mine, "mine")
	write(t, filepath.Join(o.folder(), "1.rdb"), strings.Repeat("X", 4096))
	o.Owner = "other"
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.Downloads()); read(t, mine) != "mine" || result.Reused || n != 3 {
		t.Errorf("reused is %v after %d downloads, want 3", result.Reused, n)
	}
	if err := os.Remove(mine); err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
	if removed, err := Remove(t.Context(), Removal{Directory: o.Directory, Name: o.Name, Owner: "other"}); err != nil || removed.Owners != 1 {
		t.Errorf("the owners were not kept: %+v, error %v", removed, err)
	}
}

// interruptAfter leaves parts behind, and returns how far the download was.
func interruptAfter(t *testing.T, s *store, o Options) Progress {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s.Always(fakeapi.HangBody().OnFiles())
	defer s.Always()
	done := make(chan error, 1)
	go func() {
		_, err := Run(ctx, o)
		done <- err
	}()
	part := filepath.Join(o.Directory, o.Name+partSuffix, "1.rdb")
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		if info, err := os.Stat(part); err == nil && info.Size() >= blockSize {
			break
		}
		if time.Since(start) > 10*time.Second {
			t.Fatal("nothing arrives")
		}
	}
	cancel()
	at := time.Now()
	err := <-done
	expectError(t, err, Interrupted)
	if took := time.Since(at); took > time.Second {
		t.Errorf("it ended %s after the interrupt", took)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cause is not that of the context: %v", err)
	}
	e, _ := errors.AsType[*Error](err)
	return e.Progress
}

// TestRun_interrupted: an interrupt keeps the parts and says how much there is,
// and the next run continues.
func TestRun_interrupted(t *testing.T) {
	t.Parallel()
	s := newStore(t, 2*mib, 4096)
	o := s.options(t)
	if p := interruptAfter(t, s, o); p.Bytes < blockSize || p.Size != 2*mib+4096 || p.Files != 2 {
		t.Errorf("progress is %+v", p)
	}
	before := len(s.Downloads())
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
	resumed := false
	for _, d := range s.Downloads()[before:] {
		resumed = resumed || strings.HasPrefix(d.Header.Get("Range"), "bytes=") && d.Header.Get("If-Range") != ""
	}
	if !resumed {
		t.Error("the second run did not resume")
	}
	if diff := cmp.Diff([]string{CheckSize, CheckCRC64, CheckRDB}, result.Files[0].Checked); diff != "" {
		t.Errorf("checks after a resume (-want +got):\n%s", diff)
	}
}

// TestRun_damagedFile: a file that was complete, and was damaged before the
// others were, is fetched again even if it has no checksum of its own.
func TestRun_damagedFile(t *testing.T) {
	t.Parallel()
	s := &store{clock: &clock{}, files: []fakeapi.File{{Name: new("1.rdb"), Size: new(int64(4096)), Key: "backups/1.rdb", Data: bytes.Repeat([]byte("x"), 4096)}}}
	s.serve(t)
	s.Always(fakeapi.NoCRC())
	o := s.options(t)
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(o.folder(), o.folder()+partSuffix); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(o.folder()+partSuffix, "1.rdb"), strings.Repeat("y", 4096))
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
}

// TestRun_twoAtOnce: the second of two runs waits and finds the finished folder.
func TestRun_twoAtOnce(t *testing.T) {
	t.Parallel()
	s := newStore(t, mib, mib)
	o := s.options(t)
	s.Always(fakeapi.Latency(300 * time.Millisecond).OnFiles())
	results := make(chan *Result, 2)
	waited := make(chan bool, 100)
	for range 2 {
		go func() {
			o := o
			o.Progress = func(p Progress) { waited <- p.Waiting }
			result, err := Run(t.Context(), o)
			if err != nil {
				t.Error(err)
			}
			results <- result
		}()
	}
	first, second := <-results, <-results
	if t.Failed() {
		return
	}
	if first.Reused || !second.Reused {
		t.Errorf("reused are %v and %v", first.Reused, second.Reused)
	}
	if n := len(s.Downloads()); n != 2 {
		t.Errorf("%d downloads, want 2", n)
	}
	close(waited)
	times := 0
	for w := range waited {
		if w {
			times++
		}
	}
	if times != 1 {
		t.Errorf("waiting was reported %d times, want once", times)
	}
	s.expectWhole(t, o, second)
}

// TestRun_interruptedWaiting: an interruption while waiting names the lock.
func TestRun_interruptedWaiting(t *testing.T) {
	t.Parallel()
	s := newStore(t, 4096)
	o := s.options(t)
	s.Always(fakeapi.Hang().OnFiles())
	holder, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = Run(holder, o)
	}()
	for len(s.Downloads()) == 0 {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(Progress) { cancel() }
	_, err := Run(ctx, o)
	expectError(t, err, Locked, "another run still held the lock file", o.Name+".lock")
	stop()
	<-ended
}

func TestRemove(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(t *testing.T, folder string)
		kept   []string
		left   []string // in the folder; nil: it is gone
	}{
		"unchanged":      {change: func(*testing.T, string) {}},
		"one changed":    {change: func(t *testing.T, f string) { write(t, f+"/1.rdb", "mine") }, kept: []string{"1.rdb"}, left: []string{"1.rdb", manifestName}},
		"same size":      {change: func(t *testing.T, f string) { write(t, f+"/1.rdb", strings.Repeat("x", 4096)) }, kept: []string{"1.rdb"}, left: []string{"1.rdb", manifestName}},
		"one gone":       {change: func(t *testing.T, f string) { _ = os.Remove(f + "/1.rdb") }},
		"all gone":       {change: func(t *testing.T, f string) { _ = os.RemoveAll(f) }},
		"another file":   {change: func(t *testing.T, f string) { write(t, f+"/notes.txt", "mine") }, left: []string{manifestName, "notes.txt"}},
		"other manifest": {change: func(t *testing.T, f string) { write(t, f+"/manifest.json", "{}") }, left: []string{"1.rdb", "2.rdb", "manifest.json"}},
		"a link": {change: func(t *testing.T, f string) {
			if err := errors.Join(os.Rename(f+"/1.rdb", f+"/moved"), os.Symlink("moved", f+"/1.rdb")); err != nil {
				t.Skip(err)
			}
		}, kept: []string{"1.rdb"}, left: []string{"1.rdb", manifestName, "moved"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, 4096, 4097)
			o := s.options(t)
			result, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(t, o.folder())
			removed, err := Remove(t.Context(), Removal{Directory: o.Directory, Name: o.Name, Owner: o.Owner, Files: result.Files})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.kept, removed.Kept); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
			var left []string
			found, _ := os.ReadDir(o.folder())
			for _, entry := range found {
				left = append(left, entry.Name())
			}
			if diff := cmp.Diff(tt.left, left); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRemove_owners: only the last owner deletes files, and nobody else.
func TestRemove_owners(t *testing.T) {
	t.Parallel()
	s := newStore(t, 4096)
	o := s.options(t)
	var files []FileResult
	for _, o.Owner = range []string{"first", "second", "third", ""} {
		result, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		files = result.Files
	}
	remove := func(owner string, disown bool, want Removed) {
		t.Helper()
		got, err := Remove(t.Context(), Removal{Directory: o.Directory, Name: o.Name, Owner: owner, Files: files, Disown: disown})
		if diff := cmp.Diff(&want, got); err != nil || diff != "" {
			t.Errorf("%q: error %v (-want +got):\n%s", owner, err, diff)
		}
	}
	remove("", false, Removed{NotOwner: true})
	remove("stranger", false, Removed{NotOwner: true})
	remove("second", false, Removed{Owners: 2})
	remove("second", false, Removed{NotOwner: true})
	remove("first", true, Removed{Owners: 1})
	if found, err := Check(t.Context(), o.Directory, o.Name, files); err != nil || len(found) > 0 {
		t.Fatalf("files were deleted: %v, error %v", found, err)
	}
	remove("third", false, Removed{})
	if _, err := os.Stat(o.folder()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there, error %v", err)
	}
}

// TestCheck: names and sizes are compared, and no content.
func TestCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir+"/x/same", "1234")
	write(t, dir+"/x/longer", "12345")
	write(t, dir+"/x/folder/file", "")
	files := []FileResult{{Name: "same", Size: 4}, {Name: "longer", Size: 4}, {Name: "gone", Size: 4}, {Name: "folder", Size: 4}}
	got, err := Check(t.Context(), dir, "x", files)
	want := []Deviation{{"longer", "it has 5 bytes instead of 4"}, {"gone", "it is missing"}, {"folder", "it is a directory"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	for _, gone := range []string{dir, dir + "/none"} {
		if got, err := Check(t.Context(), gone, "none", files[:1]); err != nil || len(got) != 1 || got[0].Reason != "it is missing" {
			t.Errorf("of no folder: %v, error %v", got, err)
		}
	}
	if _, err := Check(t.Context(), dir+"/x/same", "x", files); err == nil {
		t.Error("a file as directory is no error")
	}
}
