// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

var _ resource.ResourceWithConfigure = (*finalBackupResource)(nil)

// finalBackupResource backs up an instance when it is destroyed. Terraform destroys
// it before the instance that it refers to, and keeps the instance if that fails. An
// action on destroy does not: Terraform continues if one fails.
type finalBackupResource struct{ provider *providerData }

func newFinalBackupResource() resource.Resource { return &finalBackupResource{} }

// finalBackupModel is finalBackupSchema as a struct.
type finalBackupModel struct {
	InstanceID   types.String `tfsdk:"instance_id"`
	Directory    types.String `tfsdk:"directory"`
	Region       types.String `tfsdk:"region"`
	Network      types.String `tfsdk:"network"`
	Remark       types.String `tfsdk:"remark"`
	StorageDays  types.Number `tfsdk:"storage_days"`
	Skip         types.Bool   `tfsdk:"skip"`
	Timeouts     types.Object `tfsdk:"timeouts"`
	BackupRemark types.String `tfsdk:"backup_remark"`
}

func (r *finalBackupResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_final_backup"
}

func (r *finalBackupResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = finalBackupSchema()
}

func (r *finalBackupResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	setProviderData(&r.provider, req.ProviderData, &resp.Diagnostics)
}

func (r *finalBackupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(r.apply(ctx, req.Plan, &resp.State, resp.Private)...)
}

// Read keeps the state: there is nothing to compare until the backup.
func (r *finalBackupResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *finalBackupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(r.apply(ctx, req.Plan, &resp.State, resp.Private)...)
}

// apply stores what is planned.
func (r *finalBackupResource) apply(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State, private privateState) diag.Diagnostics {
	var m finalBackupModel
	diags := plan.Get(ctx, &m)
	diags.Append(m.settle(ctx, r.provider, private)...)
	if !diags.HasError() {
		diags.Append(state.Set(ctx, &m)...)
	}
	return diags
}

// settle sets the region, the remark, and the account. It returns an error unless the
// region has the instance: only then does a later "no such instance" mean that it is
// gone. With skip, it makes no request.
func (m *finalBackupModel) settle(ctx context.Context, data *providerData, private privateState) diag.Diagnostics {
	region, diags := data.regionFor(m.Region)
	if diags.HasError() {
		return diags
	}
	if m.Region.ValueString() == "" { // otherwise, it must stay as configured
		m.Region = types.StringValue(region)
	}
	if m.BackupRemark.IsUnknown() {
		m.BackupRemark = types.StringValue(uniqueRemark(m.Remark.ValueString()))
	}
	if m.Skip.ValueBool() {
		return diags
	}
	ctx = maskSecrets(ctx, data.secrets)
	filter := redisapi.InstanceBackupsFilter{Region: region, InstanceID: m.InstanceID.ValueString()}
	if _, err := data.redis.InstanceBackups(ctx, filter); err != nil {
		return append(diags, backupsError(err, filter))
	}
	if id := data.accountID(ctx); id != "" { // otherwise, the one of an earlier apply stays
		diags.Append(setText(ctx, private, accountKey, id)...)
	}
	return diags
}

// Delete returns without an error only if the backup's files are on disk and checked,
// or if there is nothing to back up.
func (r *finalBackupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m finalBackupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.Skip.ValueBool() {
		return
	}
	account, diags := textIn(ctx, req.Private, accountKey)
	ctx, cancel, more := r.provider.limit(ctx, m.Timeouts, "delete", finalBackupTimeout)
	defer cancel()
	diags.Append(more...)
	if !diags.HasError() {
		diags.Append(m.backUp(ctx, r.provider, account)...)
	}
	for _, d := range diags {
		if d.Severity() == diag.SeverityError {
			d = errorFrom(advice.NotDestroyed(d.Summary(), d.Detail()))
		}
		resp.Diagnostics.Append(d)
	}
}

// finalBackupTimeout is long enough to make a large backup and to download it.
const finalBackupTimeout = 4 * time.Hour
