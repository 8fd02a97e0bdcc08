// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// newBackupFake has an instance with two old backups; a task takes that long.
func newBackupFake(t *testing.T, takes time.Duration) (*fakeapi.Server, *Client) {
	t.Helper()
	backups := fakeapi.NewBackups(2, newest, time.Hour)
	for i := range backups {
		backups[i].Type, backups[i].Remark = fakeapi.ManualBackup, "nightly"
	}
	api := fakeapi.New(fakeapi.Options{RateLimit: -1, BackupTime: takes, Instances: []fakeapi.Instance{
		{ID: testInstance, Region: "ap-chengdu", Backups: backups},
	}})
	return api, clientOf(t, api, tencentapi.WithMaxRequestsPerSecond(1000))
}

// create creates a backup of the fake's instance and returns what was reported.
func create(ctx context.Context, c *Client, remark string) (*InstanceBackup, []BackupProgress, error) {
	var reports []BackupProgress
	request := ManualBackupRequest{Region: "ap-chengdu", InstanceID: testInstance, Remark: remark}
	b, err := c.CreateBackup(ctx, request, time.Millisecond, func(p BackupProgress) {
		if !slices.Contains(reports, p) {
			reports = append(reports, p)
		}
	})
	return b, reports, err
}

// requested counts the requests for an action.
func requested(api *fakeapi.Server, action string) int {
	n := 0
	for _, r := range api.Requests() {
		if r.Action == action {
			n++
		}
	}
	return n
}

// assertOneBackup fails unless b is the only backup that the fake made.
func assertOneBackup(t *testing.T, api *fakeapi.Server, c *Client, b *InstanceBackup, err error) {
	t.Helper()
	if err != nil || b == nil {
		t.Fatalf("no backup: %v", err)
	}
	all, err := c.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance})
	if err != nil || len(all) != 3 || *all[0].BackupID != *b.BackupID {
		t.Errorf("the backups are %v, %v; want a third one, %s", ids(all), err, *b.BackupID)
	}
	if n := requested(api, "ManualBackupInstance"); n != 1 {
		t.Errorf("%d requests for a backup, want 1", n)
	}
}

func TestCreateBackup(t *testing.T) {
	t.Parallel()
	for name, remark := range map[string]string{"unique remark": "before v2", "remark of older backups": "nightly"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, client := newBackupFake(t, 200*time.Millisecond)
			b, reports, err := create(t.Context(), client, remark)
			assertOneBackup(t, api, client, b, err)
			want := []BackupProgress{{TaskID: 1001}, {TaskID: 1001, Status: "preparing"}, {TaskID: 1001, Status: "running"}, {TaskID: 1001, Status: "succeed"}}
			if diff := cmp.Diff(want, reports); diff != "" {
				t.Errorf("progress (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCreateBackup_uncertain: whatever hides that the backup was started, it is
// found by its remark, and no second one is made.
func TestCreateBackup_uncertain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakeapi.Fault{
		"lost response":      fakeapi.LoseResponse(),
		"truncated response": fakeapi.Truncate(),
		"no JSON":            fakeapi.HTTPError(502),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, client := newBackupFake(t, 20*time.Millisecond)
			api.Next(fault.For("ManualBackupInstance"))
			b, reports, err := create(t.Context(), client, "before v2")
			if name == "no JSON" { // here, the fake did not start one
				assertLost(t, err, 0)
			} else {
				assertOneBackup(t, api, client, b, err)
			}
			if n := requested(api, "ManualBackupInstance"); n != 1 || len(reports) != 1 || !reports[0].Lost {
				t.Errorf("%d requests, progress is %v", n, reports)
			}
		})
	}
}

func assertLost(t *testing.T, err error, taskID int64) {
	t.Helper()
	started, ok := errors.AsType[*StartedBackupError](err)
	if !ok || started.TaskID != taskID || started.Remark != "before v2" {
		t.Fatalf("the error is %#v, want a lost backup of task %d", err, taskID)
	}
}

// TestCreateBackup_refused: a code that excludes a backup is returned as it is;
// one that does not is only after a look at the list.
func TestCreateBackup_refused(t *testing.T) {
	t.Parallel()
	for code, looks := range map[string]int{
		"ResourceUnavailable.InstanceLockedError": 0, "UnauthorizedOperation.NoCAMAuthed": 0,
		"FailedOperation.SystemError": readsAfterError, "InternalError.InternalError": readsAfterError,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			api, client := newBackupFake(t, time.Millisecond)
			api.Always(fakeapi.Fail(code).For("ManualBackupInstance"))
			_, _, err := create(t.Context(), client, "before v2")
			if apiErr, ok := errors.AsType[*tencentapi.Error](err); !ok || apiErr.Code != code {
				t.Errorf("the error is %v", err)
			}
			if _, started := errors.AsType[*StartedBackupError](err); started != (looks > 0) {
				t.Errorf("started is %t", started)
			}
			if got := requested(api, "DescribeInstanceBackups"); got != 1+looks {
				t.Errorf("the list was read %d times, want %d", got, 1+looks)
			}
			if n := requested(api, "ManualBackupInstance"); n != 1 {
				t.Errorf("%d requests for a backup, want 1", n)
			}
		})
	}
}

