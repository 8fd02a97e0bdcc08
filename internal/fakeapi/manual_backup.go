// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"slices"
	"time"
)

// The documented maximum of StorageDays, and its default.
const (
	maxStorageDays     = 1825
	defaultStorageDays = 7
)

// TaskStatus is the Status of a task as DescribeTaskInfo writes it.
type TaskStatus string

// The states of a task. TaskFailed and TaskError create no backup.
const (
	TaskPreparing TaskStatus = "preparing"
	TaskRunning   TaskStatus = "running"
	TaskSucceeded TaskStatus = "succeed"
	TaskFailed    TaskStatus = "failed"
	TaskError     TaskStatus = "error"
)

// taskEnd is the end of a task.
type taskEnd struct {
	status  TaskStatus
	message string
}

// task is the task of a manual backup.
type task struct {
	instance           string
	start, running, at time.Time // at is when it ends
	end                taskEnd
}

const firstTask = 1001

// manualBackupInstance is the action ManualBackupInstance. It is not idempotent: two
// requests create two backups.
func (s *redis) manualBackupInstance(c call) (any, *apiError) {
	p := c.params
	p.only("InstanceId", "Remark", "StorageDays")
	id := p.required("InstanceId")
	remark, _ := p.text("Remark")
	days, _ := p.integer("StorageDays")
	if days < 0 || days > maxStorageDays {
		p.refuse(invalidBusiness("The parameter `StorageDays` has the value `%d`, it should be from 0 to %d.", days, maxStorageDays))
	}
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	if days == 0 {
		days = defaultStorageDays
	}
	instance, ok := s.data.instance(id, c.region)
	if !ok {
		return nil, failure("ResourceNotFound.InstanceNotExists")
	}
	if instance.RefuseBackup != "" {
		return nil, failure(instance.RefuseBackup)
	}
	end := taskEnd{status: TaskSucceeded}
	if c.taskEnd != nil {
		end = *c.taskEnd
	}
	return struct{ TaskId int }{s.startTask(instance, c.now, end, Backup{ //nolint:revive // the API's name
		Type: ManualBackup, Start: c.now, Remark: remark, Expire: c.now.AddDate(0, 0, int(days)), Files: instance.currentFiles(),
	})}, nil
}

// startTask starts a task and returns its ID. If it is to succeed, its backup is there
// from its end on.
func (s *redis) startTask(i Instance, now time.Time, end taskEnd, b Backup) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	number := len(s.tasks)
	t := task{instance: i.ID, start: now, running: now.Add(s.backupTime / 4), at: now.Add(max(0, s.backupTime)), end: end}
	s.tasks = append(s.tasks, t)
	if end.status == TaskSucceeded {
		b.ID, b.End, b.since = fmt.Sprintf("678362566696298532%06d", 900000+number), t.at, t.at
		_ = s.AddBackup(i.ID, b) // the ID is new
	}
	return firstTask + number
}

// taskInfoResponse is the "Response" of DescribeTaskInfo without its RequestId.
type taskInfoResponse struct {
	Status      TaskStatus
	StartTime   string
	TaskType    string
	InstanceID  string `json:"InstanceId"`
	TaskMessage string
}

// describeTaskInfo is the action DescribeTaskInfo.
func (s *redis) describeTaskInfo(c call) (any, *apiError) {
	p := c.params
	p.only("TaskId")
	id, ok := p.integer("TaskId")
	if !ok {
		p.refuse(missingParameter("TaskId"))
	}
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := id - firstTask
	if n < 0 || n >= int64(len(s.tasks)) {
		return nil, invalidBusiness("There is no task `%d`.", id)
	}
	t := s.tasks[n]
	if _, here := s.data.instance(t.instance, c.region); !here {
		return nil, invalidBusiness("There is no task `%d`.", id)
	}
	status := t.endAt(c.now)
	return taskInfoResponse{status.status, wallTime(t.start), "FLOW_BACKUPINSTANCE", t.instance, status.message}, nil
}

// endAt returns the state of the task at a time.
func (t task) endAt(now time.Time) taskEnd {
	switch {
	case !now.Before(t.at):
		return t.end
	case now.Before(t.running):
		return taskEnd{status: TaskPreparing}
	}
	return taskEnd{status: TaskRunning}
}

// currentFiles returns the files of a new backup: copies of those of the newest backup
// that can be downloaded, or one small file.
func (i Instance) currentFiles() []File {
	var newest Backup
	for _, b := range i.Backups {
		if len(b.Files) > 0 && (b.Status == BackupNormal || b.Status == BackupExported) && !b.Start.Before(newest.Start) {
			newest = b
		}
	}
	if newest.ID == "" {
		return oneFile()
	}
	files := slices.Clone(newest.Files)
	for n := range files {
		files[n].Key = ""
	}
	return files
}
