// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// backupURL has the attributes of the real data source, and returns the same
// made-up file for each read.
type backupURL struct{}

func newBackupURL() datasource.DataSource { return backupURL{} }

func (backupURL) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_url"
}

func (backupURL) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	urls := schema.ListAttribute{Computed: true, Sensitive: true, ElementType: types.StringType}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"instance_id":           schema.StringAttribute{Required: true},
		"backup_id":             schema.StringAttribute{Required: true},
		"region":                schema.StringAttribute{Optional: true, Computed: true},
		"limit_type":            schema.StringAttribute{Optional: true},
		"vpc_comparison_symbol": schema.StringAttribute{Optional: true},
		"ip_comparison_symbol":  schema.StringAttribute{Optional: true},
		"limit_vpc": schema.ListNestedAttribute{
			Optional: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"region":   schema.StringAttribute{Required: true},
				"vpc_list": schema.ListAttribute{Required: true, ElementType: types.StringType},
			}},
		},
		"limit_ip":           schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"wait_for_available": schema.BoolAttribute{Optional: true},
		"timeouts": schema.SingleNestedAttribute{
			Optional:   true,
			Attributes: map[string]schema.Attribute{"read": schema.StringAttribute{Optional: true}},
		},
		"backup_infos": schema.ListNestedAttribute{
			Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"file_name":          schema.StringAttribute{Computed: true},
				"file_size":          schema.Int64Attribute{Computed: true},
				"download_url":       schema.StringAttribute{Computed: true, Sensitive: true},
				"inner_download_url": schema.StringAttribute{Computed: true, Sensitive: true},
			}},
		},
		"download_url":       urls,
		"inner_download_url": urls,
		"filenames":          schema.ListAttribute{Computed: true, ElementType: types.StringType},
		"request_id":         schema.StringAttribute{Computed: true},
		"fingerprint":        schema.StringAttribute{Computed: true},
		"expires_at":         schema.StringAttribute{Computed: true},
	}}
}

// model is the schema as a struct.
type model struct {
	InstanceID          types.String `tfsdk:"instance_id"`
	BackupID            types.String `tfsdk:"backup_id"`
	Region              types.String `tfsdk:"region"`
	LimitType           types.String `tfsdk:"limit_type"`
	VPCComparisonSymbol types.String `tfsdk:"vpc_comparison_symbol"`
	IPComparisonSymbol  types.String `tfsdk:"ip_comparison_symbol"`
	LimitVPC            types.List   `tfsdk:"limit_vpc"`
	LimitIP             types.List   `tfsdk:"limit_ip"`
	WaitForAvailable    types.Bool   `tfsdk:"wait_for_available"`
	Timeouts            types.Object `tfsdk:"timeouts"`

	BackupInfos      []backupInfo   `tfsdk:"backup_infos"`
	DownloadURL      []types.String `tfsdk:"download_url"`
	InnerDownloadURL []types.String `tfsdk:"inner_download_url"`
	Filenames        []types.String `tfsdk:"filenames"`
	RequestID        types.String   `tfsdk:"request_id"`
	Fingerprint      types.String   `tfsdk:"fingerprint"`
	ExpiresAt        types.String   `tfsdk:"expires_at"`
}

type backupInfo struct {
	FileName         types.String `tfsdk:"file_name"`
	FileSize         types.Int64  `tfsdk:"file_size"`
	DownloadURL      types.String `tfsdk:"download_url"`
	InnerDownloadURL types.String `tfsdk:"inner_download_url"`
}

func (backupURL) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.fill()
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// fill sets one file, whose texts are as long as real ones.
func (m *model) fill() {
	name := types.StringValue(strings.Repeat("n", nameLength))
	url := types.StringValue(strings.Repeat("u", urlLength))
	m.Region = types.StringValue("ap-chengdu")
	m.BackupInfos = []backupInfo{{FileName: name, FileSize: types.Int64Value(1), DownloadURL: url, InnerDownloadURL: url}}
	m.DownloadURL = []types.String{url}
	m.InnerDownloadURL = []types.String{url}
	m.Filenames = []types.String{name}
	m.RequestID = types.StringValue(strings.Repeat("r", 36))
	m.Fingerprint = types.StringValue(strings.Repeat("f", 64))
	m.ExpiresAt = types.StringValue("2026-01-01T00:00:00Z")
}

// The lengths of a file's name and of a signed URL.
const (
	nameLength = 60
	urlLength  = 420
)
