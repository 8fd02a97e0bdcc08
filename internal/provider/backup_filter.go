// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// backupFilterModel is backupFilterAttributes as a struct.
type backupFilterModel struct {
	InstanceID   types.String `tfsdk:"instance_id"`
	InstanceName types.String `tfsdk:"instance_name"`
	BeginTime    types.String `tfsdk:"begin_time"`
	EndTime      types.String `tfsdk:"end_time"`
	Status       types.Set    `tfsdk:"status"`
	BackupType   types.String `tfsdk:"backup_type"`
	Remark       types.String `tfsdk:"remark"`
	Region       types.String `tfsdk:"region"`
	Timeouts     types.Object `tfsdk:"timeouts"`
}

func backupFilterAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"instance_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups of this instance, such as `crs-4y9t57vt`.",
			Validators:          []validator.String{config.Validator(setting.CheckInstanceID)},
		},
		"instance_name": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups of instances whose name contains this text.",
			Validators:          []validator.String{config.Validator(setting.CheckIfSet)},
		},
		"begin_time": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups that began at or after this time (RFC 3339), such as `2026-11-01T00:00:00+08:00`.",
			Validators:          []validator.String{config.Validator(setting.CheckRFC3339)},
		},
		"end_time": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups that began at or before this time (RFC 3339).",
			Validators:          []validator.String{config.Validator(setting.CheckRFC3339)},
		},
		"status": schema.SetAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Only backups in one of these statuses: `in_use`, `normal`, `exporting`, `exported`, `expired`, or `deleted`.",
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(config.Validator(setting.OneOf("in_use", "normal", "exporting", "exported", "expired", "deleted")))},
		},
		"backup_type": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only `automatic` or only `manual` backups.",
			Validators:          []validator.String{config.Validator(setting.OneOf("automatic", "manual"))},
		},
		"remark": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only backups with exactly this remark, such as the one given to the action `tencentredis_backup_create`.",
			Validators:          []validator.String{config.Validator(setting.CheckIfSet)},
		},
		"region": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Region of the instances. Defaults to the provider's region. After a read, the region that was used.",
			Validators:          []validator.String{config.Validator(setting.CheckRegion)},
		},
		"timeouts": timeoutsAttribute(map[string]string{"read": "Maximum duration of the whole read, all pages and retries included, such as `30m`. Defaults to `20m`."}),
	}
}

// list returns the backups that match m, newest first, and sets m's region to
// the one that was used. If m has no status, backups match if they have one of
// the default statuses, or any if there is none.
func (m *backupFilterModel) list(ctx context.Context, data *providerData, defaults ...redisapi.BackupStatus) ([]backupModel, diag.Diagnostics) {
	region, diags := data.regionFor(m.Region)
	if diags.HasError() {
		return nil, diags
	}
	ctx, cancel, timeoutDiags := data.limit(ctx, m.Timeouts, "read", readTimeout)
	defer cancel()
	diags.Append(timeoutDiags...)
	filter, filterDiags := m.filter(ctx, region, defaults)
	diags.Append(filterDiags...)
	if diags.HasError() {
		return nil, diags
	}
	backups, err := data.redis.InstanceBackups(ctx, filter)
	if err != nil {
		return nil, diag.Diagnostics{backupsError(err, filter)}
	}
	m.Region = types.StringValue(region)
	models := make([]backupModel, len(backups))
	for i, b := range backups {
		models[i] = newBackupModel(b)
	}
	if filter.Begin != nil || filter.End != nil {
		var datedDiags diag.Diagnostics
		models, datedDiags = dated(models)
		diags.Append(datedDiags...)
	}
	return models, diags
}

// dated returns the backups whose start is known, and a warning about the others.
func dated(backups []backupModel) ([]backupModel, diag.Diagnostics) {
	known, undated := make([]backupModel, 0, len(backups)), []string(nil)
	for _, b := range backups {
		if b.StartedAt.IsNull() {
			undated = append(undated, b.summary())
		} else {
			known = append(known, b)
		}
	}
	if undated == nil {
		return known, nil
	}
	return known, diag.Diagnostics{diag.NewWarningDiagnostic("Redis Backup Without Start Time", fmt.Sprintf(
		"The API returned no time for the start of these backups, or one that is not as documented:\n%s\n\n"+
			"They were left out, since begin_time, end_time, or most_recent is set.", strings.Join(shown(undated), "\n")))}
}

func (m *backupFilterModel) filter(ctx context.Context, region string, defaults []redisapi.BackupStatus) (redisapi.InstanceBackupsFilter, diag.Diagnostics) {
	filter := redisapi.InstanceBackupsFilter{
		Region:       region,
		InstanceID:   m.InstanceID.ValueString(),
		InstanceName: m.InstanceName.ValueString(),
		Begin:        parseTime(m.BeginTime),
		End:          parseTime(m.EndTime),
		Status:       defaults,
		Type:         redisapi.BackupTypes[m.BackupType.ValueString()],
		Remark:       m.Remark.ValueString(),
	}
	if m.Status.IsNull() {
		return filter, nil
	}
	var names []string
	diags := m.Status.ElementsAs(ctx, &names, false)
	filter.Status = nil
	for _, name := range names {
		filter.Status = append(filter.Status, redisapi.BackupStatuses[name])
	}
	return filter, diags
}

// parseTime returns nil for null and unknown values. Validation has rejected all
// others that are not times.
func parseTime(s types.String) *time.Time {
	t, err := time.Parse(time.RFC3339, s.ValueString())
	if err != nil {
		return nil
	}
	return &t
}
