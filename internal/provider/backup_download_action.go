// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
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

	Timeouts types.Object `tfsdk:"timeouts"`
}

func (a *backupDownloadAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_download"
}

func (a *backupDownloadAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := attributesAs[schema.Attribute](backupDownloadArguments())
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
	resp.Diagnostics.Append(m.invoke(ctx, a.provider, func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	})...)
}

// invoke downloads the backup and reports its progress to send.
func (m *backupDownloadActionModel) invoke(ctx context.Context, data *providerData, send func(string)) diag.Diagnostics {
	ctx, cancel, diags := data.limit(ctx, m.Timeouts, "invoke", transferTimeout)
	defer cancel()
	if diags.HasError() {
		return diags
	}
	_, result, diags := m.download(ctx, data, "", newDownloadProgress(send).report)
	if diags.HasError() {
		return diags
	}
	done := "Downloaded and checked"
	if result.Reused {
		done = "Downloaded earlier and now verified"
	}
	folder, err := filepath.Abs(m.path()) // this is neither plan nor state
	if err != nil {
		folder = m.path()
	}
	if summary := rdbSummary(result.Files); summary != "" {
		send(summary)
	}
	send(fmt.Sprintf("%s: %d files, %s, in %q.", done, len(result.Files), download.FormatSize(result.Size()), folder))
	return diags
}
