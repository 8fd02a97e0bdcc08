// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// BackupStatus is the state of a backup as the API numbers it.
type BackupStatus int64

// The values of [BackupStatus]. Only a normal or an exported backup can be
// downloaded; one in use or being exported may become so.
const (
	BackupInUse     BackupStatus = 1
	BackupNormal    BackupStatus = 2
	BackupExporting BackupStatus = 3
	BackupExported  BackupStatus = 4
	BackupExpired   BackupStatus = -1
	BackupDeleted   BackupStatus = -2
)

// BackupStatuses are the documented states by name.
var BackupStatuses = map[string]BackupStatus{
	"in_use": BackupInUse, "normal": BackupNormal, "exporting": BackupExporting,
	"exported": BackupExported, "expired": BackupExpired, "deleted": BackupDeleted,
}

// String returns the name of the state, or its number if it is not documented.
func (s BackupStatus) String() string {
	return nameOf(BackupStatuses, s, strconv.FormatInt(int64(s), 10))
}

// Downloadable reports whether DescribeBackupUrl accepts a backup in this state.
func (s BackupStatus) Downloadable() bool { return s == BackupNormal || s == BackupExported }

// MayBecomeDownloadable reports whether the backup is not downloadable yet.
func (s BackupStatus) MayBecomeDownloadable() bool { return s == BackupInUse || s == BackupExporting }

// BackupType says how a backup was made, as the API encodes it. The document of
// DescribeBackupDetail swaps the two.
type BackupType string

// BackupTypes are the documented types by name.
var BackupTypes = map[string]BackupType{"automatic": "1", "manual": "0"}

// String returns the name of the type, or the API's code if it is not documented.
func (t BackupType) String() string { return nameOf(BackupTypes, t, string(t)) }

func nameOf[T comparable](names map[string]T, value T, otherwise string) string {
	for name, named := range names {
		if named == value {
			return name
		}
	}
	return otherwise
}

// InstanceBackupsFilter selects backups. Region is required; empty fields match
// all backups.
type InstanceBackupsFilter struct {
	Region       string
	InstanceID   string
	InstanceName string     // a part of the name
	Begin, End   *time.Time // inclusive bounds of the backup's start, in full seconds
	Status       []BackupStatus
	Type         BackupType // not known to the API, like Remark
	Remark       string
}

// InstanceBackup is a backup (RedisBackupSet in the API's document), in which nil
// is null.
type InstanceBackup struct {
	BackupID     tencentapi.Required[string] `json:"BackupId"`
	InstanceID   tencentapi.Required[string] `json:"InstanceId"`
	InstanceName *string
	Region       *string
	BackupType   *string                    // see BackupType
	Status       tencentapi.Required[int64] // see BackupStatus
	Remark       *string
	FileType     *string // "RDB-Redis 6.2"
	Locked       *int64  // 1 locked, 0 not
	Encrypted    *bool
	StartTime    *string // see ParseTime
	EndTime      *string
	ExpireTime   *string // when the backup is deleted
	BackupSize   *int64  // documented as internal
	FullBackup   *int64  // documented as internal
	InstanceType *int64  // documented as internal
}

// zone is the time zone of the API's times.
var zone = time.FixedZone("UTC+8", 8*60*60)

// ParseTime parses a time in the API's format, "2006-01-02 15:04:05" in UTC+8, or in
// ISO 8601, and returns it in UTC. Digits may be unpadded. It returns the zero time
// and false for anything else, such as "0000-00-00 00:00:00", which means no time.
func ParseTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-1-2 15:4:5", "2006-1-2T15:4:5Z07:00", "2006-1-2T15:4:5Z0700", "2006-1-2T15:4:5"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func formatTime(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(zone).Format(time.DateTime)
}

type instanceBackupsRequest struct {
	Limit        int
	Offset       int64
	InstanceID   string         `json:"InstanceId,omitempty"`
	InstanceName string         `json:",omitempty"`
	BeginTime    string         `json:",omitempty"`
	EndTime      string         `json:",omitempty"`
	Status       []BackupStatus `json:",omitempty"`
}

type instanceBackupsResponse struct {
	tencentapi.ResponseHead

	TotalCount *int64
	BackupSet  backupSet
}

// backupSet records whether the response has the list, which may be empty or null.
type backupSet struct {
	present bool
	backups []InstanceBackup
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (s *backupSet) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	s.present = true
	return json.UnmarshalDecode(dec, &s.backups)
}

// page calls DescribeInstanceBackups once.
//
// Source: https://cloud.tencent.com/document/api/239/20011
func (c *Client) page(ctx context.Context, f InstanceBackupsFilter, offset int64) (*instanceBackupsResponse, error) {
	return tencentapi.Call[instanceBackupsResponse](ctx, c.api, "DescribeInstanceBackups", f.Region, instanceBackupsRequest{
		Limit: pageSize, Offset: offset,
		InstanceID: f.InstanceID, InstanceName: f.InstanceName, Status: f.Status,
		BeginTime: formatTime(f.Begin), EndTime: formatTime(f.End),
	})
}
