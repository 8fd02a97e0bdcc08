// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
)

// ModifyPlan plans what an apply will download. It promises only the names of files,
// and writes nothing to disk.
func (r *backupDownloadResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	destroy := req.Plan.Raw.IsNull()
	resp.Diagnostics.Append(markDestroy(ctx, resp.Private, destroy)...)
	if r.provider == nil || destroy {
		return
	}
	var m backupDownloadModel
	var region types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	var state *backupDownloadModel
	if !req.State.Raw.IsNull() {
		state = &backupDownloadModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.planArguments(state, region, r.provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.plan(maskSecrets(ctx, r.provider.secrets), state, r.provider)...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &m)...)
}

// planArguments plans the region that is used, and another spelling of the same
// directory as no change.
func (m *backupDownloadModel) planArguments(state *backupDownloadModel, region types.String, data *providerData) diag.Diagnostics {
	if state != nil && !m.Directory.IsUnknown() && filepath.Clean(m.Directory.ValueString()) == filepath.Clean(state.Directory.ValueString()) {
		m.Directory = state.Directory
	}
	switch {
	case !region.IsNull():
		m.Region = region
	case state != nil && m.sameBackup(&state.backupDownloadInput):
		m.Region = state.Region
	case len(data.unknown) > 0:
		m.Region = types.StringUnknown()
	default:
		name, diags := data.regionFor(region)
		m.Region = types.StringValue(name)
		return diags
	}
	return nil
}

// plan plans the attributes that a download sets.
func (m *backupDownloadModel) plan(ctx context.Context, state *backupDownloadModel, data *providerData) diag.Diagnostics {
	m.Path, m.Fingerprint, m.Files = types.StringUnknown(), types.StringUnknown(), types.ListUnknown(downloadedFileType)
	if state != nil && m.sameDownload(state) {
		return m.planRepair(ctx, state)
	}
	if !m.known(ctx) || len(data.unknown) > 0 {
		return nil
	}
	l, diags := m.newListing(ctx, data)
	if diags.HasError() {
		return diags
	}
	err := l.read(ctx, false)
	if u, ok := errors.AsType[*advice.UnavailableError](err); ok && m.WaitForAvailable.ValueBool() && !u.State.Hopeless() {
		return diags // the apply waits
	}
	if err != nil {
		diags.Append(errorFrom(m.advice(l.request.Region).Explain(err)))
		return diags
	}
	files := make([]downloadedFileModel, len(l.files))
	for i, f := range l.files {
		files[i] = unknownFile(types.StringValue(f.Name), types.StringUnknown())
	}
	diags.Append(m.setFiles(ctx, files)...)
	return diags
}

// planRepair plans to download the files that a refresh found missing or changed. If
// there are none, or check_on_refresh is no longer set, nothing is downloaded.
func (m *backupDownloadModel) planRepair(ctx context.Context, state *backupDownloadModel) diag.Diagnostics {
	m.Path, m.Fingerprint, m.Files = state.Path, state.Fingerprint, state.Files
	if !m.CheckOnRefresh.ValueBool() {
		return nil
	}
	files, diags := state.files(ctx)
	for i, f := range files {
		if f.SHA256.IsNull() {
			files[i] = unknownFile(f.FileName, f.Path)
		}
	}
	diags.Append(m.setFiles(ctx, files)...)
	return diags
}

func unknownFile(name, path types.String) downloadedFileModel {
	return downloadedFileModel{
		FileName: name, Path: path, FileSize: types.Int64Unknown(), SHA256: types.StringUnknown(),
		Checked: types.SetUnknown(types.StringType), RDB: types.ObjectUnknown(rdbType),
	}
}

// sameDownload reports whether the state has the same backup in the same directory.
func (m *backupDownloadModel) sameDownload(state *backupDownloadModel) bool {
	return m.sameBackup(&state.backupDownloadInput) && m.Region.Equal(state.Region) && m.Directory.Equal(state.Directory)
}

// downloads reports whether an update from the state downloads files.
func (m *backupDownloadModel) downloads(state *backupDownloadModel) bool {
	return !m.sameDownload(state) || !m.Files.Equal(state.Files)
}

// known reports whether the arguments that select the download are known.
func (m *backupDownloadInput) known(ctx context.Context) bool {
	for _, v := range []attr.Value{
		m.InstanceID, m.BackupID, m.Region, m.Directory, m.Network,
		m.LimitType, m.VPCComparisonSymbol, m.IPComparisonSymbol, m.LimitVPC, m.LimitIP,
	} {
		if value, err := v.ToTerraformValue(ctx); err != nil || !value.IsFullyKnown() {
			return false
		}
	}
	return true
}
