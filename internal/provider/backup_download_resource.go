// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
)

var (
	_ resource.ResourceWithConfigure        = (*backupDownloadResource)(nil)
	_ resource.ResourceWithConfigValidators = (*backupDownloadResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*backupDownloadResource)(nil)
)

// backupDownloadResource records that a backup was downloaded. It has no
// import: there is nothing to adopt.
type backupDownloadResource struct{ provider *providerData }

func newBackupDownloadResource() resource.Resource { return &backupDownloadResource{} }

func (r *backupDownloadResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_download"
}

func (r *backupDownloadResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = backupDownloadSchema()
}

func (r *backupDownloadResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{backupURLRules{}}
}

// ValidateResource applies the data source's rules to the resource.
func (r backupURLRules) ValidateResource(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.validate(ctx, req.Config)...)
}

func (r *backupDownloadResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	setProviderData(&r.provider, req.ProviderData, &resp.Diagnostics)
}

func (r *backupDownloadResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m backupDownloadModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	ctx, cancel, diags := r.provider.limit(ctx, m.Timeouts, "create", transferTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.fetch(ctx, r.provider, resp.Private)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// fetch downloads the files, or verifies and repairs them.
func (m *backupDownloadModel) fetch(ctx context.Context, data *providerData, private privateState) diag.Diagnostics {
	owner := newOwner()
	l, result, diags := m.download(ctx, data, owner, m.logProgress(ctx))
	if diags.HasError() {
		return diags
	}
	diags.Append(m.fill(ctx, l, result)...)
	diags.Append(setOwner(ctx, private, owner)...)
	return diags
}

// Read keeps the state unless check_on_refresh is set. Backups expire, and CI runners
// start with empty disks: checking either would make later applies download again, or
// fail.
func (r *backupDownloadResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m backupDownloadModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !m.CheckOnRefresh.ValueBool() {
		return
	}
	resp.Diagnostics.Append(m.check(ctx)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Update downloads new files before it deletes old ones. If it fails, the old files
// and the old state stay.
func (r *backupDownloadResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state backupDownloadModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	oldOwner, diags := ownerIn(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, diags := r.provider.limit(ctx, m.Timeouts, "update", transferTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	downloads := m.downloads(&state)
	if downloads {
		resp.Diagnostics.Append(m.fetch(ctx, r.provider, resp.Private)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
	if downloads {
		resp.Diagnostics.Append(state.leave(ctx, oldOwner, state.DeleteOnDestroy.ValueBool(), func(folder string, err error) diag.Diagnostic {
			return warningFrom(advice.DeletingOld(folder, err))
		})...)
	}
}

// Delete deletes the files only if the resource is destroyed. The other half of a
// replacement verifies and repairs them.
func (r *backupDownloadResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m backupDownloadModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	owner, diags := ownerIn(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	destroy, diags := isDestroy(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, diags := r.provider.limit(ctx, m.Timeouts, "delete", deleteTimeout)
	defer cancel()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.leave(ctx, owner, destroy && m.DeleteOnDestroy.ValueBool(), func(folder string, err error) diag.Diagnostic {
		return errorFrom(advice.Deleting(folder, err))
	})...)
}
