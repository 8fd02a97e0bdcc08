// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// backupDownloadInput is backupDownloadArguments as a struct.
type backupDownloadInput struct {
	backupURLInput

	Directory        types.String `tfsdk:"directory"`
	Network          types.String `tfsdk:"network"`
	Connections      types.Number `tfsdk:"connections"`
	FirstByteTimeout types.String `tfsdk:"first_byte_timeout"`
	IdleTimeout      types.String `tfsdk:"idle_timeout"`

	final bool // whether it is for a final backup
}

// backupDownloadModel is backupDownloadSchema as a struct.
type backupDownloadModel struct {
	backupDownloadInput

	CheckOnRefresh  types.Bool   `tfsdk:"check_on_refresh"`
	DeleteOnDestroy types.Bool   `tfsdk:"delete_on_destroy"`
	Timeouts        types.Object `tfsdk:"timeouts"`

	Path        types.String `tfsdk:"path"`
	Files       types.List   `tfsdk:"files"`
	Fingerprint types.String `tfsdk:"fingerprint"`
}

type downloadedFileModel struct {
	FileName types.String `tfsdk:"file_name"`
	Path     types.String `tfsdk:"path"`
	FileSize types.Int64  `tfsdk:"file_size"`
	SHA256   types.String `tfsdk:"sha256"`
	Checked  types.Set    `tfsdk:"checked"`
	RDB      types.Object `tfsdk:"rdb"`
}

var downloadedFileType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"file_name": types.StringType, "path": types.StringType, "file_size": types.Int64Type,
	"sha256": types.StringType, "checked": types.SetType{ElemType: types.StringType}, "rdb": types.ObjectType{AttrTypes: rdbType},
}}

// path returns the folder for the files. Nothing but the disk sees an absolute path:
// a plan may be applied elsewhere.
func (m *backupDownloadInput) path() string {
	return filepath.ToSlash(filepath.Join(m.Directory.ValueString(), m.BackupID.ValueString()))
}

// sameBackup reports whether both are downloads of the same backup.
func (m *backupDownloadInput) sameBackup(other *backupDownloadInput) bool {
	return m.InstanceID.Equal(other.InstanceID) && m.BackupID.Equal(other.BackupID)
}

// advice describes the download for messages.
func (m *backupDownloadInput) advice(region string) advice.Download {
	return advice.Download{
		Instance: m.InstanceID.ValueString(), Backup: m.BackupID.ValueString(), Region: region,
		Internal: m.Network.ValueString() == networkInternal, LimitType: m.LimitType.ValueString(), Final: m.final,
	}
}

// fill sets what was downloaded. Files whose hashes were planned stay as they were.
func (m *backupDownloadModel) fill(ctx context.Context, l *listing, result *download.Result) diag.Diagnostics {
	planned, diags := m.files(ctx)
	kept := map[string]downloadedFileModel{}
	for _, f := range planned {
		kept[f.SHA256.ValueString()] = f
	}
	files := make([]downloadedFileModel, len(result.Files))
	for i, f := range result.Files {
		if k, ok := kept[f.SHA256]; ok && k.FileName.ValueString() == f.Name {
			files[i] = k
			continue
		}
		checked, d := types.SetValueFrom(ctx, types.StringType, f.Checked)
		diags.Append(d...)
		rdb, d := rdbObject(ctx, f.RDB)
		diags.Append(d...)
		files[i] = downloadedFileModel{
			FileName: types.StringValue(f.Name), Path: types.StringValue(m.path() + "/" + f.Name), FileSize: types.Int64Value(f.Size),
			SHA256: types.StringValue(f.SHA256), Checked: checked, RDB: rdb,
		}
	}
	if m.Region.ValueString() == "" { // otherwise, it must stay as configured
		m.Region = types.StringValue(l.request.Region)
	}
	m.Path = types.StringValue(m.path())
	m.Fingerprint = types.StringValue(l.fingerprint())
	diags.Append(m.setFiles(ctx, files)...)
	return diags
}

func (m *backupDownloadModel) setFiles(ctx context.Context, files []downloadedFileModel) (diags diag.Diagnostics) {
	m.Files, diags = types.ListValueFrom(ctx, downloadedFileType, files)
	return diags
}

// files returns the files in the plan or state; none if they are unknown.
func (m *backupDownloadModel) files(ctx context.Context) (files []downloadedFileModel, diags diag.Diagnostics) {
	if !m.Files.IsUnknown() {
		diags = m.Files.ElementsAs(ctx, &files, false)
	}
	return files, diags
}

// results returns the files in the state. Those that a refresh found missing or
// changed have no hash.
func (m *backupDownloadModel) results(ctx context.Context) ([]download.FileResult, diag.Diagnostics) {
	files, diags := m.files(ctx)
	results := make([]download.FileResult, len(files))
	for i, f := range files {
		results[i] = download.FileResult{Name: f.FileName.ValueString(), Size: f.FileSize.ValueInt64(), SHA256: f.SHA256.ValueString()}
	}
	return results, diags
}
