// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

var (
	_ action.ActionWithConfigure  = (*backupCreateAction)(nil)
	_ action.ActionWithModifyPlan = (*backupCreateAction)(nil)
)

type backupCreateAction struct{ configuredAction }

func newBackupCreateAction() action.Action { return &backupCreateAction{} }

type backupCreateModel struct {
	InstanceID  types.String `tfsdk:"instance_id"`
	Region      types.String `tfsdk:"region"`
	Remark      types.String `tfsdk:"remark"`
	StorageDays types.Number `tfsdk:"storage_days"`
	Timeouts    types.Object `tfsdk:"timeouts"`
}

func (a *backupCreateAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_create"
}

func (a *backupCreateAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := attributesAs[schema.Attribute](backupCreateArguments())
	attributes["region"] = actionRegionAttribute()
	attributes["timeouts"] = invokeTimeoutAttribute("The backup continues if it takes longer.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Creates a manual backup of a Redis instance (API action `ManualBackupInstance`), waits until it is done, and reports its ID. " +
			"Requires Terraform 1.14 or newer.",
		Attributes: attributes,
	}
}

// backupCreateArguments returns the arguments that the action and the resource for the
// final backup share.
func backupCreateArguments() map[string]data.Attribute {
	return map[string]data.Attribute{
		"instance_id": data.StringAttribute{
			Required:            true,
			MarkdownDescription: "ID of the instance, such as `crs-4y9t57vt`.",
			Validators:          []validator.String{config.Validator(setting.CheckInstanceID)},
		},
		"remark": data.StringAttribute{
			Optional: true,
			MarkdownDescription: "Remark of the backup, by which the data sources can find it. " +
				"If it is not set or empty, the backup gets a unique one, which the action reports.",
		},
		"storage_days": data.NumberAttribute{
			Optional: true,
			MarkdownDescription: fmt.Sprintf("Number of days to keep the backup, from 1 to %d. More than 7 must be enabled for the account by a ticket. "+
				"Defaults to the retention of the instance's automatic backups, or to 7.", redisapi.MaxStorageDays),
			Validators: []validator.Number{config.Validator(setting.Between(1, redisapi.MaxStorageDays))},
		},
	}
}

// integer returns the value of a whole number, or 0 if it is not set. The framework
// reports a fraction for an Int64Attribute as a bug in the provider, so arguments are
// numbers that [setting.Between] checks.
func integer(n types.Number) int64 {
	if n.IsNull() {
		return 0
	}
	i, _ := n.ValueBigFloat().Int64()
	return i
}

// uniqueRemark returns a remark that no other backup has.
func uniqueRemark(prefix string) string {
	return cmp.Or(strings.TrimSpace(prefix), "terraform") + "-" + strings.ToLower(rand.Text()[:10])
}

func (a *backupCreateAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m backupCreateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.create(ctx, a.provider, func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	})...)
}

// create creates the backup and reports its progress to send.
func (m *backupCreateModel) create(ctx context.Context, provider *providerData, send func(string)) diag.Diagnostics {
	region, diags := provider.regionFor(m.Region)
	if diags.HasError() {
		return diags
	}
	ctx, cancel, diags := provider.limit(ctx, m.Timeouts, "invoke", transferTimeout)
	defer cancel()
	if diags.HasError() {
		return diags
	}
	request := redisapi.ManualBackupRequest{
		Region: region, InstanceID: m.InstanceID.ValueString(), Remark: m.Remark.ValueString(), StorageDays: integer(m.StorageDays),
	}
	if strings.TrimSpace(request.Remark) == "" {
		request.Remark = uniqueRemark("")
		send(fmt.Sprintf("No remark is configured, so the backup gets the remark %q.", request.Remark))
	}
	progress := newBackupProgress(request.Remark, send)
	backup, err := provider.redis.CreateBackup(ctx, request, provider.pollInterval, progress.report)
	if err != nil {
		diags.Append(createError(err, request))
		return diags
	}
	progress.created(backup)
	return diags
}

// createError returns the diagnostic for a failed [redisapi.Client.CreateBackup].
func createError(err error, r redisapi.ManualBackupRequest) diag.Diagnostic {
	return failure(advice.Operation{
		Summary: "Unable to Create Redis Backup", Action: "ManualBackupInstance",
		Doing:    fmt.Sprintf("Creating a backup of instance %q in region %q, with remark %q,", r.InstanceID, r.Region, r.Remark),
		Instance: r.InstanceID, Region: r.Region, Arguments: []string{"instance_id", "region"},
	}, err)
}
