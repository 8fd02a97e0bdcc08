// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"time"
)

// instanceBackupsResponse is the "Response" of DescribeInstanceBackups without its
// RequestId.
type instanceBackupsResponse struct {
	BackupSet  []redisBackupSet
	TotalCount int
}

// redisBackupSet is the API's type RedisBackupSet, in the order of the document's
// example.
type redisBackupSet struct {
	BackupID     string `json:"BackupId"`
	BackupSize   int64
	BackupType   BackupType
	Encrypted    bool
	EndTime      string
	ExpireTime   string
	FileType     string
	FullBackup   int    // internal, always 0
	InstanceID   string `json:"InstanceId"`
	InstanceName string
	InstanceType int64
	Locked       int
	Region       string
	Remark       string
	StartTime    string
	Status       BackupStatus
}

// The documented limits.
const (
	defaultPage = 20
	maxPage     = 100
	maxSpan     = 30 * 24 * time.Hour
)

// describeInstanceBackups is the action DescribeInstanceBackups. It sorts backups
// newest first and keeps the order of those that started in the same second. It lists
// deleted ones only if Status includes them, since the documented response lacks that
// status.
func (s *redis) describeInstanceBackups(c call) (any, *apiError) {
	q := parseBackupQuery(c.params)
	if fail := c.params.failed(); fail != nil {
		return nil, fail
	}
	instances := s.data.inRegion(c.region)
	if q.byID {
		instance, ok := s.data.instance(q.instanceID, c.region)
		if !ok {
			return nil, failure("ResourceNotFound.InstanceNotExists")
		}
		instances = []Instance{instance}
	}
	type match struct {
		start time.Time
		set   redisBackupSet
	}
	var found []match
	for _, instance := range instances {
		for _, backup := range instance.Backups {
			if instance.named(q.instanceName) && q.matches(backup, c.now) {
				found = append(found, match{backup.Start.Truncate(time.Second), newBackupSet(instance, backup, c.now)})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return b.start.Compare(a.start) })
	r := instanceBackupsResponse{BackupSet: []redisBackupSet{}, TotalCount: len(found)}
	first := min(q.offset, len(found))
	for _, m := range found[first:min(first+q.limit, len(found))] {
		r.BackupSet = append(r.BackupSet, m.set)
	}
	return r, nil
}

// newBackupSet returns the item of the response for a backup.
func newBackupSet(i Instance, b Backup, now time.Time) redisBackupSet {
	set := redisBackupSet{
		BackupID: b.ID, BackupSize: b.Size, BackupType: b.Type, Encrypted: b.Encrypted,
		EndTime: wallTime(b.End), ExpireTime: wallTime(b.Expire), FileType: b.FileType,
		InstanceID: i.ID, InstanceName: i.Name, InstanceType: i.typeNumber(), Region: i.Region,
		Remark: b.Remark, StartTime: wallTime(b.Start), Status: b.statusAt(now),
	}
	if b.Locked {
		set.Locked = 1
	}
	return set
}

// wallTime formats a time as in the response.
func wallTime(t time.Time) string {
	return t.In(beijing).Format(time.DateTime)
}

// backupQuery holds the parameters of DescribeInstanceBackups.
type backupQuery struct {
	instanceID    string
	byID          bool
	instanceName  string
	begin, end    *time.Time // inclusive, in seconds
	status        []int64
	limit, offset int
}

// parseBackupQuery validates the parameters. Without Status, all statuses match.
func parseBackupQuery(p parameters) (q backupQuery) {
	p.only("InstanceId", "InstanceName", "Limit", "Offset", "BeginTime", "EndTime", "Status")
	q.instanceID, q.byID = p.text("InstanceId")
	q.instanceName, _ = p.text("InstanceName")
	q.limit, q.offset = parsePage(p)
	q.begin, q.end = p.wallTime("BeginTime"), p.wallTime("EndTime")
	if q.begin != nil && q.end != nil {
		switch span := q.end.Sub(*q.begin); {
		case span < 0:
			p.refuse(invalidBusiness("`EndTime` must not be before `BeginTime`."))
		case span > maxSpan:
			p.refuse(invalidBusiness("The time from `BeginTime` to `EndTime` must not exceed 30 days."))
		}
	}
	q.status = list[int64](p, "Status", "Integer")
	for _, status := range q.status {
		if status < -2 || status > 4 || status == 0 {
			p.refuse(invalidBusiness("The parameter `Status` has the value `%d`, it should be one of 1, 2, 3, 4, -1, -2.", status))
		}
	}
	return q
}

// parsePage parses Limit and Offset.
func parsePage(p parameters) (limit, offset int) {
	size, ok := p.integer("Limit")
	if !ok {
		size = defaultPage
	}
	if size < 1 || size > maxPage {
		p.refuse(invalidBusiness("The parameter `Limit` has the value `%d`, it should be from 1 to %d.", size, maxPage))
		return 0, 0
	}
	first, _ := p.integer("Offset")
	if first < 0 || first%size != 0 {
		p.refuse(invalidBusiness("The parameter `Offset` has the value `%d`, it should be a multiple of `Limit`, which is %d.", first, size))
	}
	return int(size), int(first)
}

// wallTime parses a time. It returns nil if the parameter is absent.
func (p parameters) wallTime(name string) *time.Time {
	text, ok := p.text(name)
	if !ok {
		return nil
	}
	// Formatting it again catches the variants that time.Parse accepts.
	t, err := time.ParseInLocation(time.DateTime, text, beijing)
	if err != nil || wallTime(t) != text {
		p.refuse(invalidBusiness("The parameter `%s` has the value `%s`, it should be like `2017-02-08 16:46:34`.", name, text))
	}
	return &t
}

// matches reports whether a backup matches the query.
func (q backupQuery) matches(b Backup, now time.Time) bool {
	start, status := b.Start.Truncate(time.Second), b.statusAt(now)
	if now.Before(b.since) || q.begin != nil && start.Before(*q.begin) || q.end != nil && start.After(*q.end) {
		return false
	}
	if len(q.status) == 0 {
		return status != BackupDeleted
	}
	return slices.Contains(q.status, int64(status))
}