func TestCreateBackup_throttled(t *testing.T) {
	t.Parallel()
	api, client := newBackupFake(t, time.Millisecond)
	api.Next(fakeapi.Fail("RequestLimitExceeded").For("ManualBackupInstance"))
	b, _, err := create(t.Context(), client, "before v2")
	if err != nil || b == nil || requested(api, "ManualBackupInstance") != 2 {
		t.Errorf("got %v, %v after %d requests, want a retry", b, err, requested(api, "ManualBackupInstance"))
	}
}

func TestCreateBackup_unreadableList(t *testing.T) {
	t.Parallel()
	api, client := newBackupFake(t, time.Millisecond)
	api.Always(fakeapi.Fail("UnauthorizedOperation.NoCAMAuthed").For("DescribeInstanceBackups"))
	_, _, err := create(t.Context(), client, "before v2")
	if _, started := errors.AsType[*StartedBackupError](err); err == nil || started || requested(api, "ManualBackupInstance") != 0 {
		t.Errorf("got %v, want an error before the backup", err)
	}
}

func TestCreateBackup_failedTask(t *testing.T) {
	t.Parallel()
	for _, status := range []fakeapi.TaskStatus{fakeapi.TaskFailed, fakeapi.TaskError} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			api, client := newBackupFake(t, -1)
			api.Next(fakeapi.FailTask(status, "disk full"))
			_, _, err := create(t.Context(), client, "before v2")
			failed, ok := errors.AsType[*FailedTaskError](err)
			if !ok {
				t.Fatalf("the error is %v", err)
			}
			requests := api.Requests()
			want := &FailedTaskError{1001, TaskStatus(status), "disk full", requests[len(requests)-1].RequestID}
			if diff := cmp.Diff(want, failed); diff != "" {
				t.Errorf("the error differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCreateBackup_ended: once the request was sent, the error names the task
// and the remark.
func TestCreateBackup_ended(t *testing.T) {
	t.Parallel()
	errStopped := errors.New("stopped")
	tests := map[string]struct {
		at     string // the action in progress when ctx ends
		taskID int64
		sent   bool
	}{
		"before the request": {"DescribeInstanceBackups", 0, false},
		"in the request":     {"ManualBackupInstance", 0, true},
		"while it runs":      {"DescribeTaskInfo", 1001, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, client := newBackupFake(t, time.Hour)
			ctx, cancel := context.WithCancelCause(t.Context())
			api.OnResponse(func(r fakeapi.Request) {
				if r.Action == tt.at {
					cancel(errStopped)
				}
			})
			api.Always(fakeapi.Latency(20 * time.Millisecond).For(tt.at))
			_, _, err := create(ctx, client, "before v2")
			if !errors.Is(err, errStopped) {
				t.Errorf("the error is %v", err)
			}
			if tt.sent {
				assertLost(t, err, tt.taskID)
			} else if n := requested(api, "ManualBackupInstance"); n != 0 {
				t.Errorf("%d requests for a backup, want none", n)
			}
		})
	}
}

func TestCreateBackup_notListed(t *testing.T) {
	t.Parallel()
	api, client := newBackupFake(t, -1)
	api.Next(fakeapi.Respond(`{"TaskId": 7}`).For("ManualBackupInstance"), fakeapi.Respond(`{"Status": "succeed"}`).For("DescribeTaskInfo"))
	_, _, err := create(t.Context(), client, "before v2")
	assertLost(t, err, 7)
	if started, _ := errors.AsType[*StartedBackupError](err); !errors.Is(err, ErrNotListed) || started.Status != TaskSucceeded {
		t.Errorf("the error is %#v", started)
	}
	if got := requested(api, "DescribeInstanceBackups"); got != 1+readsAfterTask {
		t.Errorf("the list was read %d times, want %d", got, 1+readsAfterTask)
	}
}

// TestCreateBackup_noTask: a response without a task ID is like a lost one.
func TestCreateBackup_noTask(t *testing.T) {
	t.Parallel()
	for _, response := range []string{`{}`, `{"TaskId": null}`, `{"TaskId": {}}`} {
		api, client := newBackupFake(t, -1)
		api.Next(fakeapi.Respond(response).For("ManualBackupInstance"))
		_, _, err := create(t.Context(), client, "before v2")
		assertLost(t, err, 0)
		if err == nil || !strings.Contains(err.Error(), "TaskId") {
			t.Errorf("%s: error is %v", response, err)
		}
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	backup := func(id, remark, start string) InstanceBackup {
		return InstanceBackup{BackupID: new(id), Remark: new(remark), StartTime: new(start)}
	}
	backups := []InstanceBackup{ // newest first
		backup("later", "r", "2026-11-24 03:00:00"),
		backup("mine", "r", "2026-11-24 02:00:01"),
		backup("other remark", "r ", "2026-11-24 02:00:01"),
		{Remark: new("r")},
		{BackupID: new("no remark")},
		backup("earlier", "r", "2026-11-24 01:00:00"),
		backup("known", "r", "2026-11-24 02:00:01"),
	}
	for _, tt := range []struct{ task, want string }{
		{"2026-11-24 02:00:00", "mine"},
		{"2026-11-24 2:00:00", "mine"},
		{"2026-11-24 04:00:00", "later"}, // begun before the task, by the API's own times
		{"", "earlier"},
	} {
		n := &newBackup{request: ManualBackupRequest{Remark: "r"}, known: map[string]bool{"known": true}}
		n.started, _ = ParseTime(tt.task)
		if got := n.pick(backups); got == nil || *got.BackupID != tt.want {
			t.Errorf("task of %q: got %v, want %s", tt.task, got, tt.want)
		}
	}
}
