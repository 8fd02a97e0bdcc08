// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

var now = time.Date(2026, time.November, 5, 12, 0, 0, 0, time.UTC)

// write writes a file of -data to a new directory with a dump.rdb.
func write(t *testing.T, text string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{"data.json": text, "dump.rdb": "REDIS0008", "empty.rdb": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "data.json")
}

func TestReadData(t *testing.T) {
	t.Parallel()
	got, err := readData(write(t, "\xef\xbb\xbf"+`{
  "version": 1,
  "instances": [
    {
      "instance_id": "crs-a", "instance_name": "orders", "region": "ap-guangzhou", "architecture": "standard",
      "redis_version": "6.2", "refuse_backup": "ResourceUnavailable.InstanceLockedError",
      "backups": [
        {
          "backup_id": "1", "backup_type": "manual", "status": "exported", "ready_at": "1h30m",
          "start_time": "-36h", "end_time": "2026-11-04T01:00:00Z", "expire_time": "144h", "remark": "weekly",
          "backup_size": 5, "file_type": "RDB-Redis 6.2", "locked": true, "encrypted": false,
          "files": [{"file_name": "a.rdb", "path": "dump.rdb"}, {"file_name": "b.rdb", "file_size": 4096}, {"file_name": "c.rdb", "path": "empty.rdb", "file_size": 7}]
        },
        {"backup_id": "2", "files": []}
      ]
    },
    {"instance_id": "crs-b", "region": "ap-chengdu"}
  ]
}`), now)
	if err != nil {
		t.Fatal(err)
	}
	want := []fakeapi.Instance{
		{
			ID: "crs-a", Name: "orders", Region: "ap-guangzhou", Architecture: fakeapi.Standard,
			Version: "6.2", RefuseBackup: "ResourceUnavailable.InstanceLockedError",
			Backups: []fakeapi.Backup{
				{
					ID: "1", Type: fakeapi.ManualBackup, Status: fakeapi.BackupExported, ReadyAt: now.Add(90 * time.Minute),
					Start: now.Add(-36 * time.Hour), End: time.Date(2026, time.November, 4, 1, 0, 0, 0, time.UTC),
					Expire: now.Add(144 * time.Hour), Remark: "weekly", Size: 5, FileType: "RDB-Redis 6.2", Locked: true,
					Files: []fakeapi.File{
						{Name: new("a.rdb"), Size: new(int64(9)), Data: []byte("REDIS0008")},
						{Name: new("b.rdb"), Size: new(int64(4096))},
						{Name: new("c.rdb"), Size: new(int64(7)), Data: []byte{}},
					},
				},
				{ID: "2", Start: now.Add(-48 * time.Hour), Files: []fakeapi.File{}},
			},
		},
		{ID: "crs-b", Region: "ap-chengdu"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(fakeapi.Backup{}, fakeapi.File{})); diff != "" {
		t.Errorf("the data differs (-want +got):\n%s", diff)
	}
}

// Each error is one line, and names a line of the file.
func TestReadDataErrors(t *testing.T) {
	t.Parallel()
	instance := func(text string) string { return "{\"version\": 1, \"instances\": [\n" + text + "\n]}" }
	backup := func(text string) string {
		return instance("{\"instance_id\": \"a\", \"region\": \"r\", \"backups\": [\n" + text + "\n]}")
	}
	for text, want := range map[string]string{
		"":                                       ":1: not valid JSON: unexpected EOF",
		"{\n\"version\": 1,\n}":                  ":3: not valid JSON: invalid character ',' at start of value",
		"[]":                                     ":1: the file must be an object",
		"{}":                                     ":1: the file needs version",
		`{"version": "1"}`:                       ":1: version must be a whole number",
		`{"version": 2, "instances": [` + "\n]}": ":1: unsupported version 2: must be 1",
		`{"version": 1, "instances": []}`:        ":1: the file needs instances",
		`{"version": 1, "instances": {}}`:        ":1: instances must be a list",
		"{\"version\": 1,\n\"instance\": []}":    `:2: unknown key "instance"; known are version, instances`,
		"{\"version\": 1,\n\"version\": 1}":      `:2: the key "version" appears twice`,
		instance(`{"region": "r"}`):              ":2: an instance needs instance_id",
		instance(`{"instance_id": "a"}`):         ":2: an instance needs region",
		instance(`{"instance_id": null, "region": "r"}`):                                     ":2: an instance needs instance_id",
		instance(`{"instance_id": "a", "region": "r", "architecture": "big"}`):               `:2: architecture must be one of cluster, standard; got "big"`,
		instance(`{"instance_id": "a", "region": "r"}, {"instance_id": "a", "region": "r"}`): `:1: the instance_id "a" appears twice`,
		instance(`{"instance_id": "a", "region": "r",` + "\n" + `"name": "x"}`):              `:3: unknown key "name"; known are instance_id, instance_name, region, architecture, redis_version, refuse_backup, backups`,
		backup(`{}`): ":3: a backup needs backup_id",
		backup(`{"backup_id": "1"}, {"backup_id": "1"}`):                                           `:2: the backup_id "1" appears twice`,
		backup(`{"backup_id": "1", "status": 2}`):                                                  ":3: status must be a string",
		backup(`{"backup_id": "1", "status": "done"}`):                                             `:3: status must be one of deleted, expired, exported, exporting, in_use, normal; got "done"`,
		backup(`{"backup_id": "1", "start_time": "yesterday"}`):                                    `:3: start_time must be a time such as 2026-03-07T02:00:00Z, or relative to now such as -36h; got "yesterday"`,
		backup(`{"backup_id": "1", "locked": 1}`):                                                  ":3: locked must be true or false",
		backup(`{"backup_id": "1", "files": [` + "\n1]}"):                                          ":4: files must be an object",
		backup(`{"backup_id": "1", "files": [{"file_name": "x"}]}`):                                ":3: a file needs file_size or path",
		backup(`{"backup_id": "1", "files": [{"file_name": "x", "file_size": -1}]}`):               ":3: file_size is negative",
		backup(`{"backup_id": "1", "files": [{"file_name": "x",` + "\n" + `"path": "none.rdb"}]}`): ":4: path: open ",
	} {
		path := write(t, text)
		_, err := readData(path, now)
		if err == nil || !strings.HasPrefix(err.Error(), path+want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// Neither faults nor the rate limit are the command's mistakes.
func TestFailure_mistake(t *testing.T) {
	t.Parallel()
	for f, want := range map[failure]bool{
		{"DescribeBackupUrl", "InvalidParameter", false}:               true,
		{"DescribeBackupUrl", "InvalidParameter", true}:                false,
		{"DescribeBackupUrl", "RequestLimitExceeded", false}:           false,
		{"AssumeRole", "RequestLimitExceeded.UinLimitExceeded", false}: false,
	} {
		if got := f.mistake(); got != want {
			t.Errorf("%v is a mistake: %t, want %t", f, got, want)
		}
	}
}
