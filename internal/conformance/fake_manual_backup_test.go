// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// Every field of the SDK's types arrives, in its type.
func TestManualBackup(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{BackupTime: -1})
	client := newClient(t, s)
	begin := redis.NewManualBackupInstanceRequest()
	begin.InstanceId, begin.Remark, begin.StorageDays = new(fakeapi.DocumentInstanceID), new("before the upgrade"), new(int64(30))
	begun, err := client.ManualBackupInstance(begin)
	if err != nil {
		t.Fatal(err)
	}
	describe := redis.NewDescribeTaskInfoRequest()
	describe.TaskId = new(uint64(*begun.Response.TaskId))
	got, err := client.DescribeTaskInfo(describe)
	if err != nil {
		t.Fatal(err)
	}
	want := &redis.DescribeTaskInfoResponseParams{
		Status: new("succeed"), StartTime: got.Response.StartTime, TaskType: new("FLOW_BACKUPINSTANCE"),
		InstanceId: begin.InstanceId, TaskMessage: new(""), RequestId: new(s.Requests()[1].RequestID),
	}
	if diff := cmp.Diff(want, got.Response); diff != "" {
		t.Errorf("the response differs (-want +got):\n%s", diff)
	}
	list := redis.NewDescribeInstanceBackupsRequest()
	list.InstanceId = begin.InstanceId
	listed, err := client.DescribeInstanceBackups(list)
	if err != nil {
		t.Fatal(err)
	}
	if set := listed.Response.BackupSet; len(set) != 2 || *set[0].Remark != "before the upgrade" || *set[0].BackupType != "0" {
		t.Errorf("got %s", listed.ToJsonString())
	}
}
