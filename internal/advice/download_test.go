// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// TestDownload_Explain: each kind of error has advice of its own.
func TestDownload_Explain(t *testing.T) {
	t.Parallel()
	d := Download{Instance: "crs-1", Backup: "1", Region: "ap-chengdu"}
	details := map[string]download.Kind{}
	for kind := download.Failed; kind <= download.Interrupted; kind++ {
		if kind == download.NoURL { // is the API's error
			continue
		}
		got := d.Explain(&download.Error{
			Kind: kind, File: "1.rdb", Reason: "REASON", Facts: []string{"Code: X"},
			Progress: download.Progress{Bytes: 7e6, Size: 1e9, Finished: 1, Files: 2},
		})
		if got.Summary != unableToDownload {
			t.Errorf("kind %d: %v", kind, got)
		}
		before, after, ok := strings.Cut(got.Detail, "\n\n")
		want := `Downloading the file "1.rdb" of backup "1" of instance "crs-1" in region "ap-chengdu" failed: REASON.`
		if !ok || before != want {
			t.Errorf("kind %d begins with %q", kind, before)
		}
		next, rest, ok := strings.Cut(after, " 7.0 MB of 1.0 GB are on disk, 1 of 2 files are complete, and the next apply continues from there.")
		if !ok || rest != "\n\nCode: X" || next == "" {
			t.Errorf("kind %d ends with %q", kind, after)
		}
		if other, twice := details[next]; twice && other != download.Failed {
			t.Errorf("kinds %d and %d give the same advice", kind, other)
		}
		details[next] = kind
	}
}
