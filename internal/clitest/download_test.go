// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package clitest

import (
	"bytes"
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

// TestAccCLI_downloadEnds: a download that ends early, politely or not, keeps
// its parts and nothing under the final name; the next apply continues, and no
// file on the way holds a signature.
func TestAccCLI_downloadEnds(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{"Ctrl-C": syscall.SIGINT, "kill": syscall.SIGKILL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{RateLimit: -1}, downloadNewest).traced()
			w.api.Always(fakeapi.HangBody().OnFiles())
			o := w.applyUntil(signal)
			if signal == syscall.SIGINT {
				const head = "Error: Unable to Download Redis Backup"
				const want = "interrupted.\n\nApply again when ready. … bytes are on disk, … of 5 files are complete, and the next apply continues from there."
				got := o.diagnostics() // Terraform adds some of its own
				if i := slices.IndexFunc(got, func(d diagnostic) bool { return d.Head == head }); i < 0 || !resembles(got[i].Detail, want) {
					t.Errorf("it does not say what is there: %s", o)
				}
				if o.took > soon {
					t.Errorf("it ended %s after the interrupt", o.took)
				}
			}
			folder := filepath.Join(w.dir, "backups", fakeapi.DocumentBackupID)
			if _, err := os.Stat(folder); err == nil {
				t.Error("there is a folder under the final name")
			}

			w.api.Always()
			w.succeed("plan", "-input=false", "-out=saved", "-lock=false") // kill leaves a lock behind
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

// applyUntil applies and sends the signal to all processes once a file is
// coming in.
func (w *workspace) applyUntil(signal syscall.Signal) outcome {
	w.t.Helper()
	cmd := w.command("apply", "-input=false", "-auto-approve")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		parts, _ := filepath.Glob(filepath.Join(w.dir, "backups", "*.part", "*.rdb.part"))
		arrived := false
		for _, part := range parts {
			info, err := os.Stat(part)
			arrived = arrived || err == nil && info.Size() > 0
		}
		if arrived {
			break
		}
		if time.Since(start) > time.Minute {
			w.t.Fatalf("nothing arrives\n%s\n%s", &stdout, &stderr)
		}
	}
	at := time.Now()
	if err := syscall.Kill(-cmd.Process.Pid, signal); err != nil {
		w.t.Fatal(err)
	}
	return w.outcome(cmd, cmd.Wait(), &stdout, &stderr, time.Since(at))
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
		content, err := os.ReadFile(path)
		if got := sha256.Sum256(content); err != nil || hex.EncodeToString(got[:]) != want {
			w.t.Errorf("%s has not the hash %s: %v", path, want, err)
		}
	}
}

// resembles compares texts whatever the line breaks, in which "…" stands for
// anything.
func resembles(text, want string) bool {
	text = strings.Join(strings.Fields(text), " ")
	for piece := range strings.SplitSeq(strings.Join(strings.Fields(want), " "), "…") {
		_, rest, found := strings.Cut(text, strings.TrimSpace(piece))
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// TestAccCLI_downloadEach: one apply, with for_each over the files.
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
