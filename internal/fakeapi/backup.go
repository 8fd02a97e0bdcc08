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
	BackupInUse     BackupStatus = 1  // locked by another process
	BackupNormal    BackupStatus = 2  // ready
	BackupExporting BackupStatus = 3  // being converted to RDB
	BackupExported  BackupStatus = 4  // converted to RDB
	BackupExpired   BackupStatus = -1 // past its time
	BackupDeleted   BackupStatus = -2 // removed
)

// BackupType is the BackupType of a backup as DescribeInstanceBackups writes it.
type BackupType string

// The types of a backup.
const (
	AutomaticBackup BackupType = "1" // made by the system at night
	ManualBackup    BackupType = "0" // made by a user
)

// Shape selects which parts of an answer of DescribeBackupUrl carry the files;
// the others are null.
type Shape int

// The shapes of an answer.
const (
	ShapeFull        Shape = iota // BackupInfos and the three deprecated lists, as in the document's example
	ShapeInfosOnly                // only BackupInfos, which the document says is to stay
	ShapeListsOnly                // only Filenames, DownloadUrl, InnerDownloadUrl
	ShapeListsUneven              // only Filenames, and DownloadUrl without its last item
)

// Backup is a backup of an instance.
type Backup struct {
	// ID is its BackupId.
	ID string
	// Status decides whether it can be downloaded; 0 stands for BackupNormal.
	Status BackupStatus
	// ReadyAt, if set, is when the backup gets its Status; until then, by the
	// server's clock, it is BackupExporting for every action.
	ReadyAt time.Time
	// Type says what made it; AutomaticBackup when empty.
	Type BackupType
	// Start is when it began. DescribeInstanceBackups filters and sorts by it. In
	// [Options] the zero time stands for 02:00 (UTC+8) on the day of the
	// document's example, 7 March 2019, for the first backup of the instance, and
	// a day earlier for each further one; for [Server.AddBackup] it stands for the
	// server's time.
	Start time.Time
	// End is when it was done; the zero time stands for 21 seconds after Start.
	End time.Time
	// Expire is the ExpireTime answered, and changes no Status; the zero time
	// stands for 7 days after Start.
	Expire time.Time
	// Size is the BackupSize in bytes; 0 stands for the sum of the sizes of Files.
	Size int64
	// FileType is such as "RDB-Redis 6.2"; when empty it is made of the version of
	// the instance.
	FileType string
	// Locked and Encrypted are answered as they are.
	Locked, Encrypted bool
	// Files are its files, one per shard. A nil slice is answered as null, an
	// empty one as [].
	Files []File
	// Shape says in which parts of the answer the files appear.
	Shape Shape
	// Remark is a note for people.
	Remark string
}

// beijing is the zone of the times in DescribeInstanceBackups, which the document
// does not name.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// defaultStart is when the first backup of an instance began that does not say.
var defaultStart = time.Date(2019, time.March, 7, 2, 0, 0, 0, beijing)

// What the example of DescribeInstanceBackups shows.
const (
	defaultDuration = 21 * time.Second
	defaultKept     = 7 * 24 * time.Hour
)

// settled returns the backup with what it leaves out filled in, sharing no memory
// with b.
func (b Backup) settled(i Instance, start time.Time) Backup {
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
		b.End = b.Start.Add(defaultDuration)
	}
	if b.Expire.IsZero() {
		b.Expire = b.Start.Add(defaultKept)
	}
	if b.FileType == "" {
		b.FileType = "RDB-Redis " + i.Version
	}
	sized := b.Size != 0
	b.Files = slices.Clone(b.Files)
	for n := range b.Files {
		b.Files[n] = b.Files[n].settled(i.ID, b.ID, n)
		if size := b.Files[n].Size; size != nil && !sized {
			b.Size += *size
		}
	}
	return b
}

// statusAt is the status at that time.
func (b Backup) statusAt(now time.Time) BackupStatus {
	if now.Before(b.ReadyAt) {
		return BackupExporting
	}
	return b.Status
}

// NewBackups returns n backups of one file each, the first of which began at
// newest and each further one that much earlier, with ids of the form of the
// document's. Together they fill several pages of DescribeInstanceBackups.
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

// File is one downloadable file of a backup. [NewFile] makes an ordinary one.
type File struct {
	// Name is the answer's FileName; nil is answered as null.
	Name *string
	// Size is the answer's FileSize in bytes; nil is answered as null, and the
	// document of the API reads 0 as "not known".
	Size *int64
	// Key is the object key of the URL, without the leading slash. When empty it
	// is made of the instance, the backup, the place in the backup and the name.
	Key string
	// Data is what a download yields. When nil, a valid RDB file is generated
	// from Key, Length bytes long.
	Data []byte
	// Length is the size of the generated file in bytes; 0 stands for *Size. A
	// length below [MinRDBSize] yields a cut-off file of just that length.
	Length int64
	// NoURL and NoInnerURL answer DownloadUrl or InnerDownloadUrl with null.
	NoURL, NoInnerURL bool

	object *object // what Key opens, once settled
}

// NewFile returns a file with that name and size in bytes whose contents are
// generated and whose object key is derived.
func NewFile(name string, size int64) File {
	return File{Name: new(name), Size: new(size)}
}
