// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"strings"
)

// Architecture is the architecture of an instance. Only clusters export backups.
type Architecture string

// The architectures of an instance.
const (
	Cluster  Architecture = "cluster"
	Standard Architecture = "standard"
)

// Instance is a Redis instance. Its JSON is the format of cmd/tencentredis-fakeapi.
type Instance struct {
	ID           string       `json:"instance_id"`   // such as "crs-4y9t57vt"
	Name         string       `json:"instance_name"` // defaults to ID
	Region       string       `json:"region"`        // such as "ap-chengdu"
	Architecture Architecture `json:"architecture"`  // defaults to Cluster
	Version      string       `json:"redis_version"` // defaults to "4.0", that of generated files
	// RefuseBackup, if set, is the error code of ManualBackupInstance, such as
	// "ResourceUnavailable.InstanceLockedError".
	RefuseBackup string   `json:"refuse_backup"`
	Backups      []Backup `json:"backups"` // with distinct IDs
}

// withDefaults returns a copy of the instance with its defaults set.
func (i Instance) withDefaults() Instance {
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
		i.Backups[n] = i.Backups[n].withDefaults(i, defaultStart.AddDate(0, 0, -n))
	}
	return i
}

// backup returns a backup by its ID.
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

// named reports whether the name contains part, ignoring case.
func (i Instance) named(part string) bool {
	return strings.Contains(strings.ToLower(i.Name), strings.ToLower(part))
}

// instanceTypes are the numbers of standard architecture and cluster by version (TypeId
// of CreateInstances).
var instanceTypes = map[string][2]int64{
	"2.8": {2, 0}, "4.0": {6, 7}, "5.0": {8, 9}, "6.2": {15, 16}, "7.0": {17, 18},
}

// typeNumber returns the InstanceType of DescribeInstanceBackups, or 0 if none is
// documented. (The 6.2 in the document's example has 16.)
func (i Instance) typeNumber() int64 {
	numbers := instanceTypes[i.Version]
	if i.Architecture == Standard {
		return numbers[0]
	}
	return numbers[1]
}
