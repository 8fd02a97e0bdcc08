// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// backupModel is one backup as the API describes it, with its state in words
// and its times in RFC 3339 beside the API's own.
type backupModel struct {
	BackupID     types.String `tfsdk:"backup_id"`
	InstanceID   types.String `tfsdk:"instance_id"`
	InstanceName types.String `tfsdk:"instance_name"`
	Region       types.String `tfsdk:"region"`
	BackupType   types.String `tfsdk:"backup_type"`
	Status       types.Int64  `tfsdk:"status"`
	StatusName   types.String `tfsdk:"status_name"`
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
		BackupType:   types.StringPointerValue(b.BackupType),
		Status:       types.Int64PointerValue(b.Status),
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
	if b.Status != nil {
		m.StatusName = types.StringValue(redisapi.BackupStatus(*b.Status).String())
	}
	return m
}

// rfc3339 is null for what the API did not tell, or not as a time.
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
	return map[string]schema.Attribute{
		"backup_id":     schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the backup."},
		"instance_id":   schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the instance."},
		"instance_name": schema.StringAttribute{Computed: true, MarkdownDescription: "The name of the instance."},
		"region":        schema.StringAttribute{Computed: true, MarkdownDescription: "The region of the backup."},
		"backup_type":   schema.StringAttribute{Computed: true, MarkdownDescription: "`1`: made by the instance's schedule; `0`: made by hand."},
		"status":        schema.Int64Attribute{Computed: true, MarkdownDescription: "The state of the backup, as the API numbers it; `2` and `4` can be downloaded."},
		"status_name":   schema.StringAttribute{Computed: true, MarkdownDescription: "The state in words: `in_use` (1), `normal` (2), `exporting` (3), `exported` (4), `expired` (-1), `deleted` (-2), or `unknown`."},
		"remark":        schema.StringAttribute{Computed: true, MarkdownDescription: "The remark that was made with the backup."},
		"file_type":     schema.StringAttribute{Computed: true, MarkdownDescription: "The format of the files, for example `RDB-Redis 6.2`."},
		"locked":        schema.Int64Attribute{Computed: true, MarkdownDescription: "`1` where the backup is locked, else `0`."},
		"encrypted":     schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the files are encrypted."},
		"start_time":    schema.StringAttribute{Computed: true, MarkdownDescription: "When the backup was begun, as the API writes it (UTC+8)."},
		"end_time":      schema.StringAttribute{Computed: true, MarkdownDescription: "When the backup was finished, as the API writes it (UTC+8)."},
		"expire_time":   schema.StringAttribute{Computed: true, MarkdownDescription: "When the backup itself goes away, as the API writes it (UTC+8)."},
		"started_at":    schema.StringAttribute{Computed: true, MarkdownDescription: "`start_time` in RFC 3339 (UTC); null where it is not a time."},
		"ended_at":      schema.StringAttribute{Computed: true, MarkdownDescription: "`end_time` in RFC 3339 (UTC); null where it is not a time."},
		"expires_at":    schema.StringAttribute{Computed: true, MarkdownDescription: "`expire_time` in RFC 3339 (UTC); null where it is not a time."},
		"backup_size":   schema.Int64Attribute{Computed: true, MarkdownDescription: "A field that the API calls internal."},
		"full_backup":   schema.Int64Attribute{Computed: true, MarkdownDescription: "A field that the API calls internal."},
		"instance_type": schema.Int64Attribute{Computed: true, MarkdownDescription: "A field that the API calls internal."},
	}
}

// backupFilterModel is backupFilterAttributes as a struct.
type backupFilterModel struct {
	InstanceID   types.String `tfsdk:"instance_id"`
	InstanceName types.String `tfsdk:"instance_name"`
	BeginTime    types.String `tfsdk:"begin_time"`
	EndTime      types.String `tfsdk:"end_time"`
	Status       types.Set    `tfsdk:"status"`
	BackupType   types.String `tfsdk:"backup_type"`
	Region       types.String `tfsdk:"region"`
}

func backupFilterAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"instance_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups of this instance, for example `crs-4y9t57vt`.",
			Validators:          []validator.String{validators.InstanceID},
		},
		"instance_name": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups of instances with this text in their name.",
			Validators:          []validator.String{validators.IfSet},
		},
		"begin_time": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups begun at or after this time (RFC 3339, for example `2026-11-01T00:00:00+08:00`).",
			Validators:          []validator.String{validators.RFC3339},
		},
		"end_time": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups begun at or before this time (RFC 3339).",
			Validators:          []validator.String{validators.RFC3339},
		},
		"status": schema.SetAttribute{
			Optional:            true,
			ElementType:         types.Int64Type,
			MarkdownDescription: "Only backups in one of these states, as the API numbers them: `1` in use, `2` normal, `3` being exported, `4` exported, `-1` expired, `-2` deleted.",
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueInt64sAre(int64validator.OneOf(1, 2, 3, 4, -1, -2))},
		},
		"backup_type": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups made by the instance's schedule (`1`) or by hand (`0`).",
			Validators:          []validator.String{stringvalidator.OneOf("0", "1")},
		},
		"region": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "The region to look in. Default: the provider's region. Read back, it is the region that was used.",
			Validators:          []validator.String{validators.Region},
		},
	}
}

// list asks the API for the backups that m lets through, newest first, and
// sets m's region to the one that was used. A state that m does not name is
// looked for where it is among the defaults, or anywhere if there are none.
func (m *backupFilterModel) list(ctx context.Context, data *providerData, defaults ...redisapi.BackupStatus) ([]backupModel, diag.Diagnostics) {
	diags := data.ready()
	if diags.HasError() {
		return nil, diags
	}
	region, d := data.regionFor(m.Region)
	if d != nil {
		return nil, diag.Diagnostics{d}
	}
	filter := redisapi.InstanceBackupsFilter{
		Region:       region,
		InstanceID:   m.InstanceID.ValueString(),
		InstanceName: m.InstanceName.ValueString(),
		Begin:        parseRFC3339(m.BeginTime),
		End:          parseRFC3339(m.EndTime),
		Status:       defaults,
	}
	if !m.Status.IsNull() {
		var numbers []int64
		diags.Append(m.Status.ElementsAs(ctx, &numbers, false)...)
		filter.Status = nil
		for _, n := range numbers {
			filter.Status = append(filter.Status, redisapi.BackupStatus(n))
		}
	}
	if diags.HasError() {
		return nil, diags
	}
	backups, err := data.redis.InstanceBackups(maskSecrets(ctx, data.secrets), filter)
	if err != nil {
		return nil, diag.Diagnostics{backupsError(err, filter)}
	}
	m.Region = types.StringValue(region)
	models := []backupModel{}
	for _, b := range backups {
		model := newBackupModel(b)
		if m.BackupType.IsNull() || model.BackupType.Equal(m.BackupType) {
			models = append(models, model)
		}
	}
	return models, diags
}

// parseRFC3339 returns nil for null and unknown; validation has seen the rest.
func parseRFC3339(s types.String) *time.Time {
	t, err := time.Parse(time.RFC3339, s.ValueString())
	if err != nil {
		return nil
	}
	return &t
}
