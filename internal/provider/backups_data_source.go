// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ datasource.DataSourceWithConfigure        = (*backupsDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*backupsDataSource)(nil)
)

type backupsDataSource struct{ configuredDataSource }

func newBackupsDataSource() datasource.DataSource { return &backupsDataSource{} }

type backupsModel struct {
	backupFilterModel

	Backups    []backupModel `tfsdk:"backups"`
	TotalCount types.Int64   `tfsdk:"total_count"`
}

func (d *backupsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backups"
}

func (d *backupsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := backupFilterAttributes()
	attributes["backups"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "Backups, newest first; empty if none matches.",
		NestedObject:        schema.NestedAttributeObject{Attributes: backupAttributes()},
	}
	attributes["total_count"] = schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of backups in `backups`."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the backups of Redis instances (API action `DescribeInstanceBackups`).",
		Attributes:          attributes,
	}
}

func (d *backupsDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{timeSpanRule{}}
}

func (d *backupsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m backupsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	backups, diags := m.list(ctx, d.provider)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Backups, m.TotalCount = backups, types.Int64Value(int64(len(backups)))
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
