// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"strings"
)

// Architecture says how an instance is built; only clusters export backups.
type Architecture string

// The architectures of an instance.
const (
	Cluster  Architecture = "cluster"
	Standard Architecture = "standard"
)

// Instance is a Redis instance the service knows.
type Instance struct {
	// ID is its InstanceId, such as "crs-4y9t57vt".
	ID string
	// Name is its InstanceName, by which DescribeInstanceBackups can search; ID
	// when empty.
	Name string
	// Region is where it is found, such as "ap-chengdu"; it does not exist in others.
	Region string
	// Architecture is Cluster when empty.
	Architecture Architecture
	// Version is the version of Redis, such as "6.2"; when empty "4.0", that of
	// the generated files.
	Version string
	// RefuseBackup, if set, is the code with which its state refuses
	// ManualBackupInstance, such as "ResourceUnavailable.InstanceLockedError".
	RefuseBackup string
	// Backups are its backups. Their ids must differ.
	Backups []Backup
}

// settled returns the instance with what it leaves out filled in, sharing no
// memory with i.
func (i Instance) settled() Instance {
	if i.Name == "" {
		i.Name = i.ID
	}
	if i.Architecture == "" {
		i.Architecture = Cluster
	}
	if i.Version == "" {
		i.Version = "4.0"
	}
	i.Backups = slices.Clone(i.Backups)
	for n := range i.Backups {
		i.Backups[n] = i.Backups[n].settled(i, defaultStart.AddDate(0, 0, -n))
	}
	return i
}

// backup finds a backup of an instance by its id.
func (i Instance) backup(id string) (Backup, bool) {
	n := i.indexOf(id)
	if n < 0 {
		return Backup{}, false
	}
	return i.Backups[n], true
}

func (i Instance) indexOf(backupID string) int {
	return slices.IndexFunc(i.Backups, func(b Backup) bool { return b.ID == backupID })
}

// named reports whether the name holds part, in upper or lower case.
func (i Instance) named(part string) bool {
	return strings.Contains(strings.ToLower(i.Name), strings.ToLower(part))
}

// instanceTypes are the numbers (TypeId of CreateInstances) of standard
// architecture and cluster by version.
var instanceTypes = map[string][2]int64{
	"2.8": {2, 0}, "4.0": {6, 7}, "5.0": {8, 9}, "6.2": {15, 16}, "7.0": {17, 18},
}

// typeNumber is what DescribeInstanceBackups answers as InstanceType, 0 where no
// number is documented. (In the document's example a 6.2 has 16.)
func (i Instance) typeNumber() int64 {
	numbers := instanceTypes[i.Version]
	if i.Architecture == Standard {
		return numbers[0]
	}
	return numbers[1]
}
