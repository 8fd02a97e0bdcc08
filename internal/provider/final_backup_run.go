// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// freshBackup is how old the backup of an earlier destroy may be. The data has changed
// since an older one.
const freshBackup = 2 * time.Hour

// backUp backs up the instance and downloads the backup, or continues what an earlier
// destroy began.
func (m *finalBackupModel) backUp(ctx context.Context, data *providerData) diag.Diagnostics {
	request := redisapi.ManualBackupRequest{
		Region: m.Region.ValueString(), InstanceID: m.InstanceID.ValueString(), Remark: m.BackupRemark.ValueString(), StorageDays: integer(m.StorageDays),
	}
	if diags := data.ready(); diags.HasError() {
		return diags
	}
	backup, err := data.redis.FindBackup(ctx, request, freshBackup)
	if err == nil && backup == nil {
		backup, err = data.redis.CreateBackup(ctx, request, data.pollInterval, func(p redisapi.BackupProgress) {
			tflog.Info(ctx, "Creating the final backup", map[string]any{"instance_id": request.InstanceID, "task_id": p.TaskID, "status": p.Status})
		})
	}
	if e, ok := errors.AsType[*tencentapi.Error](err); ok && e.Code == redisapi.CodeInstanceNotExists {
		return diag.Diagnostics{warningFrom(advice.InstanceGone(request.InstanceID, request.Region, e.RequestID))}
	}
	if err != nil {
		return diag.Diagnostics{createError(err, request)}
	}
	none := types.ListNull(types.StringType) // the account's own download restriction applies
	download := backupDownloadInput{
		backupURLInput: backupURLInput{
			InstanceID: m.InstanceID, BackupID: types.StringPointerValue(backup.BackupID), Region: m.Region,
			LimitVPC: none, LimitIP: none, WaitForAvailable: types.BoolValue(true),
		},
		Directory: m.Directory, Network: m.Network,
	}
	_, result, diags := download.download(ctx, data, "", download.logProgress(ctx))
	if diags.HasError() {
		return diags
	}
	var size int64
	for _, f := range result.Files {
		size += f.Size
	}
	done := advice.FinalBackup(download.advice(request.Region), download.path(), len(result.Files), size)
	return append(diags, warningFrom(done))
}
