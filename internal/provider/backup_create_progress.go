// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// createProgressInterval is the minimum time between two similar reports.
const createProgressInterval = 10 * time.Second

// backupProgress puts the progress of a backup into words.
type backupProgress struct {
	send        func(string)
	remark      string
	start, last time.Time
	taskID      int64
	lost        bool
}

func newBackupProgress(remark string, send func(string)) *backupProgress {
	now := time.Now()
	return &backupProgress{send: send, remark: remark, start: now, last: now}
}

func (p *backupProgress) elapsed() time.Duration { return time.Since(p.start).Round(time.Second) }

// report is the callback for [redisapi.Client.CreateBackup].
func (p *backupProgress) report(b redisapi.BackupProgress) {
	switch {
	case b.Lost && !p.lost:
		p.send(fmt.Sprintf("The response was lost, so the backup may have been started. Looking for a backup with remark %q.", p.remark))
	case b.TaskID != p.taskID:
		p.send(fmt.Sprintf("The backup with remark %q was started as task %d.", p.remark, b.TaskID))
	case time.Since(p.last) < createProgressInterval:
		return
	case b.Lost:
		p.send(fmt.Sprintf("The backup is not listed yet, %s elapsed.", p.elapsed()))
	default:
		p.send(fmt.Sprintf("Task %d: %s, %s elapsed.", b.TaskID, b.Status, p.elapsed()))
	}
	p.lost, p.taskID, p.last = b.Lost, b.TaskID, time.Now()
}

// created reports the finished backup and how to download it.
func (p *backupProgress) created(b *redisapi.InstanceBackup) {
	size := ""
	if b.BackupSize != nil && *b.BackupSize > 0 {
		size = " (" + download.FormatSize(*b.BackupSize) + ")"
	}
	message := fmt.Sprintf("Created backup %q%s in %s. To download it, set backup_id = %[1]q in tencentredis_backup_download or tencentredis_backup_url.",
		*b.BackupID, size, p.elapsed())
	if b.Status != nil && !redisapi.BackupStatus(*b.Status).Downloadable() {
		message += fmt.Sprintf(" It cannot be downloaded yet: its status is %s.", redisapi.BackupStatus(*b.Status))
	}
	p.send(message)
}
