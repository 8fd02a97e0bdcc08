// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// backupDownloadInput is backupDownloadArguments as a struct.
type backupDownloadInput struct {
	backupURLInput

	Directory types.String `tfsdk:"directory"`
	Network   types.String `tfsdk:"network"`
}

// backupDownloadModel is backupDownloadSchema as a struct.
type backupDownloadModel struct {
	backupDownloadInput

	DeleteOnDestroy types.Bool     `tfsdk:"delete_on_destroy"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`

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
}

var downloadedFileType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"file_name": types.StringType, "path": types.StringType, "file_size": types.Int64Type,
	"sha256": types.StringType, "checked": types.SetType{ElemType: types.StringType},
}}

// known reports whether the arguments that select the download are known. The
// region is checked separately.
func (m *backupDownloadInput) known(ctx context.Context) bool {
	for _, v := range []attr.Value{
		m.InstanceID, m.BackupID, m.Directory, m.Network,
		m.LimitType, m.VPCComparisonSymbol, m.IPComparisonSymbol, m.LimitVPC, m.LimitIP,
	} {
		if value, err := v.ToTerraformValue(ctx); err != nil || !value.IsFullyKnown() {
			return false
		}
	}
	return true
}

// listing holds the files of a backup as the API lists them.
type listing struct {
	input    *backupDownloadInput
	data     *providerData
	request  redisapi.BackupURLRequest
	response *redisapi.BackupURLResponse
	files    []download.File
}

// list requests the files. It returns an error if they cannot be downloaded.
func (m *backupDownloadInput) list(ctx context.Context, data *providerData) (*listing, diag.Diagnostics) {
	region, diags := data.regionFor(m.Region)
	if diags.HasError() {
		return nil, diags
	}
	request, diags := m.request(ctx, region)
	if diags.HasError() {
		return nil, diags
	}
	l := &listing{input: m, data: data, request: request}
	if err := l.read(ctx); err != nil {
		diags.Append(errorFrom(m.advice(region).Explain(err)))
	}
	return l, diags
}

// read requests the files and checks the response.
func (l *listing) read(ctx context.Context) error {
	response, err := readBackupURL(ctx, l.data, l.request, false)
	if err != nil {
		return err
	}
	if len(response.BackupInfos) == 0 {
		return &advice.ListingError{Problem: advice.NoFiles, RequestID: response.RequestID}
	}
	files := make([]download.File, len(response.BackupInfos))
	for i, info := range response.BackupInfos {
		if info.FileName == nil {
			return &advice.ListingError{Problem: advice.NoFileName, RequestID: response.RequestID}
		}
		files[i] = download.File{Name: *info.FileName}
		if info.FileSize != nil {
			files[i].Size = max(*info.FileSize, 0)
		}
		if l.pick(info) == "" {
			return &advice.ListingError{Problem: advice.NoFileURL, File: files[i].Name, RequestID: response.RequestID}
		}
	}
	if l.files != nil && !slices.Equal(l.files, files) {
		return &advice.ListingError{Problem: advice.OtherFiles, RequestID: response.RequestID}
	}
	l.response, l.files = response, files
	return download.CheckNames(l.request.BackupID, files)
}

// advice describes the download for messages.
func (m *backupDownloadInput) advice(region string) advice.Download {
	return advice.Download{
		Instance: m.InstanceID.ValueString(), Backup: m.BackupID.ValueString(), Region: region,
		Internal: m.Network.ValueString() == networkInternal, LimitType: m.LimitType.ValueString(),
	}
}

// pick returns the URL for the network.
func (l *listing) pick(info redisapi.BackupInfo) string {
	u := info.DownloadURL
	if l.input.Network.ValueString() == networkInternal {
		u = info.InnerDownloadURL
	}
	if u == nil {
		return ""
	}
	return *u
}

// fingerprint returns the same fingerprint as the data source.
func (l *listing) fingerprint() string {
	m := backupURLModel{backupURLInput: l.input.backupURLInput}
	m.fill(l.request, l.response)
	return m.Fingerprint.ValueString()
}

// plan sets what is known before the download.
func (m *backupDownloadModel) plan(ctx context.Context, l *listing) diag.Diagnostics {
	directory, err := absolutePath(m.Directory.ValueString())
	if err != nil {
		return diag.Diagnostics{errorFrom(m.advice(l.request.Region).Explain(err))}
	}
	folder := filepath.Join(directory, l.request.BackupID)
	files := make([]downloadedFileModel, len(l.files))
	for i, f := range l.files {
		files[i] = downloadedFileModel{
			FileName: types.StringValue(f.Name), Path: types.StringValue(filepath.Join(folder, f.Name)),
			FileSize: types.Int64Unknown(), SHA256: types.StringUnknown(), Checked: types.SetUnknown(types.StringType),
		}
		if f.Size > 0 {
			files[i].FileSize = types.Int64Value(f.Size)
		}
	}
	return m.set(ctx, l, folder, files)
}

// fill sets what was downloaded.
func (m *backupDownloadModel) fill(ctx context.Context, l *listing, directory string, result *download.Result) diag.Diagnostics {
	directory, err := absolutePath(directory)
	if err != nil {
		return diag.Diagnostics{errorFrom(m.advice(l.request.Region).Explain(err))}
	}
	var diags diag.Diagnostics
	folder := filepath.Join(directory, l.request.BackupID)
	files := make([]downloadedFileModel, len(result.Files))
	for i, f := range result.Files {
		checked, d := types.SetValueFrom(ctx, types.StringType, f.Checked)
		diags.Append(d...)
		files[i] = downloadedFileModel{
			FileName: types.StringValue(f.Name), Path: types.StringValue(filepath.Join(folder, f.Name)), FileSize: types.Int64Value(f.Size),
			SHA256: types.StringValue(f.SHA256), Checked: checked,
		}
	}
	return append(diags, m.set(ctx, l, folder, files)...)
}

func (m *backupDownloadModel) set(ctx context.Context, l *listing, folder string, files []downloadedFileModel) (diags diag.Diagnostics) {
	if m.Region.ValueString() == "" { // otherwise, it must stay as configured
		m.Region = types.StringValue(l.request.Region)
	}
	m.Path = types.StringValue(folder)
	m.Fingerprint = types.StringValue(l.fingerprint())
	m.Files, diags = types.ListValueFrom(ctx, downloadedFileType, files)
	return diags
}

// results returns the files in the plan or state.
func (m *backupDownloadModel) results(ctx context.Context) ([]download.FileResult, diag.Diagnostics) {
	var files []downloadedFileModel
	diags := m.Files.ElementsAs(ctx, &files, false)
	results := make([]download.FileResult, len(files))
	for i, f := range files {
		results[i] = download.FileResult{Name: f.FileName.ValueString(), Size: f.FileSize.ValueInt64(), SHA256: f.SHA256.ValueString()}
	}
	return results, diags
}

// promise returns an error if the plan showed other files than l.
func (m *backupDownloadModel) promise(ctx context.Context, l *listing) diag.Diagnostics {
	if m.Files.IsUnknown() {
		return nil
	}
	planned, diags := m.results(ctx)
	same := slices.EqualFunc(planned, l.files, func(a download.FileResult, b download.File) bool { return a.Name == b.Name && a.Size == b.Size })
	if !same && !diags.HasError() {
		diags.AddError("Unable to Download Redis Backup", fmt.Sprintf(
			"The API lists other files for backup %q of instance %q than it did during plan.\n\nRun terraform plan again, and apply the new plan.\n\nRequest ID: %s",
			l.request.BackupID, l.request.InstanceID, l.response.RequestID))
	}
	return diags
}
