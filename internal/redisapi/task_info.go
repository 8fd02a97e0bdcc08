// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TaskStatus is the status of a task.
type TaskStatus string

// The values of [TaskStatus] in the API's document.
const (
	TaskPreparing TaskStatus = "preparing"
	TaskRunning   TaskStatus = "running"
	TaskSucceeded TaskStatus = "succeed"
	TaskFailed    TaskStatus = "failed"
	TaskError     TaskStatus = "error"
)

// taskInfoResponse is the output of DescribeTaskInfo, in which nil is null.
type taskInfoResponse struct {
	tencentapi.ResponseHead

	Status      TaskStatus
	StartTime   *string // see ParseTime
	TaskMessage *string // why it failed, safe to show in a terminal
}

type taskInfoRequest struct {
	TaskID int64 `json:"TaskId"`
}

// taskInfo calls DescribeTaskInfo, which returns the status of a task. Its errors
// are those of [tencentapi.Call].
//
// Source: https://cloud.tencent.com/document/api/239/30601
func (c *Client) taskInfo(ctx context.Context, region string, taskID int64) (*taskInfoResponse, error) {
	response, err := tencentapi.Call[taskInfoResponse](ctx, c.api, "DescribeTaskInfo", region, taskInfoRequest{taskID})
	if err != nil {
		return nil, err
	}
	response.Status = TaskStatus(tencentapi.SafeMessage(string(response.Status)))
	response.TaskMessage = new(tencentapi.SafeMessage(deref(response.TaskMessage)))
	return response, nil
}
