// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	backupTaker = caller{action: "ManualBackupInstance"}
	taskWatcher = caller{action: "DescribeTaskInfo"}
)

// newTaskServer returns a server with tasks of a minute and a clock that starts at
// documentTime.
func newTaskServer() (s *Server, clock *atomic.Int64) {
	clock = &atomic.Int64{}
	s = New(Options{
		Now: func() time.Time { return documentTime.Add(time.Duration(clock.Load())) }, BackupTime: time.Minute,
		Instances: []Instance{
			{ID: "crs-a", Region: "ap-chengdu", Backups: []Backup{
				{ID: "old", Files: oneFile(), Start: documentTime.Add(-2 * time.Hour)},
				{ID: "data", Files: []File{{Name: new("x.rdb"), Key: "k", Data: []byte("REDIS")}}, Start: documentTime.Add(-time.Hour)},
				{ID: "expired", Files: oneFile(), Status: BackupExpired, Start: documentTime.Add(-time.Minute)},
			}},
			{ID: "crs-new", Region: "ap-chengdu"},
			{ID: "crs-locked", Region: "ap-chengdu", RefuseBackup: "ResourceUnavailable.InstanceLockedError"},
			{ID: "crs-state", Region: "ap-chengdu", RefuseBackup: "ResourceUnavailable.InstanceStateError"},
			{ID: "crs-far", Region: "ap-guangzhou"},
		},
	})
	return s, clock
}

func wantTask(t *testing.T, s *Server, clock *atomic.Int64, status, message string) {
	t.Helper()
	got := taskWatcher.call(t, s, `{"TaskId":1001}`)
	want := map[string]any{
		"Status": status, "StartTime": "2019-03-07 18:01:05", "TaskType": "FLOW_BACKUPINSTANCE", "InstanceId": "crs-a",
		"TaskMessage": message, "RequestId": got.requestID,
	}
	if diff := cmp.Diff(want, got.response); diff != "" {
		t.Errorf("after %s the task differs (-want +got):\n%s", time.Duration(clock.Load()), diff)
	}
}

func TestManualBackup(t *testing.T) {
	t.Parallel()
	s, clock := newTaskServer()
	got := backupTaker.call(t, s, `{"InstanceId":"crs-a","Remark":"before","StorageDays":30}`)
	if diff := cmp.Diff(map[string]any{"TaskId": 1001.0, "RequestId": got.requestID}, got.response); diff != "" {
		t.Fatalf("the response differs (-want +got):\n%s", diff)
	}
	for _, step := range []struct {
		after   time.Duration
		status  string
		backups int
	}{{0, "preparing", 3}, {15 * time.Second, "running", 3}, {59 * time.Second, "running", 3}, {time.Minute, "succeed", 4}} {
		clock.Store(int64(step.after))
		wantTask(t, s, clock, step.status, "")
		if got := lister.list(t, s, ofA).TotalCount; got != step.backups {
			t.Errorf("after %s: %d backups, want %d", step.after, got, step.backups)
		}
	}
	set := lister.call(t, s, `{"InstanceId":"crs-a","Limit":1}`).response["BackupSet"].([]any)[0].(map[string]any)
	want := map[string]any{
		"BackupType": "0", "Remark": "before", "Status": 2.0, "BackupSize": 0.0,
		"StartTime": "2019-03-07 18:01:05", "EndTime": "2019-03-07 18:02:05", "ExpireTime": "2019-04-06 18:01:05",
	}
	for name, value := range want {
		if set[name] != value {
			t.Errorf("got %s %v, want %v", name, set[name], value)
		}
	}
	c := caller{at: documentTime.Add(time.Minute)}
	info := c.call(t, s, fmt.Sprintf(`{"InstanceId":"crs-a","BackupId":%q}`, set["BackupId"])).infos(t)[0]
	// The file is a copy.
	if w := download(t, s, http.MethodGet, *info.DownloadURL); w.Body.String() != "REDIS" || strings.Contains(*info.DownloadURL, "/k?") {
		t.Errorf("%s: got HTTP %d: %q", *info.DownloadURL, w.Code, w.Body)
	}
	// A removed backup does not come back.
	if err := s.RemoveBackup("crs-a", fmt.Sprint(set["BackupId"])); err != nil || lister.list(t, s, ofA).TotalCount != 3 {
		t.Errorf("removed: %v", err)
	}
}

