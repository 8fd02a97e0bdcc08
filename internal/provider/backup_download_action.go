// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
)

var (
	_ action.ActionWithConfigure        = (*backupDownloadAction)(nil)
	_ action.ActionWithModifyPlan       = (*backupDownloadAction)(nil)
	_ action.ActionWithConfigValidators = (*backupDownloadAction)(nil)
)

// backupDownloadAction is the resource without a state.
type backupDownloadAction struct{ configuredAction }

func newBackupDownloadAction() action.Action { return &backupDownloadAction{} }

type backupDownloadActionModel struct {
	backupDownloadInput

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (a *backupDownloadAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_download"
}

func (a *backupDownloadAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := actionAttributes(backupDownloadArguments())
	attributes["region"] = actionRegionAttribute()
	attributes["timeouts"] = invokeTimeoutAttribute("What was received by then is kept, and the next run continues.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Downloads the files of a Redis backup to this machine and checks them, without a resource in the state. " +
			"Interrupted downloads are resumed. Requires Terraform 1.14 or newer.",
		Attributes: attributes,
	}
}

func (a *backupDownloadAction) ConfigValidators(context.Context) []action.ConfigValidator {
	return []action.ConfigValidator{backupURLRules{}}
}

// ValidateAction applies the data source's rules to the action.
func (r backupURLRules) ValidateAction(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
}

func (a *backupDownloadAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m backupDownloadActionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.download(ctx, a.provider, func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	})...)
}

// download downloads the backup and reports its progress to send.
func (m *backupDownloadActionModel) download(ctx context.Context, data *providerData, send func(string)) diag.Diagnostics {
	ctx, cancel, diags := data.invokeContext(ctx, m.Timeouts)
	defer cancel()
	if diags.HasError() {
		return diags
	}
	l, diags := m.list(ctx, data)
	if diags.HasError() {
		return diags
	}
	progress := newDownloadProgress(send)
	result, err := downloadFiles(ctx, data, l, m.Directory.ValueString(), progress.report)
	if err != nil {
		diags.Append(errorFrom(m.advice(l.request.Region).Explain(err)))
		return diags
	}
	if names := notRDB(result.Files); len(names) > 0 {
		a := m.advice(l.request.Region).NotVerified(names)
		diags.AddWarning(a.Summary, a.Detail)
	}
	var size int64
	for _, f := range result.Files {
		size += f.Size
	}
	done := "Downloaded and checked"
	if result.Reused {
		done = "Downloaded earlier and now verified"
	}
	send(fmt.Sprintf("%s: %d files, %s, in %q.", done, len(result.Files), advice.FormatSize(size), filepath.Join(m.Directory.ValueString(), l.request.BackupID)))
	return diags
}
