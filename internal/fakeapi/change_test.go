// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// newChangeServer returns a server with one backup and a clock that starts at
// documentTime.
func newChangeServer() (s *Server, clock *atomic.Int64) {
	clock = new(atomic.Int64)
	s = New(Options{
		Now:       func() time.Time { return documentTime.Add(time.Duration(clock.Load())) },
		RateLimit: -1,
		Instances: []Instance{{ID: "crs-a", Region: "ap-chengdu", Backups: []Backup{{ID: "old", Files: oneFile()}}}},
	})
	return s, clock
}

const ofA = `{"InstanceId":"crs-a"}`

// file downloads the first file of a backup of crs-a.
func (s *Server) file(t *testing.T, at time.Time, backupID string) string {
	t.Helper()
	info := caller{at: at}.call(t, s, `{"InstanceId":"crs-a","BackupId":"`+backupID+`"}`).infos(t)[0]
	return download(t, s, http.MethodGet, *info.DownloadURL).Body.String()
}

func TestChanges(t *testing.T) {
	t.Parallel()
	s, clock := newChangeServer()
	clock.Store(int64(time.Minute))
	now := documentTime.Add(time.Minute)
	old := *caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`).infos(t)[0].DownloadURL
	served, _ := s.data.instance("crs-a", "ap-chengdu")

	files := []File{NewFile("1.rdb", 300)}
	if err := s.AddBackup("crs-a", Backup{ID: "new", Files: files}); err != nil {
		t.Fatal(err)
	}
	*files[0].Size = 7 // the server has a copy
	got := lister.list(t, s, ofA)
	if !slices.Equal(got.ids(), []string{"new", "old"}) || got.BackupSet[0].StartTime != "2019-03-07 18:02:05" || len(s.file(t, now, "new")) != 300 {
		t.Errorf("after an addition: got %+v", got)
	}

	if err := s.UpdateBackup("crs-a", "old", func(b *Backup) { b.Status, b.Files[0].Data = BackupExported, []byte("other") }); err != nil {
		t.Fatal(err)
	}
	if served.Backups[0].Status != BackupNormal || served.Backups[0].Files[0].Data != nil {
		t.Error("the change affects requests in progress")
	}
	if got := lister.list(t, s, ofA).BackupSet[1]; got.Status != 4 || got.StartTime != "2019-03-07 02:00:00" || s.file(t, now, "old") != "other" {
		t.Errorf("after an update: got %+v", got)
	}

	for _, id := range []string{"old", "new"} {
		if err := s.RemoveBackup("crs-a", id); err != nil {
			t.Fatal(err)
		}
	}
	if got := lister.list(t, s, ofA); got.TotalCount != 0 || got.BackupSet == nil {
		t.Errorf("after removals: got %+v, want an empty list", got)
	}
	if w := download(t, s, http.MethodGet, old); w.Code != http.StatusNotFound {
		t.Errorf("got HTTP %d for a file of a removed backup", w.Code)
	}
}

func TestChangeErrors(t *testing.T) {
	t.Parallel()
	s, _ := newChangeServer()
	change := func(*Backup) { t.Error("change was called") }
	for name, err := range map[string]error{
		"add, instance":    s.AddBackup("crs-b", Backup{ID: "new"}),
		"add, twice":       s.AddBackup("crs-a", Backup{ID: "old"}),
		"update, instance": s.UpdateBackup("crs-b", "old", change),
		"update, backup":   s.UpdateBackup("crs-a", "none", change),
		"remove, instance": s.RemoveBackup("crs-b", "old"),
		"remove, backup":   s.RemoveBackup("crs-a", "none"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestReadyAt(t *testing.T) {
	t.Parallel()
	s, clock := newChangeServer()
	if err := s.AddBackup("crs-a", Backup{ID: "new", Status: BackupExported, ReadyAt: documentTime.Add(time.Minute), Files: oneFile()}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		at     time.Duration
		status int
		code   string
	}{
		{time.Minute - 1, 3, "ResourceUnavailable.BackupStatusInvalid"},
		{time.Minute, 4, ""},
	} {
		clock.Store(int64(step.at))
		if got := lister.list(t, s, ofA).BackupSet[0]; got.BackupID != "new" || got.Status != step.status {
			t.Errorf("after %s: got %+v, want status %d", step.at, got, step.status)
		}
		wantCode(t, caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"new"}`), step.code)
	}
}

// A list can change between two of its pages.
func TestOnResponse(t *testing.T) {
	t.Parallel()
	s, _ := newChangeServer()
	var seen []Request
	s.OnResponse(func(r Request) {
		seen = append(seen, r)
		if err := s.AddBackup("crs-a", Backup{ID: "newest", Start: documentTime}); err != nil {
			t.Error(err)
		}
	})
	first := lister.list(t, s, `{"Limit":1}`)
	s.OnResponse(nil)
	second := lister.list(t, s, `{"Limit":1,"Offset":1}`)
	if !slices.Equal(first.ids(), []string{"old"}) || !slices.Equal(second.ids(), []string{"old"}) || second.TotalCount != 2 {
		t.Errorf("got %v, then %+v, want the same backup twice, after a new one", first.ids(), second)
	}
	if len(seen) != 1 || seen[0].Action != "DescribeInstanceBackups" || seen[0].RequestID == "" || string(seen[0].Body) != `{"Limit":1}` {
		t.Errorf("the hook got %+v", seen)
	}
}
