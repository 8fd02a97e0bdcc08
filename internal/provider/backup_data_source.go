// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

var (
	_ datasource.DataSourceWithConfigure        = (*backupDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*backupDataSource)(nil)
)

type backupDataSource struct{ configuredDataSource }

func newBackupDataSource() datasource.DataSource { return &backupDataSource{} }

type oneBackupModel struct {
	backupFilterModel

	BackupID   types.String `tfsdk:"backup_id"`
	MostRecent types.Bool   `tfsdk:"most_recent"`
	Backup     *backupModel `tfsdk:"backup"`
}

func (d *backupDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup"
}

func (d *backupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := backupFilterAttributes()
	attributes["backup_id"] = schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: "Only the backup with this id. Read back, it is the id of the one that was found.",
		Validators:          []validator.String{validators.IfSet},
	}
	attributes["most_recent"] = schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: "Whether to take the newest where several match. Without it, several are an error.",
	}
	attributes["backup"] = schema.SingleNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The backup.",
		Attributes:          backupAttributes(),
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds one backup of a Redis instance (API action `DescribeInstanceBackups`). Unless `status` says otherwise, only backups that can be downloaded are considered.",
		Attributes:          attributes,
	}
}

func (d *backupDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{timeSpanRule{}}
}

func (d *backupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m oneBackupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	backups, diags := m.list(ctx, d.provider, redisapi.BackupNormal, redisapi.BackupExported)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.choose(backups)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// choose takes the one backup that matches, or says how many do and how to
// narrow.
func (m *oneBackupModel) choose(backups []backupModel) diag.Diagnostics {
	which := "backup"
	if !m.BackupID.IsNull() {
		which = "backup " + m.BackupID.String()
		backups = slices.DeleteFunc(backups, func(b backupModel) bool { return !b.BackupID.Equal(m.BackupID) })
	}
	where := "in region " + m.Region.String()
	if !m.InstanceID.IsNull() {
		where = "of instance " + m.InstanceID.String() + " " + where
	}
	switch {
	case len(backups) == 0:
		return diag.Diagnostics{diag.NewErrorDiagnostic("No Redis Backup Found", fmt.Sprintf(
			"No %s %s matches.\n\nCheck the ids, the region and the times. Unless status says otherwise, "+
				"only backups that can be downloaded (status 2 or 4) are considered; the data source tencentredis_backups shows all.", which, where))}
	case len(backups) > 1 && !m.MostRecent.ValueBool():
		return diag.Diagnostics{diag.NewErrorDiagnostic("More Than One Redis Backup Found", fmt.Sprintf(
			"%d backups %s match, from %s (%s) to %s (%s), and one is wanted.\n\nSet most_recent = true for the newest, or narrow with backup_id, "+
				"instance_id, begin_time and end_time, status or backup_type.", len(backups), where,
			backups[0].BackupID, backups[0].StartedAt, backups[len(backups)-1].BackupID, backups[len(backups)-1].StartedAt))}
	}
	m.Backup, m.BackupID = &backups[0], backups[0].BackupID
	return nil
}