// Requests are not idempotent, not even after a lost response.
func TestTwoRequestsMakeTwoBackups(t *testing.T) {
	t.Parallel()
	s, clock := newTaskServer()
	s.Next(LoseResponse())
	lost := backupTaker
	lost.body = ofA
	if got := lost.overWire(t.Context(), t, listen(t, s)); got.err == nil {
		t.Errorf("got HTTP %d instead of a lost response", got.status)
	}
	if got := s.Requests()[0]; got.Code != "" || got.RequestID == "" {
		t.Errorf("recorded %+v, want a success", got)
	}
	wantCode(t, backupTaker.call(t, s, `{"InstanceId":"crs-4y9t57vt"}`), "ResourceNotFound.InstanceNotExists")
	wantCode(t, backupTaker.call(t, s, ofA), "")
	clock.Store(int64(time.Minute))
	got := lister.list(t, s, ofA)
	if got.TotalCount != 5 || got.ids()[0] == got.ids()[1] {
		t.Errorf("got %v, want two new backups", got.ids())
	}
	if got := lister.call(t, s, ofA).text; strings.Count(got, `"ExpireTime":"2019-03-14 18:01:05"`) != 2 {
		t.Errorf("got %s, want two that expire in seven days", got)
	}
}

func TestFailedTask(t *testing.T) {
	t.Parallel()
	s, clock := newTaskServer()
	s.Next(FailTask(TaskFailed, "disk full"))
	s.Always(Fail("FailedOperation.CommitFlowError").For("ManualBackupInstance"), FailTask(TaskError, "always"))
	wantCode(t, backupTaker.call(t, s, ofA), "")
	wantCode(t, backupTaker.call(t, s, ofA), "FailedOperation.CommitFlowError") // starts no task
	s.Always(FailTask(TaskError, "always"))
	wantCode(t, backupTaker.call(t, s, ofA), "")
	wantTask(t, s, clock, "preparing", "")
	clock.Store(int64(time.Hour))
	late := taskWatcher
	late.at = documentTime.Add(time.Hour)
	for id, want := range map[int][2]string{1001: {"failed", "disk full"}, 1002: {"error", "always"}} {
		got := late.call(t, s, fmt.Sprintf(`{"TaskId":%d}`, id)).response
		if got["Status"] != want[0] || got["TaskMessage"] != want[1] {
			t.Errorf("task %d: got %v, want %v", id, got, want)
		}
	}
	list := lister
	list.at = late.at
	if got := list.list(t, s, ofA); got.TotalCount != 3 {
		t.Errorf("got %v: a failed task created a backup", got.ids())
	}
}

func TestManualBackupRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct{ action, body, code string }{
		{"ManualBackupInstance", `{}`, "MissingParameter"},
		{"ManualBackupInstance", `{"InstanceId":"crs-a","ClientToken":"x"}`, "UnknownParameter"},
		{"ManualBackupInstance", `{"InstanceId":1}`, "InvalidParameter"},
		{"ManualBackupInstance", `{"InstanceId":"crs-a","Remark":null}`, "InvalidParameter"},
		{"ManualBackupInstance", `{"InstanceId":"crs-a","StorageDays":"7"}`, "InvalidParameter"},
		{"ManualBackupInstance", `{"InstanceId":"crs-a","StorageDays":-1}`, "InvalidParameter.InvalidParameter"},
		{"ManualBackupInstance", `{"InstanceId":"crs-a","StorageDays":1826}`, "InvalidParameter.InvalidParameter"},
		{"ManualBackupInstance", `{"InstanceId":"crs-a","StorageDays":0}`, ""},
		{"ManualBackupInstance", `{"InstanceId":"crs-new","StorageDays":1825}`, ""},
		{"ManualBackupInstance", `{"InstanceId":"crs-far"}`, "ResourceNotFound.InstanceNotExists"},
		{"ManualBackupInstance", `{"InstanceId":"crs-locked"}`, "ResourceUnavailable.InstanceLockedError"},
		{"ManualBackupInstance", `{"InstanceId":"crs-state"}`, "ResourceUnavailable.InstanceStateError"},
		{"DescribeTaskInfo", `{}`, "MissingParameter"},
		{"DescribeTaskInfo", `{"TaskId":"1001"}`, "InvalidParameter"},
		{"DescribeTaskInfo", `{"TaskId":1001,"InstanceId":"crs-a"}`, "UnknownParameter"},
		{"DescribeTaskInfo", `{"TaskId":1}`, "InvalidParameter.InvalidParameter"},
		{"DescribeTaskInfo", `{"TaskId":1002}`, ""},
		{"DescribeTaskInfo", `{"TaskId":1003}`, "InvalidParameter.InvalidParameter"},
	}
	s, _ := newTaskServer()
	for _, test := range tests {
		if got := (caller{action: test.action}).call(t, s, test.body); got.code != test.code {
			t.Errorf("%s %s: got %q, want %q", test.action, test.body, got.code, test.code)
		}
	}
	elsewhere := caller{action: "DescribeTaskInfo", region: "ap-guangzhou"}
	wantCode(t, elsewhere.call(t, s, `{"TaskId":1001}`), "InvalidParameter.InvalidParameter")
}
