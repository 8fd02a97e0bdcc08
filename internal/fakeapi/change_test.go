// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// newChangeServer has one instance with one backup, and a clock that starts at
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

func TestAddBackup(t *testing.T) {
	t.Parallel()
	s, clock := newChangeServer()
	clock.Store(int64(time.Minute))
	files := []File{NewFile("1.rdb", 300)}
	if err := s.AddBackup("crs-a", Backup{ID: "new", Files: files}); err != nil {
		t.Fatal(err)
	}
	*files[0].Size = 7
	got := lister.list(t, s, ofA)
	if !slices.Equal(got.ids(), []string{"new", "old"}) || got.BackupSet[0].StartTime != "2019-03-07 18:02:05" {
		t.Errorf("got %+v", got)
	}
	c := caller{at: documentTime.Add(time.Minute)}
	info := c.call(t, s, `{"InstanceId":"crs-a","BackupId":"new"}`).infos(t)[0]
	if *info.FileSize != 300 {
		t.Errorf("got FileSize %d: a change by the caller has reached the server", *info.FileSize)
	}
	if w := download(t, s, http.MethodGet, *info.DownloadURL); w.Code != http.StatusOK || w.Body.Len() != 300 {
		t.Errorf("got HTTP %d, %d bytes", w.Code, w.Body.Len())
	}
	for _, id := range []string{"old", "new"} {
		if err := s.AddBackup("crs-a", Backup{ID: id}); err == nil {
			t.Errorf("the id %s was taken twice", id)
		}
	}
	if err := s.AddBackup("crs-b", Backup{ID: "new"}); err == nil {
		t.Error("an instance that is not there got a backup")
	}
}

func TestRemoveBackup(t *testing.T) {
	t.Parallel()
	s, _ := newChangeServer()
	info := caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`).infos(t)[0]
	if err := s.RemoveBackup("crs-a", "old"); err != nil {
		t.Fatal(err)
	}
	if got := lister.list(t, s, ofA); got.TotalCount != 0 || got.BackupSet == nil {
		t.Errorf("got %+v, want an empty list", got)
	}
	wantCode(t, caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`), "InvalidParameterValue.BackupNotExists")
	if w := download(t, s, http.MethodGet, *info.DownloadURL); w.Code != http.StatusNotFound {
		t.Errorf("got HTTP %d for a file of the backup, want 404", w.Code)
	}
	if err := s.RemoveBackup("crs-a", "old"); err == nil {
		t.Error("a backup was removed twice")
	}
	if err := s.RemoveBackup("crs-b", "old"); err == nil {
		t.Error("an instance that is not there lost a backup")
	}
}

func TestUpdateBackup(t *testing.T) {
	t.Parallel()
	s, _ := newChangeServer()
	before := lister.list(t, s, ofA)
	served, _ := s.data.instance("crs-a", "ap-chengdu")
	if err := s.UpdateBackup("crs-a", "old", func(b *Backup) {
		b.Status = BackupExpired
		b.Files[0].Data = []byte("other")
	}); err != nil {
		t.Fatal(err)
	}
	if served.Backups[0].Status != BackupNormal || served.Backups[0].Files[0].Data != nil {
		t.Error("what a request under way has found is changed too")
	}
	after := lister.list(t, s, ofA)
	if before.BackupSet[0].Status != 2 || after.BackupSet[0].Status != -1 || after.BackupSet[0].StartTime != before.BackupSet[0].StartTime {
		t.Errorf("got %+v, before it was %+v", after, before)
	}
	wantCode(t, caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`), "ResourceUnavailable.BackupStatusInvalid")
	if err := s.UpdateBackup("crs-a", "old", func(b *Backup) { b.Status = BackupNormal }); err != nil {
		t.Fatal(err)
	}
	info := caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`).infos(t)[0]
	if w := download(t, s, http.MethodGet, *info.DownloadURL); w.Body.String() != "other" {
		t.Errorf("got file %q", w.Body)
	}
	for _, ids := range [][2]string{{"crs-a", "none"}, {"crs-b", "old"}} {
		if err := s.UpdateBackup(ids[0], ids[1], func(*Backup) { t.Error("called for nothing") }); err == nil {
			t.Errorf("%v was updated", ids)
		}
	}
}

// A backup that becomes ready after a time, for both actions.
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
		{0, 3, "ResourceUnavailable.BackupStatusInvalid"},
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

// A list can be changed between two of its pages.
func TestOnAnswer(t *testing.T) {
	t.Parallel()
	s, _ := newChangeServer()
	if err := s.AddBackup("crs-a", Backup{ID: "new"}); err != nil {
		t.Fatal(err)
	}
	var answered []Request
	s.OnAnswer(func(r Request) {
		answered = append(answered, r)
		if err := s.AddBackup("crs-a", Backup{ID: "newest", Start: documentTime.Add(time.Second)}); err != nil {
			t.Error(err)
		}
	})
	first := lister.list(t, s, `{"Limit":1}`)
	s.OnAnswer(nil)
	second := lister.list(t, s, `{"Limit":1,"Offset":1}`)
	if !slices.Equal(first.ids(), []string{"new"}) || !slices.Equal(second.ids(), []string{"new"}) || second.TotalCount != 3 {
		t.Errorf("got %v, then %+v, want the same backup twice, since another came before it", first.ids(), second)
	}
	if len(answered) != 1 || answered[0].Action != "DescribeInstanceBackups" || answered[0].RequestID == "" || string(answered[0].Body) != `{"Limit":1}` {
		t.Errorf("the hook got %+v", answered)
	}
}

// TestParallelChanges is for the race detector.
func TestParallelChanges(t *testing.T) {
	t.Parallel()
	s, _ := newChangeServer()
	s.OnAnswer(func(Request) {
		_ = s.UpdateBackup("crs-a", "old", func(b *Backup) { b.Files[0].Length++ })
	})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			id := string(rune('a' + i))
			for range 10 {
				if err := s.AddBackup("crs-a", Backup{ID: id, Files: oneFile()}); err != nil {
					t.Error(err)
				}
				lister.list(t, s, ofA)
				info := caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`).infos(t)[0]
				download(t, s, http.MethodGet, *info.DownloadURL)
				if err := s.RemoveBackup("crs-a", id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := lister.list(t, s, ofA); !slices.Equal(got.ids(), []string{"old"}) {
		t.Errorf("got %v, want what there was at first", got.ids())
	}
}
