// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "testing"

func TestStoreCopiesItsData(t *testing.T) {
	t.Parallel()
	instances := []Instance{{ID: "crs-1", Region: "ap-chengdu", Backups: []Backup{{ID: "1", Files: []File{NewFile("a.rdb", 500)}}}}}
	s := New(Options{Instances: instances})
	*instances[0].Backups[0].Files[0].Name = "changed"
	*instances[0].Backups[0].Files[0].Size = 7
	instances[0].Backups[0].Files[0] = File{}
	instances[0].Backups[0].ID = "2"
	instances[0].ID = "crs-2"

	instance, ok := s.data.instances["crs-1"]
	if !ok || len(s.data.instances) != 1 {
		t.Fatalf("got instances %v", s.data.instances)
	}
	backup, ok := instance.backup("1")
	if !ok {
		t.Fatal("the backup has changed")
	}
	if file := backup.Files[0]; *file.Name != "a.rdb" || *file.Size != 500 || file.Length != 500 {
		t.Errorf("the file has changed: %q, %d", *file.Name, *file.Size)
	}
}

func TestStoreFillsIn(t *testing.T) {
	t.Parallel()
	s := newStore([]Instance{{ID: "crs-1", Backups: []Backup{
		{ID: "1", Files: []File{NewFile("a.rdb", 500), {}, {Key: "own/key", Size: new(int64(0)), Length: 300}}},
		{ID: "2"},
		{ID: "3", Status: BackupExpired, Files: []File{}},
	}}})
	instance := s.instances["crs-1"]
	if instance.Architecture != Cluster {
		t.Errorf("got architecture %q", instance.Architecture)
	}
	for i, want := range []BackupStatus{BackupNormal, BackupNormal, BackupExpired} {
		if got := instance.Backups[i].Status; got != want {
			t.Errorf("backup %d: got status %d, want %d", i, got, want)
		}
	}
	if instance.Backups[1].Files != nil || instance.Backups[2].Files == nil {
		t.Error("null and empty lists of files are mixed up")
	}
	for key, size := range map[string]int{"crs-1/1/1-a.rdb": 500, "crs-1/1/2-nameless": 0, "own/key": 300} {
		object, ok := s.objects[key]
		if !ok {
			t.Errorf("no object %q", key)
			continue
		}
		if got := len(object.content().data); got != size {
			t.Errorf("%s: got %d bytes, want %d", key, got, size)
		}
	}
}

// The built-in data is documented by id, so the ids must not collide.
func TestBuiltInIDs(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, instance := range DocumentInstances() {
		ids := []string{instance.ID}
		for _, backup := range instance.Backups {
			ids = append(ids, backup.ID)
		}
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s occurs twice", id)
			}
			seen[id] = true
		}
	}
	if len(seen) != 5+1+5+15+1+1 {
		t.Errorf("got %d ids", len(seen))
	}
}
