// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const downloadName = "tencentredis_backup_download"

// downloadConfig configures a download of the document's backup with more arguments.
func downloadConfig(directory string, more object) object {
	return merge(object{"instance_id": fakeapi.DocumentInstanceID, "backup_id": fakeapi.DocumentBackupID, "directory": directory}, more)
}

// assertNoSignature fails if the action sent a signature.
func (i invoked) assertNoSignature(t *testing.T) {
	t.Helper()
	said := slices.Clone(i.progress)
	for _, d := range i.diags {
		said = append(said, d.Summary, d.Detail)
	}
	if text := strings.Join(said, "\n"); tencentapi.Signatures().MatchString(text) || strings.Contains(text, "://") {
		t.Errorf("a URL is shown:\n%s", text)
	}
}

func TestBackupDownloadAction(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	s := api.session(t, nil)
	directory := t.TempDir()
	folder := filepath.Join(directory, fakeapi.DocumentBackupID)
	for i, want := range []string{"Downloaded and checked: 5 files, 6.5 MB, in ", "Downloaded earlier and now verified: 5 files, 6.5 MB, in "} {
		got := s.invoke(t.Context(), downloadName, downloadConfig(directory, object{"timeouts": object{"invoke": "1m"}}))
		got.assertNoSignature(t)
		if len(got.diags) > 0 {
			t.Fatalf("diagnostics: %s", got.diags[0].Detail)
		}
		if last := got.progress[len(got.progress)-1]; last != want+`"`+folder+`".` {
			t.Errorf("run %d ends with %q", i, last)
		}
		if contents := got.progress[len(got.progress)-2]; contents != "RDB version 8, written by version 4.0.8 at 2019-03-07T09:58:53Z, 6424 keys in the first database." {
			t.Errorf("run %d describes the contents as %q", i, contents)
		}
		if n := len(api.Downloads()); n != 5 {
			t.Errorf("run %d: %d downloads, want 5", i, n)
		}
	}
	for name, size := range documentSizes() {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		looksLikeRDB(t, name, content, size)
	}
}

func TestDownloadProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var got []string
		p := newDownloadProgress(func(text string) { got = append(got, text) })
		for _, step := range []struct {
			after time.Duration
			now   download.Progress
		}{
			{0, download.Progress{Waiting: true, Files: 5}},
			{10 * time.Second, download.Progress{Waiting: true, Files: 5}},
			{5 * time.Second, download.Progress{Files: 5, Bytes: 100e6, Size: 1e9}},
			{1 * time.Second, download.Progress{Files: 5, Finished: 1, Bytes: 130e6, Size: 1e9}}, // too soon
			{4 * time.Second, download.Progress{Files: 5, Finished: 1, Bytes: 290e6, Size: 1e9}},
			{5 * time.Second, download.Progress{Files: 5, Finished: 4, Bytes: 280e6, Size: 1e9}}, // a file started over
			{5 * time.Second, download.Progress{Files: 5, Finished: 4, Bytes: 281e6}},            // sizes unknown
			{5 * time.Second, download.Progress{Files: 1, Bytes: 5e6, Size: 20e6}},
			{5 * time.Second, download.Progress{Files: 5, Finished: 5, Bytes: 1e9, Size: 1e9}}, // the result says it
		} {
			time.Sleep(step.after)
			p.report(step.now)
		}
		want := []string{
			"Waiting for another process that downloads to the same folder.",
			"100 MB of 1.0 GB (10%), 0 of 5 files complete.",
			"290 MB of 1.0 GB (29%), 1 of 5 files complete, 38 MB/s, 19s left.",
			"280 MB of 1.0 GB (28%), 4 of 5 files complete.",
			"281 MB, 4 of 5 files complete, 200 kB/s.",
			"5.0 MB of 20 MB (25%).",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("progress (-want +got):\n%s", diff)
		}
	})
}
