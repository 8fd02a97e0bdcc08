// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var creating = Operation{
	Summary: "Unable to Create", Doing: "Creating x", Action: "ManualBackupInstance",
	Instance: "crs-1", Region: "ap-chengdu", Arguments: []string{"instance_id", "region"},
}

// TestManualBackup pins the texts about a backup that may have been made.
func TestManualBackup(t *testing.T) {
	t.Parallel()
	refusal := &tencentapi.Error{Action: "DescribeTaskInfo", Code: "UnauthorizedOperation.NoCAMAuthed", Message: "no", RequestID: "r-1"}
	started := func(task int64, status redisapi.TaskStatus, err error) error {
		return &redisapi.StartedBackupError{Remark: "before v2", TaskID: task, Status: status, Err: err}
	}
	const list = `"tccli redis DescribeInstanceBackups --region ap-chengdu --InstanceId crs-1"`
	const find = `Find the backup by its remark "before v2", with the data source tencentredis_backups or ` + list + `.`
	const check = `Before you take another backup, check whether there is one with remark "before v2". The data source tencentredis_backups or ` + list + ` lists the backups.`
	tests := map[string]struct {
		err    error
		detail string
	}{
		"failed task": {
			&redisapi.FailedTaskError{TaskID: 7, Status: "failed", Message: "disk [2Jfull", RequestID: "r-1"},
			`Creating x failed. The backup task ended without a backup.

See the message below, and check the instance in the console before you try again. If it persists, open a ticket at https://console.cloud.tencent.com/workorder and quote the request ID.

Task ID: 7
Status: failed
Message: disk [2Jfull
Request ID: r-1`,
		},
		"interrupted": {
			started(7, "running", &tencentapi.ConnectionError{Host: "h", Err: context.Canceled}),
			"Creating x failed. It was interrupted. The backup continues in the cloud, as task 7.\n\n" + find + "\n\nHost: h\nTask ID: 7\nLast status: running",
		},
		"interrupted in the request": {
			started(0, "", &tencentapi.UncertainError{Err: &tencentapi.ConnectionError{Host: "h", Err: context.Canceled}}),
			"Creating x failed. It was interrupted. The backup may have been started all the same.\n\n" + check + "\n\nHost: h",
		},
		"timeout": {
			started(7, "running", &TimeoutError{"timeouts.invoke", time.Hour}),
			"Creating x failed. It took longer than timeouts.invoke allows (1h0m0s). The backup continues in the cloud, as task 7.\n\n" +
				"Raise timeouts.invoke, or see below what takes so long. " + find + "\n\nTask ID: 7\nLast status: running",
		},
		"status not allowed": {
			started(7, "", refusal),
			"Creating x failed. The credentials are not allowed to do this. The backup continues in the cloud, as task 7.\n\n" +
				"Ask the account's administrator for a CAM policy that allows redis:DescribeTaskInfo on qcs::redis:ap-chengdu:uin/ACCOUNT:instance/crs-1. " + find +
				"\n\nCode: UnauthorizedOperation.NoCAMAuthed\nMessage: no\nRequest ID: r-1\nTask ID: 7",
		},
		"not listed": {
			started(7, "succeed", redisapi.ErrNotListed),
			"Creating x failed. The task succeeded, but the list of backups has no new backup with this remark. The backup itself was made.\n\n" + find +
				"\n\nTask ID: 7\nLast status: succeed",
		},
		"lost": {
			started(0, "", &tencentapi.UncertainError{Err: &tencentapi.ResponseError{Host: "h", StatusCode: 200, Reason: "the response was truncated after 9 bytes"}}),
			"Creating x failed. The response did not come from the Redis API, or it was truncated. The backup may have been started all the same.\n\n" +
				"Check for a proxy between this machine and the API. Check endpoints.redis, domain, and protocol in the provider block and the environment: they must point to the Redis API. " + check +
				"\n\nHost: h\nHTTP status: 200\nCause: the response was truncated after 9 bytes",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(Advice{Summary: "Unable to Create", Detail: tt.detail}, creating.Explain(tt.err)); diff != "" {
				t.Errorf("advice (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManualBackup_codes has each code in the document of ManualBackupInstance.
func TestManualBackup_codes(t *testing.T) {
	t.Parallel()
	for code, word := range map[string]string{ // "": the words are those of the guide on errors
		"FailedOperation.CommitFlowError":            "",
		"FailedOperation.SystemError":                "",
		"InternalError.InternalError":                "",
		"InvalidParameter.InvalidParameter":          "storage_days",
		"InvalidParameter.PermissionDenied":          "redis:ManualBackupInstance",
		"ResourceNotFound.InstanceNotExists":         "",
		"ResourceUnavailable.InstanceLockedError":    "",
		"ResourceUnavailable.InstanceStateError":     "",
		"ResourceUnavailable.InstanceStatusAbnormal": "",
		"UnauthorizedOperation.NoCAMAuthed":          "redis:ManualBackupInstance",
	} {
		a := creating.Explain(&tencentapi.Error{Action: "ManualBackupInstance", Code: code})
		assertContains(t, a.Detail, word)
		if strings.ContainsAny(a.Detail, "{}`") || strings.Contains(a.Detail, "limit_") {
			t.Errorf("%s has a placeholder, a backtick, or another action's argument: %s", code, a.Detail)
		}
		if instance := strings.Contains(code, "Instance") && !strings.Contains(code, "Parameter"); instance != (a.Attribute == "instance_id") {
			t.Errorf("%s is attached to %q", code, a.Attribute)
		}
	}
}
