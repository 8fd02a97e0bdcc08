// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The maximum number of times that [Client.CreateBackup] reads the list of backups.
const (
	readsAfterTask  = 10 // the list may lag behind the task
	readsAfterLoss  = 35 // after a lost response, the backup may take 15 minutes to appear
	readsAfterError = 3  // after an error that does not exclude a backup
)

// BackupProgress is the progress of [Client.CreateBackup].
type BackupProgress struct {
	TaskID int64      // 0 until the backup was started
	Status TaskStatus // of the task; empty until it was read
	Lost   bool       // the response was lost: the backup may have been started
}

// ErrNotListed is the cause of an error for a backup that was started and is not in
// the list of backups.
var ErrNotListed = errors.New("the list of backups has no new backup with this remark")

// StartedBackupError is the error of [Client.CreateBackup] if the backup was, or may
// have been, started.
type StartedBackupError struct {
	Remark string     // identifies the backup
	TaskID int64      // 0 if the response was lost
	Status TaskStatus // the last known status of the task
	Err    error
}

func (e *StartedBackupError) Error() string {
	return fmt.Sprintf("backup with remark %q, task %d: %s", e.Remark, e.TaskID, e.Err)
}

// Unwrap returns the cause.
func (e *StartedBackupError) Unwrap() error { return e.Err }

// FailedTaskError is the error for a task that failed.
type FailedTaskError struct {
	TaskID    int64
	Status    TaskStatus
	Message   string // from the API
	RequestID string // of DescribeTaskInfo
}

func (e *FailedTaskError) Error() string {
	return fmt.Sprintf("task %d: %s: %s (request ID %s)", e.TaskID, e.Status, e.Message, e.RequestID)
}

// CreateBackup starts a backup, waits for its task, and returns the backup as it is
// listed. It pauses like [Poll]. The request must have a remark, by which it finds
// the backup: the API does not return the backup's ID.
//
// The request is not retried if it may have taken effect. Errors before that are
// those of [tencentapi.CallOnce] and [Client.InstanceBackups]; later errors are a
// [*FailedTaskError] or a [*StartedBackupError].
func (c *Client) CreateBackup(ctx context.Context, r ManualBackupRequest, interval time.Duration, report func(BackupProgress)) (*InstanceBackup, error) {
	before, err := c.InstanceBackups(ctx, InstanceBackupsFilter{Region: r.Region, InstanceID: r.InstanceID})
	if err != nil {
		return nil, err
	}
	n := &newBackup{client: c, request: r, interval: interval, report: report, known: map[string]bool{}}
	for _, b := range before {
		n.known[deref(b.BackupID)] = true
	}
	response, err := c.manualBackup(ctx, r)
	if uncertain, ok := errors.AsType[*tencentapi.UncertainError](err); ok {
		return n.search(ctx, uncertain)
	}
	if err != nil {
		return nil, err
	}
	if response.TaskID == nil {
		return n.search(ctx, errors.New("the response has no TaskId"))
	}
	n.taskID = *response.TaskID
	report(BackupProgress{TaskID: n.taskID})
	if err := n.wait(ctx); err != nil {
		return nil, err
	}
	return n.find(ctx, readsAfterTask)
}

// FindBackup returns the newest backup with the remark of a request that began less
// than maxAge ago by the API's clock and can be downloaded, now or later. It returns
// nil if there is none. Its errors are those of [Client.InstanceBackups].
func (c *Client) FindBackup(ctx context.Context, r ManualBackupRequest, maxAge time.Duration) (*InstanceBackup, error) {
	backups, err := c.InstanceBackups(ctx, InstanceBackupsFilter{Region: r.Region, InstanceID: r.InstanceID, Remark: r.Remark})
	for _, b := range backups { // newest first
		start, ok := ParseTime(deref(b.StartTime))
		fresh := ok && c.api.Now().Sub(start).Abs() < maxAge
		if fresh && b.BackupID != nil && b.Status != nil && (BackupStatus(*b.Status).Downloadable() || BackupStatus(*b.Status).MayBecomeDownloadable()) {
			return &b, err
		}
	}
	return nil, err
}

// newBackup is a backup that is being created.
type newBackup struct {
	client   *Client
	request  ManualBackupRequest
	interval time.Duration
	report   func(BackupProgress)
	known    map[string]bool // IDs that were listed before

	taskID  int64
	status  TaskStatus
	started time.Time // of the task; zero if that is not known
	missing error     // why the backup may not be listed, if the response was lost
}

// lost returns err as the error of a backup that was started.
func (n *newBackup) lost(err error) error {
	return &StartedBackupError{Remark: n.request.Remark, TaskID: n.taskID, Status: n.status, Err: err}
}

// wait returns when the task has succeeded.
func (n *newBackup) wait(ctx context.Context) error {
	err := Poll(ctx, n.interval, func() (bool, error) {
		task, err := n.client.taskInfo(ctx, n.request.Region, n.taskID)
		if err != nil {
			return false, err
		}
		n.status = task.Status
		n.started, _ = ParseTime(deref(task.StartTime))
		n.report(BackupProgress{TaskID: n.taskID, Status: n.status})
		switch n.status {
		case TaskSucceeded:
			return true, nil
		case TaskFailed, TaskError:
			return false, &FailedTaskError{n.taskID, n.status, deref(task.TaskMessage), task.RequestID}
		case TaskPreparing, TaskRunning:
		}
		return false, nil
	})
	if _, failed := errors.AsType[*FailedTaskError](err); err == nil || failed {
		return err
	}
	return n.lost(err)
}

// search searches for the backup of a request that may have taken effect.
func (n *newBackup) search(ctx context.Context, lost error) (*InstanceBackup, error) {
	if ctx.Err() != nil {
		return nil, n.lost(lost)
	}
	n.missing = lost
	reads := readsAfterLoss
	if _, ok := errors.AsType[*tencentapi.Error](lost); ok {
		reads = readsAfterError
	}
	return n.find(ctx, reads)
}

// find reads the list of backups, at most that many times, until it has the new
// backup and its status is final.
func (n *newBackup) find(ctx context.Context, reads int) (*InstanceBackup, error) {
	var found *InstanceBackup
	err := Poll(ctx, n.interval, func() (bool, error) {
		n.report(BackupProgress{TaskID: n.taskID, Status: n.status, Lost: n.missing != nil})
		backups, err := n.client.InstanceBackups(ctx, InstanceBackupsFilter{Region: n.request.Region, InstanceID: n.request.InstanceID})
		if err != nil {
			return false, err
		}
		reads--
		found = n.pick(backups)
		ready := found != nil && (found.Status == nil || !BackupStatus(*found.Status).MayBecomeDownloadable())
		return ready || reads == 0, nil
	})
	if err == nil && found == nil {
		err = cmp.Or(n.missing, ErrNotListed)
	}
	if err != nil {
		return nil, n.lost(err)
	}
	return found, nil
}

// pick returns the new backup out of backups, which are sorted from newest to
// oldest, or nil. If several have the remark, it is the first that began with the
// task. The type is ignored: documents disagree on which number is manual, and
// only manual backups have a remark.
func (n *newBackup) pick(backups []InstanceBackup) *InstanceBackup {
	var found *InstanceBackup
	for _, b := range slices.Backward(backups) {
		if b.BackupID == nil || n.known[*b.BackupID] || deref(b.Remark) != n.request.Remark {
			continue
		}
		found = &b
		if start, known := ParseTime(deref(b.StartTime)); known && !start.Before(n.started) {
			break
		}
	}
	return found
}
