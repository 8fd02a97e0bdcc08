// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// redis is TencentDB for Redis.
type redis struct {
	data       *store
	now        func() time.Time
	backupTime time.Duration

	mu    sync.Mutex
	tasks []task // the ID of a task is its index plus firstTask
}

func (s *redis) actions() []action {
	const version = "2018-04-12"
	return []action{
		{"redis", version, "DescribeBackupUrl", 20, s.describeBackupURL, false},
		{"redis", version, "DescribeInstanceBackups", 50, s.describeInstanceBackups, false},
		{"redis", version, "DescribeTaskInfo", 20, s.describeTaskInfo, false},
		{"redis", version, "ManualBackupInstance", 20, s.manualBackupInstance, false},
	}
}

// AddBackup adds a backup to an instance. It returns an error if there is no such
// instance, or if the instance has a backup with that ID.
func (s *redis) AddBackup(instanceID string, b Backup) error {
	now := s.now()
	return s.data.change(instanceID, func(i Instance) ([]Backup, error) {
		if i.indexOf(b.ID) >= 0 {
			return nil, fmt.Errorf("fakeapi: instance %q already has a backup %q", instanceID, b.ID)
		}
		return append(slices.Clip(i.Backups), b.withDefaults(i, now)), nil
	})
}

// RemoveBackup removes a backup and its files. It returns an error if there is no such
// instance or backup. To list a backup as deleted, change its Status instead.
func (s *redis) RemoveBackup(instanceID, backupID string) error {
	return s.data.change(instanceID, func(i Instance) ([]Backup, error) {
		n := i.indexOf(backupID)
		if n < 0 {
			return nil, noBackup(instanceID, backupID)
		}
		return slices.Delete(slices.Clone(i.Backups), n, n+1), nil
	})
}

// UpdateBackup changes a backup: change gets a copy with all defaults set, which then
// replaces the backup. change must not call methods of the server. UpdateBackup
// returns an error if there is no such instance or backup.
func (s *redis) UpdateBackup(instanceID, backupID string, change func(*Backup)) error {
	now := s.now()
	return s.data.change(instanceID, func(i Instance) ([]Backup, error) {
		n := i.indexOf(backupID)
		if n < 0 {
			return nil, noBackup(instanceID, backupID)
		}
		backups := slices.Clone(i.Backups)
		b := backups[n]
		b.Files = slices.Clone(b.Files)
		change(&b)
		backups[n] = b.withDefaults(i, now)
		return backups, nil
	})
}

func noBackup(instanceID, backupID string) error {
	return fmt.Errorf("fakeapi: instance %q has no backup %q", instanceID, backupID)
}
