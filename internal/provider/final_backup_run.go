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

// accountKey is the key of the instance's account in the private state.
const accountKey = "account"

// accountTimeout limits a question to STS, which some networks do not reach.
const accountTimeout = 20 * time.Second

// accountID returns the ID of the credentials' account, or "" if STS does not say.
func (d *providerData) accountID(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, accountTimeout)
	defer cancel()
	id, err := d.account(ctx)
	if err != nil {
		tflog.Warn(ctx, "The account of the credentials is not known", map[string]any{"error": err.Error()})
		return ""
	}
	return id
}

// backUp backs up the instance, which was in that account, and downloads the backup,
// or continues what an earlier destroy began.
func (m *finalBackupModel) backUp(ctx context.Context, data *providerData, account string) diag.Diagnostics {
	request := redisapi.ManualBackupRequest{
		Region: m.Region.ValueString(), InstanceID: m.InstanceID.ValueString(), Remark: m.BackupRemark.ValueString(), StorageDays: integer(m.StorageDays),
	}
	if diags := data.ready(); diags.HasError() {
		return diags
	}
	backup, err := data.redis.FindBackup(ctx, request, freshBackup)
	if e, ok := errors.AsType[*tencentapi.Error](err); ok && e.Code == redisapi.CodeInstanceNotExists {
		return diag.Diagnostics{m.notFound(e, account, data.accountID(ctx))}
	}
	if err == nil && backup == nil {
		backup, err = data.redis.CreateBackup(ctx, request, data.pollInterval, func(p redisapi.BackupProgress) {
			tflog.Info(ctx, "Creating the final backup", map[string]any{"instance_id": request.InstanceID, "task_id": p.TaskID, "status": p.Status})
		})
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
		Directory: m.Directory, Network: m.Network, final: true,
	}
	_, result, diags := download.download(ctx, data, "", download.logProgress(ctx))
	if diags.HasError() {
		return diags
	}
	done := advice.FinalBackup(download.advice(request.Region), download.path(), len(result.Files), result.Size())
	return append(diags, warningFrom(done))
}

// notFound returns a warning about an instance that is gone. If the credentials do not
// belong to its account, or that is not known, it may still exist: that is an error.
func (m *finalBackupModel) notFound(err *tencentapi.Error, account, now string) diag.Diagnostic {
	instance, region := m.InstanceID.ValueString(), m.Region.ValueString()
	if account != "" && account == now {
		return warningFrom(advice.InstanceGone(instance, region, err.RequestID))
	}
	d := backupsError(err, redisapi.InstanceBackupsFilter{InstanceID: instance, Region: region})
	return errorFrom(advice.NotGone(d.Summary(), d.Detail(), account, now))
}
