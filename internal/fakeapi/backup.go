// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"slices"
	"time"
)

// BackupStatus is the Status of a backup as DescribeInstanceBackups numbers it
// (API document of that action).
type BackupStatus int

// The states of a backup. Only a Normal or an Exported one can be downloaded.
const (
	BackupInUse     BackupStatus = 1 // locked by another process
	BackupNormal    BackupStatus = 2 // ready
	BackupExporting BackupStatus = 3 // being converted to RDB
	BackupExported  BackupStatus = 4 // converted to RDB
	BackupExpired   BackupStatus = -1
	BackupDeleted   BackupStatus = -2
)

// BackupType is the BackupType of a backup as DescribeInstanceBackups writes it.
type BackupType string

// The types of a backup.
const (
	AutomaticBackup BackupType = "1"
	ManualBackup    BackupType = "0"
)

// Backup is a backup of an instance.
type Backup struct {
	ID     string       `json:"backup_id"`
	Status BackupStatus `json:"status"` // defaults to BackupNormal
	// ReadyAt, if set, is the time from which the backup has its Status, or is
	// BackupExported if that is BackupExporting. Until then it is BackupExporting.
	ReadyAt time.Time  `json:"ready_at"`
	Type    BackupType `json:"backup_type"` // defaults to AutomaticBackup
	// Start is its start time, by which DescribeInstanceBackups filters and sorts. In
	// Options, it defaults to 02:00 (UTC+8) on the day of the document's example,
	// 7 March 2019, minus a day for each backup before it; in AddBackup, to
	// the current time.
	Start     time.Time `json:"start_time"`
	End       time.Time `json:"end_time"`    // defaults to 21 seconds after Start
	Expire    time.Time `json:"expire_time"` // without effect; defaults to 7 days after Start
	Size      int64     `json:"backup_size"` // in bytes; defaults to the sum of the sizes of Files
	FileType  string    `json:"file_type"`   // defaults to "RDB-Redis " and the version of the instance
	Locked    bool      `json:"locked"`
	Encrypted bool      `json:"encrypted"`
	Files     []File    `json:"files"` // one per shard; nil becomes null, an empty slice []
	Remark    string    `json:"remark"`

	since time.Time // when it comes into being, if it is that of a task
}

// beijing is the time zone of DescribeInstanceBackups. The document does not name it.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// defaultStart is the default start time of an instance's first backup.
var defaultStart = time.Date(2019, time.March, 7, 2, 0, 0, 0, beijing)

// withDefaults returns a copy of the backup with its defaults set.
func (b Backup) withDefaults(i Instance, start time.Time) Backup {
	if b.Status == 0 {
		b.Status = BackupNormal
	}
	if b.Type == "" {
		b.Type = AutomaticBackup
	}
	if b.Start.IsZero() {
		b.Start = start
	}
	if b.End.IsZero() {
		b.End = b.Start.Add(21 * time.Second) // as in the document's example
	}
	if b.Expire.IsZero() {
		b.Expire = b.Start.AddDate(0, 0, defaultStorageDays)
	}
	if b.FileType == "" {
		b.FileType = "RDB-Redis " + i.Version
	}
	sized := b.Size != 0
	b.Files = slices.Clone(b.Files)
	for n := range b.Files {
		b.Files[n] = b.Files[n].withDefaults(i.ID, b.ID, n)
		if size := b.Files[n].Size; size != nil && !sized {
			b.Size += *size
		}
	}
	return b
}

// statusAt returns the status at a time.
func (b Backup) statusAt(now time.Time) BackupStatus {
	switch {
	case now.Before(b.ReadyAt):
		return BackupExporting
	case b.Status == BackupExporting && !b.ReadyAt.IsZero():
		return BackupExported
	}
	return b.Status
}

// NewBackups returns n backups of one file each. The first one started at newest, and
// each further one started apart earlier than the one before.
func NewBackups(n int, newest time.Time, apart time.Duration) []Backup {
	backups := make([]Backup, n)
	for i := range backups {
		backups[i] = Backup{
			ID:    fmt.Sprintf("678362566696298533%06d", n-i),
			Start: newest.Add(-time.Duration(i) * apart),
			Files: oneFile(),
		}
	}
	return backups
}

// File is a file of a backup. [NewFile] returns an ordinary one.
type File struct {
	Name *string `json:"file_name"` // the FileName; nil becomes null
	Size *int64  `json:"file_size"` // the FileSize in bytes; nil becomes null, and 0 means unknown
	// Key is the object key of the URL, without the leading slash. By default, it
	// consists of the instance, the backup, the file's number, and its name.
	Key string `json:"-"`
	// Data is the content. By default, it is a valid RDB file generated from Key,
	// Length bytes long.
	Data []byte `json:"path"`
	// Length is the size of the generated file in bytes. It defaults to *Size. Below
	// [MinRDBSize], the file is truncated.
	Length int64 `json:"-"`
	// NoURL and NoInnerURL set DownloadUrl or InnerDownloadUrl to null.
	NoURL      bool `json:"-"`
	NoInnerURL bool `json:"-"`

	object *object // set by withDefaults
}

// NewFile returns a file with a name, a size in bytes, and generated content.
func NewFile(name string, size int64) File {
	return File{Name: new(name), Size: new(size)}
}
