// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "slices"

// Architecture says how an instance is built; only clusters export backups.
type Architecture string

// The architectures of an instance.
const (
	Cluster  Architecture = "cluster"
	Standard Architecture = "standard"
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

// Shape selects which parts of an answer of DescribeBackupUrl carry the files;
// the others are null.
type Shape int

// The shapes of an answer.
const (
	ShapeFull      Shape = iota // BackupInfos and the three deprecated lists, as in the document's example
	ShapeInfosOnly              // only BackupInfos, which the document says is to stay
	ShapeListsOnly              // only Filenames, DownloadUrl, InnerDownloadUrl
)

// Instance is a Redis instance the service knows.
type Instance struct {
	// ID is its InstanceId, such as "crs-4y9t57vt".
	ID string
	// Region is where it is found, such as "ap-chengdu"; it does not exist in others.
	Region string
	// Architecture is Cluster when empty.
	Architecture Architecture
	// Backups are its backups.
	Backups []Backup
}

// Backup is a backup of an instance.
type Backup struct {
	// ID is its BackupId.
	ID string
	// Status decides whether it can be downloaded; 0 stands for BackupNormal.
	Status BackupStatus
	// Files are its files, one per shard. A nil slice is answered as null, an
	// empty one as [].
	Files []File
	// Shape says in which parts of the answer the files appear.
	Shape Shape
	// Remark is a note for people.
	Remark string
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
}

// NewFile returns a file with that name and size in bytes whose contents are
// generated and whose object key is derived.
func NewFile(name string, size int64) File {
	return File{Name: new(name), Size: new(size)}
}

// store is a Server's copy of its data, never changed after New.
type store struct {
	instances map[string]Instance
	objects   map[string]*object
}

// newStore copies the instances deeply, so that later changes by the caller
// reach no running server, and fills in what they left out.
func newStore(instances []Instance) *store {
	s := &store{instances: map[string]Instance{}, objects: map[string]*object{}}
	for _, instance := range instances {
		instance.Backups = slices.Clone(instance.Backups)
		if instance.Architecture == "" {
			instance.Architecture = Cluster
		}
		for i := range instance.Backups {
			backup := &instance.Backups[i]
			if backup.Status == 0 {
				backup.Status = BackupNormal
			}
			backup.Files = slices.Clone(backup.Files)
			for j := range backup.Files {
				backup.Files[j] = backup.Files[j].settled(instance.ID, backup.ID, j)
				s.objects[backup.Files[j].Key] = newObject(backup.Files[j])
			}
		}
		s.instances[instance.ID] = instance
	}
	return s
}

// backup finds a backup of an instance by its id.
func (i Instance) backup(id string) (Backup, bool) {
	n := slices.IndexFunc(i.Backups, func(b Backup) bool { return b.ID == id })
	if n < 0 {
		return Backup{}, false
	}
	return i.Backups[n], true
}
