// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package clitest

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const downloadNewest = emptyProvider + `
data "tencentredis_backup" "newest" {
  instance_id = "` + fakeapi.DocumentInstanceID + `"
  most_recent = true
}

resource "tencentredis_backup_download" "newest" {
  instance_id = "` + fakeapi.DocumentInstanceID + `"
  backup_id   = data.tencentredis_backup.newest.backup_id
  directory   = "${path.root}/backups"
}

output "hashes" {
  value = { for file in tencentredis_backup_download.newest.files : file.path => file.sha256 }
}
`

// TestAccCLI_downloadEnds: an interrupted or killed download keeps its parts, and nothing
// under the final name. The next apply resumes it, and no file contains a signature.
func TestAccCLI_downloadEnds(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{"Ctrl-C": syscall.SIGINT, "kill": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{RateLimit: -1}, downloadNewest).traced()
			w.api.Always(fakeapi.HangBody().OnFiles())
			o := w.interrupt(signal, w.arriving(), 0, "apply", "-input=false", "-auto-approve")
			if signal == syscall.SIGINT {
				const head = "Error: Unable to Download Redis Backup"
				const want = "interrupted.\n\nApply again when ready. … of … are on disk, … of 5 files are complete, and the next apply continues from there."
				got := o.diagnostics() // Terraform adds some of its own
				if i := slices.IndexFunc(got, func(d diagnostic) bool { return d.Head == head }); i < 0 || !resembles(got[i].Detail, want) {
					t.Errorf("the parts are not reported: %s", o)
				}
			}
			folder := filepath.Join(w.dir, "backups", fakeapi.DocumentBackupID)
			if _, err := os.Stat(folder); err == nil {
				t.Error("the final directory exists")
			}

			w.api.Always()
			w.succeed("plan", "-input=false", "-out=saved", "-lock=false") // a killed Terraform leaves its lock
			w.succeed("apply", "-input=false", "-lock=false", "saved")
			resumed := false
			for _, d := range w.api.Downloads() {
				resumed = resumed || d.Header.Get("Range") != ""
			}
			if !resumed {
				t.Error("the second apply did not resume")
			}
			w.expectHashes()
			w.holdsNoSecret("the log", w.log())
			for name, content := range w.kept() {
				w.holdsNoSecret(name, content)
			}
			manifest, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
			if err != nil {
				t.Fatal(err)
			}
			w.holdsNoSecret("the manifest", string(manifest))
		})
	}
}

// arriving returns a channel that is closed once a part of a file is on the disk.
func (w *workspace) arriving() <-chan struct{} {
	when := make(chan struct{})
	go func() {
		defer close(when)
		for w.t.Context().Err() == nil {
			parts, _ := filepath.Glob(filepath.Join(w.dir, "backups", "*.part", "*.rdb.part"))
			for _, part := range parts {
				if info, err := os.Stat(part); err == nil && info.Size() > 0 {
					return
				}
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return when
}

// expectHashes compares the output hashes with the files on disk.
func (w *workspace) expectHashes() {
	w.t.Helper()
	var hashes map[string]string
	w.output("hashes", &hashes)
	if len(hashes) != 5 {
		w.t.Errorf("%d files, want 5", len(hashes))
	}
	for path, want := range hashes {
		content, err := os.ReadFile(filepath.Join(w.dir, path))
		if got := sha256.Sum256(content); err != nil || hex.EncodeToString(got[:]) != want {
			w.t.Errorf("%s does not have the hash %s: %v", path, want, err)
		}
	}
}

// TestAccCLI_downloadEach uses for_each over the files in the first apply.
func TestAccCLI_downloadEach(t *testing.T) {
	t.Parallel()
	skipBelow(t, [2]int{4, 6}) // terraform_data
	w := newWorkspace(t, fakeapi.Options{RateLimit: -1}, downloadNewest+`
resource "terraform_data" "shard" {
  for_each = { for i, f in tencentredis_backup_download.newest.files : "shard-${i + 1}" => f }
  input    = "${each.value.path} ${each.value.sha256}"
}
`)
	w.succeed("apply", "-input=false", "-auto-approve")
	if o := w.succeed("state", "list"); !strings.Contains(o.stdout, `terraform_data.shard["shard-5"]`) {
		t.Errorf("for_each did not see all files: %s", o)
	}
	w.expectHashes()
	downloads := len(w.api.Downloads())
	w.succeed("plan", "-input=false", "-detailed-exitcode")
	if n := len(w.api.Downloads()); n != downloads {
		t.Errorf("the second plan made %d downloads", n-downloads)
	}
}
