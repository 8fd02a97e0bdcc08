// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// backupModel is a backup as the API describes it. Its type and status are names, and
// its times are also in RFC 3339.
type backupModel struct {
	BackupID     types.String `tfsdk:"backup_id"`
	InstanceID   types.String `tfsdk:"instance_id"`
	InstanceName types.String `tfsdk:"instance_name"`
	Region       types.String `tfsdk:"region"`
	BackupType   types.String `tfsdk:"backup_type"`
	Status       types.String `tfsdk:"status"`
	Remark       types.String `tfsdk:"remark"`
	FileType     types.String `tfsdk:"file_type"`
	Locked       types.Int64  `tfsdk:"locked"`
	Encrypted    types.Bool   `tfsdk:"encrypted"`
	StartTime    types.String `tfsdk:"start_time"`
	EndTime      types.String `tfsdk:"end_time"`
	ExpireTime   types.String `tfsdk:"expire_time"`
	StartedAt    types.String `tfsdk:"started_at"`
	EndedAt      types.String `tfsdk:"ended_at"`
	ExpiresAt    types.String `tfsdk:"expires_at"`
	BackupSize   types.Int64  `tfsdk:"backup_size"`
	FullBackup   types.Int64  `tfsdk:"full_backup"`
	InstanceType types.Int64  `tfsdk:"instance_type"`
}

func newBackupModel(b redisapi.InstanceBackup) backupModel {
	m := backupModel{
		BackupID:     types.StringPointerValue(b.BackupID),
		InstanceID:   types.StringPointerValue(b.InstanceID),
		InstanceName: types.StringPointerValue(b.InstanceName),
		Region:       types.StringPointerValue(b.Region),
		Remark:       types.StringPointerValue(b.Remark),
		FileType:     types.StringPointerValue(b.FileType),
		Locked:       types.Int64PointerValue(b.Locked),
		Encrypted:    types.BoolPointerValue(b.Encrypted),
		StartTime:    types.StringPointerValue(b.StartTime),
		EndTime:      types.StringPointerValue(b.EndTime),
		ExpireTime:   types.StringPointerValue(b.ExpireTime),
		StartedAt:    rfc3339(b.StartTime),
		EndedAt:      rfc3339(b.EndTime),
		ExpiresAt:    rfc3339(b.ExpireTime),
		BackupSize:   types.Int64PointerValue(b.BackupSize),
		FullBackup:   types.Int64PointerValue(b.FullBackup),
		InstanceType: types.Int64PointerValue(b.InstanceType),
	}
	if b.BackupType != nil {
		m.BackupType = types.StringValue(redisapi.BackupType(*b.BackupType).String())
	}
	if b.Status != nil {
		m.Status = types.StringValue(redisapi.BackupStatus(*b.Status).String())
	}
	return m
}

// rfc3339 returns null if the API returned no time.
func rfc3339(apiTime *string) types.String {
	if apiTime == nil {
		return types.StringNull()
	}
	t, ok := redisapi.ParseTime(*apiTime)
	if !ok {
		return types.StringNull()
	}
	return types.StringValue(t.Format(time.RFC3339))
}

func backupAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	number := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"backup_id":     text("ID of the backup."),
		"instance_id":   text("ID of the instance."),
		"instance_name": text("Name of the instance."),
		"region":        text("Region of the backup."),
		"backup_type":   text("`automatic` or `manual`."),
		"status":        text("Status of the backup: `in_use`, `normal`, `exporting`, `exported`, `expired`, or `deleted`. Only `normal` and `exported` backups can be downloaded. A status that the provider does not know is the API's number."),
		"remark":        text("Remark made with the backup."),
		"file_type":     text("Format of the files, such as `RDB-Redis 6.2`."),
		"locked":        number("`1` if the backup is locked, `0` otherwise."),
		"encrypted":     schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the files are encrypted."},
		"start_time":    text("Time at which the backup began, as the API writes it (UTC+8)."),
		"end_time":      text("Time at which the backup was finished, as the API writes it (UTC+8)."),
		"expire_time":   text("Time at which the backup itself expires, as the API writes it (UTC+8)."),
		"started_at":    text("`start_time` in RFC 3339 (UTC); null if it is not a time."),
		"ended_at":      text("`end_time` in RFC 3339 (UTC); null if it is not a time."),
		"expires_at":    text("`expire_time` in RFC 3339 (UTC); null if it is not a time."),
		"backup_size":   number("For internal use by the API."),
		"full_backup":   number("For internal use by the API."),
		"instance_type": number("For internal use by the API."),
	}
}
