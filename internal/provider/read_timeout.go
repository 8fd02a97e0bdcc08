// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// defaultReadTimeout is long enough for the export of a large backup.
const defaultReadTimeout = 20 * time.Minute

// timeoutsAttribute is that of everything that reads. Unlike the library's, it
// refuses a timeout that no read can meet.
func timeoutsAttribute(including string) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Timeouts of the operations.",
		CustomType:          timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{"read": types.StringType}}},
		Attributes: map[string]schema.Attribute{
			"read": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Maximum duration of the whole read, " + including + ", such as `30m`. Defaults to `" + defaultReadTimeout.String() + "`.",
				Validators:          []validator.String{validators.Duration},
			},
		},
	}
}

// reading returns the context of a read: it ends by timeouts.read, and masks
// secrets in the log. Every read starts with it.
func (d *providerData) reading(ctx context.Context, t timeouts.Value) (context.Context, context.CancelFunc, diag.Diagnostics) {
	limit, diags := t.Read(ctx, defaultReadTimeout)
	ctx, cancel := context.WithTimeoutCause(maskSecrets(ctx, d.secrets), limit, &advice.TimeoutError{Argument: "timeouts.read", Limit: limit})
	return ctx, cancel, diags
}
