// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"slices"
	"time"
)

// instanceBackupsResponse is "Response" of DescribeInstanceBackups but for its
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
	FullBackup   int    // always 0 here, an internal field
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

// describeInstanceBackups is the action DescribeInstanceBackups. The backups come
// newest first; those that began in the same second, in the order in which they
// were given. Deleted ones come only if Status asks for them: the document of the
// answer does not have them.
func (s *Server) describeInstanceBackups(c call) (any, *apiError) {
	q, fail := parseBackupQuery(c.params)
	if fail != nil {
		return nil, fail
	}
	instances := s.data.inRegion(c.region)
	if q.instanceID != nil {
		instance, ok := s.data.instance(*q.instanceID, c.region)
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

// newBackupSet is the item of the answer for a backup.
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

// wallTime writes a time as the answer has it.
func wallTime(t time.Time) string {
	return t.In(beijing).Format(time.DateTime)
}

// backupQuery is what DescribeInstanceBackups is asked for.
type backupQuery struct {
	instanceID    *string
	instanceName  string
	begin, end    *time.Time // both included, by the second
	status        []int64
	limit, offset int
}

// parseBackupQuery validates the parameters.
func parseBackupQuery(p parameters) (q backupQuery, fail *apiError) {
	if fail = p.onlyKnown("", "InstanceId", "InstanceName", "Limit", "Offset", "BeginTime", "EndTime", "Status"); fail != nil {
		return q, fail
	}
	id, given, fail := p.text("", "InstanceId")
	if fail != nil {
		return q, fail
	}
	if given {
		q.instanceID = &id
	}
	if q.instanceName, _, fail = p.text("", "InstanceName"); fail != nil {
		return q, fail
	}
	if q.limit, q.offset, fail = parsePage(p); fail != nil {
		return q, fail
	}
	if q.begin, q.end, fail = parseSpan(p); fail != nil {
		return q, fail
	}
	q.status, fail = parseStatuses(p)
	return q, fail
}

// parsePage reads Limit and Offset.
func parsePage(p parameters) (limit, offset int, fail *apiError) {
	size, given, fail := p.integer("", "Limit")
	if fail != nil {
		return 0, 0, fail
	}
	if !given {
		size = defaultPage
	}
	if size < 1 || size > maxPage {
		return 0, 0, invalidBusiness("The parameter `Limit` has the value `%d`, it should be from 1 to %d.", size, maxPage)
	}
	first, _, fail := p.integer("", "Offset")
	if fail != nil {
		return 0, 0, fail
	}
	if first < 0 || first%size != 0 {
		return 0, 0, invalidBusiness("The parameter `Offset` has the value `%d`, it should be a multiple of `Limit`, which is %d.", first, size)
	}
	return int(size), int(first), nil
}

// parseSpan reads BeginTime and EndTime.
func parseSpan(p parameters) (begin, end *time.Time, fail *apiError) {
	if begin, fail = p.wallTime("BeginTime"); fail != nil {
		return nil, nil, fail
	}
	if end, fail = p.wallTime("EndTime"); fail != nil || begin == nil || end == nil {
		return begin, end, fail
	}
	switch span := end.Sub(*begin); {
	case span < 0:
		return nil, nil, invalidBusiness("`EndTime` must not be before `BeginTime`.")
	case span > maxSpan:
		return nil, nil, invalidBusiness("The time from `BeginTime` to `EndTime` must not exceed 30 days.")
	}
	return begin, end, nil
}

// wallTime reads a time; nil when it is absent.
func (p parameters) wallTime(name string) (*time.Time, *apiError) {
	text, given, fail := p.text("", name)
	if fail != nil || !given {
		return nil, fail
	}
	// Formatting again refuses what time.Parse is lenient about.
	t, err := time.ParseInLocation(time.DateTime, text, beijing)
	if err != nil || wallTime(t) != text {
		return nil, invalidBusiness("The parameter `%s` has the value `%s`, it should be like `2017-02-08 16:46:34`.", name, text)
	}
	return &t, nil
}

// parseStatuses reads Status; no or an empty list asks for all.
func parseStatuses(p parameters) ([]int64, *apiError) {
	statuses, fail := p.integers("", "Status")
	if fail != nil {
		return nil, fail
	}
	for _, status := range statuses {
		switch BackupStatus(status) {
		case BackupInUse, BackupNormal, BackupExporting, BackupExported, BackupExpired, BackupDeleted:
		default:
			return nil, invalidBusiness("The parameter `Status` has the value `%d`, it should be one of 1, 2, 3, 4, -1, -2.", status)
		}
	}
	return statuses, nil
}

// matches tells whether a backup is asked for.
func (q backupQuery) matches(b Backup, now time.Time) bool {
	start, status := b.Start.Truncate(time.Second), b.statusAt(now)
	if q.begin != nil && start.Before(*q.begin) || q.end != nil && start.After(*q.end) {
		return false
	}
	if len(q.status) == 0 {
		return status != BackupDeleted
	}
	return slices.Contains(q.status, int64(status))
}
