// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// MaxStorageDays is the maximum number of days that a backup can be kept.
const MaxStorageDays = 1825

// ManualBackupRequest is the input of ManualBackupInstance. InstanceID and Region
// are required.
type ManualBackupRequest struct {
	Region string `json:"-"` // X-TC-Region

	InstanceID  string `json:"InstanceId"`
	Remark      string `json:"Remark,omitempty"`
	StorageDays int64  `json:"StorageDays,omitzero"` // defaults to that of automatic backups, or 7
}

// manualBackupResponse is the output of ManualBackupInstance.
type manualBackupResponse struct {
	tencentapi.ResponseHead

	TaskID tencentapi.Required[int64] `json:"TaskId"` // see taskInfo; nil is null
}

// manualBackup calls ManualBackupInstance, which starts a backup. Two calls make
// two backups, so its errors are those of [tencentapi.CallOnce].
//
// Source: https://www.tencentcloud.com/document/product/239/32073
func (c *Client) manualBackup(ctx context.Context, r ManualBackupRequest) (*manualBackupResponse, error) {
	return tencentapi.CallOnce[manualBackupResponse](ctx, c.api, "ManualBackupInstance", r.Region, r)
}
