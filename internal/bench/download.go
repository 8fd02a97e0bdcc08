// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const downloadOne = `
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

// trial is one download that is compared with curl's of the same files.
type trial struct {
	name  string
	files int
	size  int64
	line  *line // nil: as fast as the machine
	whole bool  // the time includes Terraform's own
	times bound // of curl
	sums  bool  // also compare with curl and then openssl
}

// measureDownload compares downloads by the resource, which checks what it gets,
// with curl, which does not.
func measureDownload(ctx context.Context, l *lab) error {
	for _, program := range []string{"curl", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("downloads are compared with it: %w", err)
		}
	}
	for _, t := range []trial{
		{name: "download, 1 GiB", files: 1, size: 1 << 30, times: bound{atMost, 1}, sums: true},
		{name: "download, 64 x 8 MiB", files: 64, size: 8 << 20, times: bound{atMost, 1}, sums: true},
		{name: "download, 192 MiB, 8 MiB/s each connection", files: 1, size: 192 << 20, line: &line{each: 8 << 20}, whole: true, times: bound{atMost, 0.17}},
		{name: "download, 192 MiB, 100 MB/s in all", files: 1, size: 192 << 20, line: &line{all: 100e6}, times: bound{atMost, 1.02}},
	} {
		if err := l.compareDownload(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

func (l *lab) compareDownload(ctx context.Context, t trial) (err error) {
	folder, err := os.MkdirTemp(l.dir, "download-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	store, backup, err := t.store(ctx, filepath.Join(folder, "store"))
	if err != nil {
		return err
	}
	defer store.stop()
	s := serve(fakeapi.Options{RateLimit: -1}, []fakeapi.Backup{backup}, store.base)
	defer s.stop()
	to := filepath.Join(folder, "backups")
	w, err := l.workspace(l.provider, downloadOne, map[string]any{
		"instance_id": fakeapi.DocumentInstanceID, "backup_id": backup.ID, "directory": to,
	})
	if err != nil {
		return err
	}
	var ours, idle []outcome
	var took, curled, summed []float64
	resource := func(counts bool) error {
		first, err := w.afresh(ctx, s, to)
		if err != nil {
			return err
		}
		unchanged, err := w.run(ctx, s, "apply", "-auto-approve")
		if counts {
			ours, idle = append(ours, first), append(idle, unchanged)
			took = append(took, first.seconds)
			if !t.whole {
				took[len(took)-1] -= unchanged.seconds
			}
		}
		return err
	}
	curl := func(counts bool) error {
		seconds, sum, err := w.curl(ctx, filepath.Join(folder, "curl"))
		if counts {
			curled, summed = append(curled, seconds), append(summed, seconds+sum)
		}
		return err
	}
	if err := inTurn(3, resource, curl); err != nil {
		return err
	}
	l.add(
		figure{t.name + ": time", "s", took, "curl", curled, t.times},
		figure{t.name + ": peak memory", "MiB", each(ours, peakMiB), "", nil, bound{atMost, 64}},
	)
	if t.sums {
		gib := float64(t.files) * float64(t.size) / (1 << 30)
		cpu := each(ours, func(o outcome) float64 { return (o.used.CPUSeconds - median(each(idle, cpuSeconds))) / gib })
		l.add(
			figure{t.name + ": time", "s", took, "curl, openssl dgst -sha256", summed, bound{atMost, 0.6}},
			figure{t.name + ": processor time for 1 GiB", "s", cpu, "", nil, bound{}},
		)
	}
	return nil
}

// store writes the files of a backup into a folder, as the fake makes them, and
// serves them.
func (t trial) store(ctx context.Context, folder string) (*store, fakeapi.Backup, error) {
	backup := newBackups(1)[0]
	backup.Files = nil
	for i := range t.files {
		name := fmt.Sprintf("shard-%d.rdb", i)
		backup.Files = append(backup.Files, fakeapi.File{Name: &name, Size: &t.size, Key: name})
	}
	made := serve(fakeapi.Options{RateLimit: -1}, []fakeapi.Backup{backup}, "")
	defer made.stop()
	origin := httptest.NewServer(made)
	defer origin.Close()
	s := &store{folder: folder, crc64: map[string]string{}}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, backup, err
	}
	for _, f := range backup.Files {
		if err := s.copy(ctx, made.SignedURL(origin.URL, f.Key), f.Key); err != nil {
			return nil, backup, err
		}
	}
	return s, backup, s.start(ctx, t.line)
}

// copy adds the file at a URL.
func (s *store) copy(ctx context.Context, url, name string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	file, err := os.Create(filepath.Join(s.folder, name))
	if err != nil {
		return err
	}
	sum := crc64.New(crc64.MakeTable(crc64.ECMA))
	_, err = io.Copy(io.MultiWriter(file, sum), response.Body)
	s.crc64[name] = strconv.FormatUint(sum.Sum64(), 10)
	return errors.Join(err, file.Close())
}

// afresh applies without a state and without the files of an earlier apply.
func (w *workspace) afresh(ctx context.Context, s *service, folder string) (outcome, error) {
	if err := errors.Join(os.RemoveAll(folder), os.RemoveAll(filepath.Join(w.dir, "terraform.tfstate"))); err != nil {
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
	timed := func(command string, args ...string) float64 {
		cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", command, "sh"}, args...)...) //nolint:gosec // ours
		cmd.Dir = folder
		start := time.Now()
		if printed, failed := cmd.CombinedOutput(); failed != nil {
			err = cmp.Or(err, fmt.Errorf("%s: %w\n%s", command, failed, strings.TrimSpace(string(printed))))
		}
		return time.Since(start).Seconds()
	}
	curl = timed(`curl -sS --fail --noproxy '*' --remote-name-all "$@"`, urls...)
	sum = timed(`openssl dgst -sha256 *`)
	return curl, sum, err
}
