// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
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

func (r *backupDownloadResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
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

// ModifyPlan sets the names, sizes, and paths of a new download, so that other
// resources can use them in for_each. It writes nothing to disk.
func (r *backupDownloadResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.provider == nil || req.Plan.Raw.IsNull() || !req.State.Raw.IsNull() {
		return // on destroy and update, the state has everything
	}
	var m backupDownloadModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &m.Region)...)
	if resp.Diagnostics.HasError() || !m.known(ctx) || m.Region.IsUnknown() || len(r.provider.unknown) > 0 {
		return
	}
	ctx = maskSecrets(ctx, r.provider.secrets)
	l, diags := m.list(ctx, r.provider)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.plan(ctx, l)...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &m)...)
}

func (r *backupDownloadResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m backupDownloadModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	limit, diags := m.Timeouts.Create(ctx, defaultDownloadTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeoutCause(maskSecrets(ctx, r.provider.secrets), limit, &advice.TimeoutError{Argument: "timeouts.create", Limit: limit})
	defer cancel()
	l, diags := m.list(ctx, r.provider)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.promise(ctx, l)...)
	if resp.Diagnostics.HasError() {
		return
	}
	directory := m.Directory.ValueString()
	if !m.Path.IsUnknown() { // as planned, even if Terraform runs elsewhere now
		directory = filepath.Dir(m.Path.ValueString())
	}
	result, err := downloadFiles(ctx, r.provider, l, directory, logProgress(ctx, l))
	if err != nil {
		resp.Diagnostics.Append(errorFrom(m.advice(l.request.Region).Explain(err)))
		return
	}
	if names := notRDB(result.Files); len(names) > 0 {
		a := m.advice(l.request.Region).NotVerified(names)
		resp.Diagnostics.AddWarning(a.Summary, a.Detail)
	}
	resp.Diagnostics.Append(m.fill(ctx, l, directory, result)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// notRDB returns the names of files that do not begin like an RDB file.
func notRDB(files []download.FileResult) (names []string) {
	for _, f := range files {
		if !f.RDB {
			names = append(names, f.Name)
		}
	}
	return names
}

// Read keeps the state. Backups expire, and CI runners start with empty disks:
// checking either would make later applies download again, or fail.
func (r *backupDownloadResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {
}

// Update stores arguments that do not affect the files.
func (r *backupDownloadResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m backupDownloadModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (r *backupDownloadResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m backupDownloadModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !m.DeleteOnDestroy.ValueBool() {
		return
	}
	limit, diags := m.Timeouts.Delete(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	files, diags := m.results(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &advice.TimeoutError{Argument: "timeouts.delete", Limit: limit})
	defer cancel()
	folder := m.Path.ValueString()
	removed, err := download.Remove(ctx, download.Removal{Directory: filepath.Dir(folder), Name: filepath.Base(folder), Owner: "resource", Files: files})
	if err != nil {
		resp.Diagnostics.Append(errorFrom(advice.Deleting(folder, err)))
		return
	}
	if len(removed.Kept) > 0 {
		resp.Diagnostics.AddWarning("Redis Backup Files Kept", "These files in \""+folder+"\" have changed since the download and were kept: "+
			strings.Join(removed.Kept, ", ")+".\n\nDelete them yourself if they are not needed.")
	}
}
