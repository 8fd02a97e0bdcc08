// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// store is a test's own fake of the object storage, with some files.
type store struct {
	*fakeapi.Server

	url   string
	files []fakeapi.File
	clock *clock
}

// clock is a clock that is set by hand.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// newStore serves files of these sizes, called 1.rdb and so on.
func newStore(t *testing.T, sizes ...int64) *store {
	t.Helper()
	s := &store{clock: &clock{}}
	for i, size := range sizes {
		name := fmt.Sprintf("%d.rdb", i+1)
		s.files = append(s.files, fakeapi.File{Name: new(name), Size: new(size), Key: "backups/" + name})
	}
	s.serve(t)
	return s
}

// serve starts the fake with the files as they are.
func (s *store) serve(t *testing.T) {
	t.Helper()
	s.Server = fakeapi.New(fakeapi.Options{
		Now:       s.clock.now,
		Instances: []fakeapi.Instance{{ID: "crs-download", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{{ID: "backup", Files: s.files}}}},
	})
	listener := httptest.NewServer(s.Server)
	t.Cleanup(listener.Close)
	s.url = listener.URL
}

// options download all files into a folder of the test, without pauses.
func (s *store) options(t *testing.T) Options {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	o := Options{
		Directory: filepath.Join(t.TempDir(), "backups"), Name: "678362566696298532848117",
		Source:    map[string]string{"instance_id": "crs-download", "backup_id": "678362566696298532848117"},
		Transport: transport, Owner: "owner", Retries: 8, Backoff: time.Millisecond, IdleTimeout: 5 * time.Second,
		URL: func(_ context.Context, name string) (string, error) { return s.SignedURL(s.url, "backups/"+name), nil },
	}
	for _, f := range s.files {
		o.Files = append(o.Files, File{Name: *f.Name, Size: *f.Size})
	}
	return o
}

// folder is where the files are in the end.
func (o Options) folder() string { return filepath.Join(o.Directory, o.Name) }

// contents are the files' contents, as a plain download yields them.
func (s *store) contents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, f := range s.files {
		w := httptest.NewRecorder()
		clean := fakeapi.New(fakeapi.Options{Instances: []fakeapi.Instance{{ID: "crs-download", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{{ID: "backup", Files: s.files}}}}})
		clean.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, clean.SignedURL("http://store", f.Key), nil))
		all[*f.Name] = sum(w.Body.Bytes())
	}
	return all
}

func sum(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}

// expectWhole compares what is on disk, and what the result says of it, with
// the store, and looks for traces of URLs.
func (s *store) expectWhole(t *testing.T, o Options, result *Result) {
	t.Helper()
	folder := o.folder()
	onDisk, reported := map[string]string{}, map[string]string{}
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range found {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), "q-sign") {
			t.Errorf("%s holds a signed URL", entry.Name())
		}
		if entry.Name() != manifestName {
			onDisk[entry.Name()] = sum(content)
		}
	}
	for _, f := range result.Files {
		reported[f.Name] = f.SHA256
	}
	want := s.contents(t)
	if diff := cmp.Diff(want, onDisk); diff != "" {
		t.Errorf("files on disk (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, reported); diff != "" {
		t.Errorf("files of the result (-want +got):\n%s", diff)
	}
	if left, err := os.ReadDir(o.Directory); err != nil || len(left) != 1 {
		t.Errorf("next to the folder there is something else: %v, %v", left, err)
	}
}

// expectError fails unless err is of that kind, contains the texts, and no URL.
func expectError(t *testing.T, err error, kind Kind, texts ...string) {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != kind {
		t.Fatalf("got error %v, want one of kind %d", err, kind)
	}
	for _, text := range texts {
		if !strings.Contains(e.Error(), text) {
			t.Errorf("got error %q, want one with %q", e, text)
		}
	}
	if text := fmt.Sprintf("%+v %v", e, errors.Unwrap(e)); strings.Contains(text, "sign=") || strings.Contains(text, "signature=") {
		t.Errorf("the error holds a URL: %+v", e)
	}
}
