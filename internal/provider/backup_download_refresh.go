// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"path"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// check compares the state with the disk. Of a file that is missing or has changed,
// only the name and the path stay, so that the next apply downloads it.
func (m *backupDownloadModel) check(ctx context.Context) diag.Diagnostics {
	results, diags := m.results(ctx)
	files, more := m.files(ctx)
	diags.Append(more...)
	folder := m.Path.ValueString()
	deviations, err := download.Check(ctx, path.Dir(folder), path.Base(folder), results)
	if err != nil {
		diags.Append(warningFrom(advice.NotChecked(folder, err))) // an error would be in the way of a destroy
		return diags
	}
	reasons := map[string]string{}
	for _, d := range deviations {
		reasons[d.Name] = d.Reason
	}
	var found []string
	for i, f := range files {
		reason := reasons[f.FileName.ValueString()]
		if f.SHA256.IsNull() {
			reason = "it was missing or changed earlier"
		}
		if reason != "" {
			found = append(found, f.FileName.ValueString()+": "+reason)
			files[i] = downloadedFileModel{FileName: f.FileName, Path: f.Path, Checked: types.SetNull(types.StringType), RDB: types.ObjectNull(rdbType)}
		}
	}
	if len(found) > 0 {
		diags.Append(warningFrom(advice.Missing(folder, found)))
	}
	diags.Append(m.setFiles(ctx, files)...)
	return diags
}
