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

// backupURLEphemeralResource is the data source's twin whose answer reaches
// neither plan nor state. It has no Renew: the framework's cannot hand out new
// values, so a signed URL cannot be renewed in place.
type backupURLEphemeralResource struct{ configuredEphemeralResource }

func newBackupURLEphemeralResource() ephemeral.EphemeralResource {
	return &backupURLEphemeralResource{}
}

func (e *backupURLEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_backup_url"
}

func (e *backupURLEphemeralResource) Schema(ctx context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: backupURLDescription + " Nothing of the answer reaches plan or state.",
		Attributes:          ephemeralAttributes(backupURLAttributes(ctx)),
	}
}

func (e *backupURLEphemeralResource) ConfigValidators(context.Context) []ephemeral.ConfigValidator {
	return []ephemeral.ConfigValidator{backupURLRules{}}
}

// Open runs in plan and again in apply; it only reads.
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
