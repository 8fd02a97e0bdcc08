// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// dataVersion is the version of the format. Incompatible changes increment it.
const dataVersion = 1

// document is the file of -data. Its keys are the names of the provider's attributes.
type document struct {
	Version   int64              `json:"version"`
	Instances []fakeapi.Instance `json:"instances"`
}

// The words for numbers of the API.
var (
	statuses = map[string]fakeapi.BackupStatus{
		"in_use": fakeapi.BackupInUse, "normal": fakeapi.BackupNormal, "exporting": fakeapi.BackupExporting,
		"exported": fakeapi.BackupExported, "expired": fakeapi.BackupExpired, "deleted": fakeapi.BackupDeleted,
	}
	backupTypes   = map[string]fakeapi.BackupType{"automatic": fakeapi.AutomaticBackup, "manual": fakeapi.ManualBackup}
	architectures = map[string]fakeapi.Architecture{"cluster": fakeapi.Cluster, "standard": fakeapi.Standard}
)

// readData reads the file of -data. Paths are relative to its directory, and durations
// to now.
func readData(path string, now time.Time) ([]fakeapi.Instance, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("-data: %w", err)
	}
	d := decoder{text: bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), folder: filepath.Dir(path), now: now}
	all, err := d.decode()
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	for i := range all.Instances {
		for n := range all.Instances[i].Backups {
			if b := &all.Instances[i].Backups[n]; b.Start.IsZero() {
				b.Start = now.Add(-time.Duration(n+1) * 24 * time.Hour)
			}
		}
	}
	return all.Instances, nil
}

func checkDocument(d *document) error {
	if d.Version != dataVersion && d.Version != 0 {
		return fmt.Errorf("unsupported version %d: must be %d", d.Version, dataVersion)
	}
	return cmp.Or(
		needs("the file", "version", d.Version != 0), needs("the file", "instances", len(d.Instances) > 0),
		unique(d.Instances, "instance_id", func(i fakeapi.Instance) string { return i.ID }),
	)
}

func checkInstance(i *fakeapi.Instance) error {
	return cmp.Or(
		needs("an instance", "instance_id", i.ID != ""), needs("an instance", "region", i.Region != ""),
		unique(i.Backups, "backup_id", func(b fakeapi.Backup) string { return b.ID }),
	)
}

func checkBackup(b *fakeapi.Backup) error { return needs("a backup", "backup_id", b.ID != "") }

// checkFile also sets the default of file_size.
func checkFile(f *fakeapi.File) error {
	if f.Size == nil && f.Data != nil {
		f.Size = new(int64(len(f.Data)))
	}
	if f.Size != nil && *f.Size < 0 {
		return errors.New("file_size is negative")
	}
	return cmp.Or(needs("a file", "file_name", f.Name != nil && *f.Name != ""), needs("a file", "file_size or path", f.Size != nil))
}

func needs(object, key string, ok bool) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s needs %s", object, key)
}

func unique[T any](all []T, name string, id func(T) string) error {
	seen := map[string]bool{}
	for _, one := range all {
		if seen[id(one)] {
			return fmt.Errorf("the %s %q appears twice", name, id(one))
		}
		seen[id(one)] = true
	}
	return nil
}

// parseTime parses a time in RFC 3339, or one relative to now such as "-36h".
func (d decoder) parseTime(text string) (time.Time, error) {
	if after, err := time.ParseDuration(text); err == nil {
		return d.now.Add(after), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("must be a time such as 2026-03-07T02:00:00Z, or relative to now such as -36h; got %q", text)
	}
	return t, nil
}

// readFile returns the content of a file, never nil.
func (d decoder) readFile(path string) ([]byte, error) {
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(d.folder, path)
	}
	content, err := os.ReadFile(path)
	return append([]byte{}, content...), err
}

// oneOf returns a function that looks up a word.
func oneOf[T any](words map[string]T) func(string) (T, error) {
	return func(text string) (T, error) {
		value, ok := words[text]
		if !ok {
			return value, fmt.Errorf("must be one of %s; got %q", strings.Join(slices.Sorted(maps.Keys(words)), ", "), text)
		}
		return value, nil
	}
}
