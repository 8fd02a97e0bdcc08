// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command floor is a Terraform provider that does nothing: the least that a
// provider with a data source can cost. The benchmarks install it in place of the
// real provider, under the same address.
package main

import (
	"context"
	"log"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	err := providerserver.Serve(context.Background(), newFloor, providerserver.ServeOpts{
		Address: "registry.terraform.io/tencentredis/tencentredis",
	})
	if err != nil {
		log.Fatal(err)
	}
}

// floor has one data source, and nothing to configure.
type floor struct{}

func newFloor() provider.Provider { return floor{} }

func (floor) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tencentredis"
}

func (floor) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (floor) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (floor) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newBackupURL}
}

func (floor) Resources(context.Context) []func() resource.Resource { return nil }

// backupURL returns the same URL, as long as a real one, for each read.
type backupURL struct{}

func newBackupURL() datasource.DataSource { return backupURL{} }

type model struct {
	InstanceID  types.String   `tfsdk:"instance_id"`
	BackupID    types.String   `tfsdk:"backup_id"`
	DownloadURL []types.String `tfsdk:"download_url"`
}

func (backupURL) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_url"
}

func (backupURL) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"instance_id":  schema.StringAttribute{Required: true},
		"backup_id":    schema.StringAttribute{Required: true},
		"download_url": schema.ListAttribute{Computed: true, Sensitive: true, ElementType: types.StringType},
	}}
}

func (backupURL) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.DownloadURL = []types.String{types.StringValue(strings.Repeat("u", 420))}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
