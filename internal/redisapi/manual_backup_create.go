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

// How often [Client.CreateBackup] reads the list of backups before it gives up:
// after the task, which the list may lag behind; if the response was lost, in
// which case the backup may take a quarter of an hour to appear; and if the
// API returned an error that does not exclude a backup.
const (
	looksAfterTask  = 10
	looksAfterLoss  = 35
	looksAfterError = 3
)

// BackupProgress is how far [Client.CreateBackup] is.
type BackupProgress struct {
	TaskID int64      // 0 until the backup was started
	Status TaskStatus // of the task; empty until it was looked at
	Lost   bool       // the response was lost: the backup may have been started
}

// ErrNotListed is a backup that was started and is not in the list of backups.
var ErrNotListed = errors.New("the list of backups has no new backup with this remark")

// StartedBackupError is the error of [Client.CreateBackup] once the request was
// sent: there is a backup, or there may be one, that it lost sight of.
type StartedBackupError struct {
	Remark string     // identifies the backup
	TaskID int64      // 0: unknown, since the response was lost
	Status TaskStatus // of the task when it was last seen
	Err    error
}

func (e *StartedBackupError) Error() string {
	return fmt.Sprintf("backup with remark %q, task %d: %s", e.Remark, e.TaskID, e.Err)
}

// Unwrap returns the cause.
func (e *StartedBackupError) Unwrap() error { return e.Err }

// FailedTaskError is a task that ended without a result.
type FailedTaskError struct {
	TaskID    int64
	Status    TaskStatus
	Message   string // the API's own words
	RequestID string // of the DescribeTaskInfo that said so
}

func (e *FailedTaskError) Error() string {
	return fmt.Sprintf("task %d: %s: %s (request ID %s)", e.TaskID, e.Status, e.Message, e.RequestID)
}

// CreateBackup starts a backup, waits for its task, and returns the backup as it
// is listed. The pauses are those of [Poll]. The request must have a remark:
// the API does not return the backup's ID, and if the response is lost, the
// remark is all that is known.
//
// The request is not repeated if it may have taken effect. Errors before that
// are those of [Client.ManualBackup] and [Client.InstanceBackups]; afterwards
// they are a [*FailedTaskError] or a [*StartedBackupError].
func (c *Client) CreateBackup(ctx context.Context, r ManualBackupRequest, interval time.Duration, report func(BackupProgress)) (*InstanceBackup, error) {
	before, err := c.InstanceBackups(ctx, InstanceBackupsFilter{Region: r.Region, InstanceID: r.InstanceID})
	if err != nil {
		return nil, err
	}
	n := &newBackup{client: c, request: r, interval: interval, report: report, known: map[string]bool{}}
	for _, b := range before {
		n.known[deref(b.BackupID)] = true
	}
	response, err := c.ManualBackup(ctx, r)
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
	return n.find(ctx, looksAfterTask)
}

// newBackup is a backup that is being created.
type newBackup struct {
	client   *Client
	request  ManualBackupRequest
	interval time.Duration
	report   func(BackupProgress)
	known    map[string]bool // IDs that were listed before

	taskID    int64
	status    TaskStatus
	startTime string // of the task
	missing   error  // why the backup may not be listed, if the response was lost
}

// lost returns err as the error of a backup that was started.
func (n *newBackup) lost(err error) error {
	return &StartedBackupError{Remark: n.request.Remark, TaskID: n.taskID, Status: n.status, Err: err}
}

// wait returns when the task has succeeded.
func (n *newBackup) wait(ctx context.Context) error {
	err := Poll(ctx, n.interval, func() (bool, error) {
		task, err := n.client.TaskInfo(ctx, n.request.Region, n.taskID)
		if err != nil {
			return false, err
		}
		n.status, n.startTime = task.Status, deref(task.StartTime)
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

// search looks for the backup of a request that may have taken effect.
func (n *newBackup) search(ctx context.Context, lost error) (*InstanceBackup, error) {
	if ctx.Err() != nil {
		return nil, n.lost(lost)
	}
	n.missing = lost
	looks := looksAfterLoss
	if _, ok := errors.AsType[*tencentapi.Error](lost); ok {
		looks = looksAfterError
	}
	return n.find(ctx, looks)
}

// find reads the list of backups until it has the new one, ready for download.
// It gives up after that many looks.
func (n *newBackup) find(ctx context.Context, looks int) (*InstanceBackup, error) {
	var found *InstanceBackup
	err := Poll(ctx, n.interval, func() (bool, error) {
		n.report(BackupProgress{TaskID: n.taskID, Status: n.status, Lost: n.missing != nil})
		backups, err := n.client.InstanceBackups(ctx, InstanceBackupsFilter{Region: n.request.Region, InstanceID: n.request.InstanceID})
		if err != nil {
			return false, err
		}
		looks--
		found = n.pick(backups)
		ready := found != nil && (found.Status == nil || !BackupStatus(*found.Status).MayBecomeDownloadable())
		return ready || looks == 0, nil
	})
	if err == nil && found == nil {
		err = cmp.Or(n.missing, ErrNotListed)
	}
	if err != nil {
		return nil, n.lost(err)
	}
	return found, nil
}

// pick returns the backup, out of backups from the newest to the oldest, or nil.
// If others were made meanwhile with the same remark, it is the first that
// began with the task. The type is not looked at: documents disagree on which
// number is manual, and nothing else gets the remark of a manual backup.
func (n *newBackup) pick(backups []InstanceBackup) *InstanceBackup {
	var found *InstanceBackup
	for _, b := range slices.Backward(backups) {
		if b.BackupID == nil || n.known[*b.BackupID] || deref(b.Remark) != n.request.Remark {
			continue
		}
		found = &b
		if deref(b.StartTime) >= n.startTime { // the API's times sort as text
			break
		}
	}
	return found
}
