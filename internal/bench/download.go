// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const downloadOne = required + `
variable "instance_id" { type = string }

variable "backup_id" { type = string }

variable "directory" { type = string }

data "tencentredis_backup_url" "this" {
  instance_id = var.instance_id
  backup_id   = var.backup_id
}

output "urls" {
  value     = data.tencentredis_backup_url.this.backup_infos[*].download_url
  sensitive = true
}

resource "tencentredis_backup_download" "this" {
  instance_id = var.instance_id
  backup_id   = var.backup_id
  directory   = var.directory
}
`

// measureDownload compares downloads by the resource, which checks what it gets,
// with curl, which does not. The time of an apply without changes is subtracted.
func measureDownload(ctx context.Context, l *lab) error {
	if _, err := exec.LookPath("curl"); err != nil {
		return fmt.Errorf("downloads are compared with curl: %w", err)
	}
	for _, test := range []struct {
		files int
		size  int64
	}{{1, 1 << 30}, {64, 8 << 20}} {
		backup := fakeapi.NewBackups(1, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Minute)[0]
		backup.Files = nil
		for i := range test.files {
			backup.Files = append(backup.Files, fakeapi.File{Name: new(fmt.Sprintf("shard-%d.rdb", i)), Size: new(test.size)})
		}
		if err := l.compareDownloads(ctx, backup, fmt.Sprintf("download, %d x %d MiB", test.files, test.size>>20)); err != nil {
			return err
		}
	}
	return nil
}

func (l *lab) compareDownloads(ctx context.Context, backup fakeapi.Backup, name string) error {
	s := serve(fakeapi.Options{RateLimit: -1}, []fakeapi.Backup{backup})
	defer s.stop()
	directory, err := os.MkdirTemp(l.dir, "download-")
	if err != nil {
		return err
	}
	w, err := l.workspace(ctx, l.provider, downloadOne, map[string]any{
		"instance_id": fakeapi.DocumentInstanceID, "backup_id": backup.ID, "directory": directory,
	})
	if err != nil {
		return err
	}
	var downloaded, verified []outcome
	var whole, curled, summed []float64
	ours := func(counts bool) error {
		first, err := w.afresh(ctx, s, directory)
		if err != nil {
			return err
		}
		unchanged, err := w.run(ctx, s, "apply", "-auto-approve")
		if err != nil {
			return err
		}
		finished, err := w.afresh(ctx, s, "")
		if counts {
			downloaded, verified = append(downloaded, first), append(verified, finished)
			whole = append(whole, first.seconds-unchanged.seconds)
		}
		return err
	}
	theirs := func(counts bool) error {
		curl, sum, err := w.curl(ctx, filepath.Join(directory, "curl"))
		if counts {
			curled, summed = append(curled, curl), append(summed, curl+sum)
		}
		return err
	}
	if err := inTurn(3, ours, theirs); err != nil {
		return err
	}
	l.add(
		figure{name + ": time", "s", whole, "curl -O", curled, bound{atMost, 1.11}}, // 0.9 of the throughput
		figure{name + ": time", "s", whole, "curl -O, sha256sum", summed, bound{}},
		figure{name + ": peak memory", "MiB", each(downloaded, peakMiB), "", nil, bound{atMost, 40}},
		figure{name + ": apply with a finished folder", "s", each(verified, seconds), "apply", each(downloaded, seconds), bound{}},
	)
	return os.RemoveAll(directory)
}

// afresh applies without a state, after it has emptied a folder, if one is named.
func (w *workspace) afresh(ctx context.Context, s *service, folder string) (outcome, error) {
	if folder != "" {
		if err := errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o700)); err != nil {
			return outcome{}, err
		}
	}
	if err := os.RemoveAll(filepath.Join(w.dir, "terraform.tfstate")); err != nil {
		return outcome{}, err
	}
	return w.run(ctx, s, "apply", "-auto-approve")
}

// curl downloads the files of the last apply into a folder, and computes their
// SHA-256. It returns the seconds of both.
func (w *workspace) curl(ctx context.Context, folder string) (curl, sum float64, err error) {
	printed, err := w.command(ctx, "output", "-json", "urls").Output()
	if err != nil {
		return 0, 0, err
	}
	var urls []string
	if err := json.Unmarshal(printed, &urls); err != nil {
		return 0, 0, err
	}
	if err := errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o700)); err != nil {
		return 0, 0, err
	}
	timed := func(name string, args ...string) (seconds float64, err error) {
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir = folder
		start := time.Now()
		if printed, err := cmd.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("%s: %w\n%s", name, err, printed)
		}
		return time.Since(start).Seconds(), nil
	}
	if curl, err = timed("curl", append([]string{"-sS", "--fail", "--noproxy", "*", "--remote-name-all"}, urls...)...); err == nil {
		sum, err = timed("sh", "-c", "sha256sum *")
	}
	return curl, sum, err
}
