// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// download downloads the backup and reports the progress to report. The owner is
// entered in the folder's manifest.
func (m *backupDownloadInput) download(ctx context.Context, data *providerData, owner string, report func(download.Progress)) (*listing, *download.Result, diag.Diagnostics) {
	l, diags := m.newListing(ctx, data)
	firstByte, more := duration(m.FirstByteTimeout, path.Root("first_byte_timeout"), 0)
	diags.Append(more...)
	idle, more := duration(m.IdleTimeout, path.Root("idle_timeout"), 0)
	diags.Append(more...)
	if diags.HasError() {
		return nil, nil, diags
	}
	var result *download.Result
	err := l.read(ctx, m.WaitForAvailable.ValueBool())
	if err == nil {
		result, err = download.Run(ctx, download.Options{
			Directory:        m.Directory.ValueString(),
			Name:             l.request.BackupID,
			Source:           map[string]string{"instance_id": l.request.InstanceID, "backup_id": l.request.BackupID},
			Files:            l.files,
			URL:              l.url,
			Transport:        data.downloads,
			Owner:            owner,
			Progress:         report,
			FirstByteTimeout: firstByte,
			IdleTimeout:      idle,
			Connections:      int(integer(m.Connections)),
			Retries:          data.retries,
		})
	}
	words := m.advice(l.request.Region)
	if err != nil {
		diags.Append(errorFrom(words.Explain(err)))
		return nil, nil, diags
	}
	if names := notRDB(result.Files); len(names) > 0 {
		diags.Append(warningFrom(words.NotVerified(names)))
	}
	return l, result, diags
}

// notRDB returns the names of files that do not begin like an RDB file.
func notRDB(files []download.FileResult) (names []string) {
	for _, f := range files {
		if f.RDB == nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// logProgress returns a callback that logs the progress.
func (m *backupDownloadInput) logProgress(ctx context.Context) func(download.Progress) {
	return func(p download.Progress) {
		tflog.Info(ctx, "Downloading a backup", map[string]any{
			"instance_id": m.InstanceID.ValueString(), "backup_id": m.BackupID.ValueString(),
			"bytes": p.Bytes, "size": p.Size, "finished_files": p.Finished, "files": p.Files, "waiting": p.Waiting,
		})
	}
}
