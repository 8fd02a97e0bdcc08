// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
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
	attributes["instance_id"] = schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: "Only backups of this instance, such as `crs-4y9t57vt`. After a read, the instance of the backup.",
		Validators:          []validator.String{config.Validator(setting.CheckInstanceID)},
	}
	attributes["instance_name"] = schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: "Only backups of instances whose name contains this text. It is an error if backups of several instances match.",
		Validators:          []validator.String{config.Validator(setting.CheckIfSet)},
	}
	attributes["backup_id"] = schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: "Only the backup with this ID. After a read, the ID of the backup.",
		Validators:          []validator.String{config.Validator(setting.CheckIfSet)},
	}
	attributes["most_recent"] = schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to choose the newest backup if several of one instance match. Defaults to `false`, which makes it an error."}
	attributes["backup"] = schema.SingleNestedAttribute{
		Computed:            true,
		MarkdownDescription: "Backup that was found.",
		Attributes:          backupAttributes(),
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds one backup of a Redis instance (API action `DescribeInstanceBackups`). Unless `status` is set, only backups that can be downloaded are considered.",
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
