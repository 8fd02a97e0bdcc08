// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure        = (*backupURLEphemeralResource)(nil)
	_ ephemeral.EphemeralResourceWithConfigValidators = (*backupURLEphemeralResource)(nil)
)

// backupURLEphemeralResource is the data source's twin whose result is in
// neither plan nor state. It has no Renew, which could not return a new result:
// a signed URL cannot be renewed in place.
type backupURLEphemeralResource struct{ provider *providerData }

func newBackupURLEphemeralResource() ephemeral.EphemeralResource {
	return &backupURLEphemeralResource{}
}

func (e *backupURLEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_url"
}

func (e *backupURLEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: backupURLDescription + " Nothing is stored in plan or state.",
		Attributes:          attributesAs[schema.Attribute](backupURLAttributes()),
	}
}

func (e *backupURLEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	setProviderData(&e.provider, req.ProviderData, &resp.Diagnostics)
}

func (e *backupURLEphemeralResource) ConfigValidators(context.Context) []ephemeral.ConfigValidator {
	return []ephemeral.ConfigValidator{backupURLRules{}}
}

// Open runs during plan and again during apply. It only reads.
func (e *backupURLEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m backupURLModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(m.read(ctx, e.provider)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}
