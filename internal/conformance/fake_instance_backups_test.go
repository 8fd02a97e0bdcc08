// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// listService returns a service with 250 daily backups of one instance.
func listService(t *testing.T) (*service, time.Time) {
	t.Helper()
	newest := time.Date(2026, time.May, 31, 18, 0, 48, 0, time.UTC)
	backups := fakeapi.NewBackups(250, newest, 24*time.Hour)
	backups[0].Remark, backups[0].Size = "nightly", 537
	return newService(t, fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
		{ID: "crs-ei43p3gr", Name: "testbackup", Region: "ap-guangzhou", Version: "6.2", Backups: backups},
	}}), newest
}

// Every field of the SDK's type arrives, in its type.
func TestInstanceBackups(t *testing.T) {
	t.Parallel()
	s, _ := listService(t)
	r := redis.NewDescribeInstanceBackupsRequest()
	r.InstanceId, r.InstanceName = new("crs-ei43p3gr"), new("backup")
	r.BeginTime, r.EndTime = new("2026-06-01 02:00:48"), new("2026-06-30 02:00:48")
	r.Status = []*int64{new(int64(2)), new(int64(-1))}
	r.Limit, r.Offset = new(int64(100)), new(int64(0))
	response, err := newClientIn(t, s, "ap-guangzhou").DescribeInstanceBackups(r)
	if err != nil {
		t.Fatal(err)
	}
	want := &redis.DescribeInstanceBackupsResponseParams{
		TotalCount: new(int64(1)),
		BackupSet: []*redis.RedisBackupSet{{
			BackupId: new("678362566696298533000250"), InstanceId: new("crs-ei43p3gr"), InstanceName: new("testbackup"),
			Region: new("ap-guangzhou"), InstanceType: new(int64(16)), FileType: new("RDB-Redis 6.2"),
			StartTime: new("2026-06-01 02:00:48"), EndTime: new("2026-06-01 02:01:09"), ExpireTime: new("2026-06-08 02:00:48"),
			BackupType: new("1"), Status: new(int64(2)), Remark: new("nightly"), Locked: new(int64(0)),
			BackupSize: new(int64(537)), FullBackup: new(int64(0)),
		}},
		RequestId: new(s.Requests()[0].RequestID),
	}
	if diff := cmp.Diff(want, response.Response); diff != "" {
		t.Errorf("the response differs (-want +got):\n%s", diff)
	}
}

func TestInstanceBackupsInPages(t *testing.T) {
	t.Parallel()
	s, newest := listService(t)
	client := newClientIn(t, s, "ap-guangzhou")
	seen := map[string]bool{}
	last := ""
	for offset := int64(0); ; offset += 100 {
		r := redis.NewDescribeInstanceBackupsRequest()
		r.Limit, r.Offset = new(int64(100)), new(offset)
		response, err := client.DescribeInstanceBackups(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, backup := range response.Response.BackupSet {
			if last != "" && *backup.StartTime >= last {
				t.Errorf("a backup of %s comes after one of %s", *backup.StartTime, last)
			}
			last = *backup.StartTime
			seen[*backup.BackupId] = true
		}
		if offset+100 >= *response.Response.TotalCount {
			break
		}
	}
	if len(seen) != 250 || len(s.Requests()) != 3 {
		t.Errorf("got %d backups with %d requests, want 250 with 3", len(seen), len(s.Requests()))
	}
	if want := newest.AddDate(0, 0, -249).Add(8 * time.Hour).Format(time.DateTime); last != want {
		t.Errorf("the oldest is of %s, want %s", last, want)
	}
}
