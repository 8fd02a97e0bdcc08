// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// dataVersion is the version of the format. Incompatible changes increment it.
const dataVersion = 1

// document is the file of -data.
type document struct {
	Version   int64
	Instances []fakeapi.Instance
}

// key is a key of an object and the field that it sets.
type key struct {
	name, field string
	required    bool
}

// object is a type of object.
type object struct {
	name string
	keys []key
}

// objects defines the format, with the names of the provider's attributes.
var objects = map[reflect.Type]object{
	reflect.TypeFor[document](): {"the file", []key{
		{"version", "Version", true}, {"instances", "Instances", true},
	}},
	reflect.TypeFor[fakeapi.Instance](): {"an instance", []key{
		{"instance_id", "ID", true},
		{"instance_name", "Name", false},
		{"region", "Region", true},
		{"architecture", "Architecture", false},
		{"redis_version", "Version", false},
		{"refuse_backup", "RefuseBackup", false},
		{"backups", "Backups", false},
	}},
	reflect.TypeFor[fakeapi.Backup](): {"a backup", []key{
		{"backup_id", "ID", true},
		{"backup_type", "Type", false},
		{"status", "Status", false},
		{"ready_at", "ReadyAt", false},
		{"start_time", "Start", false},
		{"end_time", "End", false},
		{"expire_time", "Expire", false},
		{"remark", "Remark", false},
		{"backup_size", "Size", false},
		{"file_type", "FileType", false},
		{"locked", "Locked", false},
		{"encrypted", "Encrypted", false},
		{"files", "Files", false},
	}},
	reflect.TypeFor[fakeapi.File](): {"a file", []key{
		{"file_name", "Name", true}, {"file_size", "Size", false}, {"path", "Data", false},
	}},
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
	var all document
	if err := decode(text, &all, filepath.Dir(path), now); err != nil {
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

// check validates an object.
func check(object any) error {
	switch o := object.(type) {
	case *document:
		if o.Version != dataVersion {
			return fmt.Errorf("unsupported version %d: must be %d", o.Version, dataVersion)
		}
		if len(o.Instances) == 0 {
			return errors.New("instances is empty")
		}
		return unique(o.Instances, "instance_id", func(i fakeapi.Instance) string { return i.ID })
	case *fakeapi.Instance:
		return unique(o.Backups, "backup_id", func(b fakeapi.Backup) string { return b.ID })
	case *fakeapi.File:
		if o.Data == nil && o.Size == nil {
			return errors.New("a file needs file_size or path")
		}
		if o.Size == nil {
			o.Size = new(int64(len(o.Data)))
		}
		if *o.Size < 0 {
			return errors.New("file_size is negative")
		}
	}
	return nil
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
