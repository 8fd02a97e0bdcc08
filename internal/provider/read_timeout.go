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
	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// defaultReadTimeout is long enough for the export of a large backup.
const defaultReadTimeout = 20 * time.Minute

// timeoutsAttribute is for everything that reads. Unlike that of the library, it
// rejects a timeout that is not positive.
func timeoutsAttribute(including string) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Timeouts of the operations.",
		CustomType:          timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{"read": types.StringType}}},
		Attributes: map[string]schema.Attribute{
			"read": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Maximum duration of the whole read, " + including + ", such as `30m`. Defaults to `20m`.",
				Validators:          []validator.String{config.Validator(setting.CheckDuration)},
			},
		},
	}
}

// readContext returns the context for a read, which is limited by timeouts.read
// and masks secrets in the log.
func (d *providerData) readContext(ctx context.Context, t timeouts.Value) (context.Context, context.CancelFunc, diag.Diagnostics) {
	limit, diags := t.Read(ctx, defaultReadTimeout)
	ctx, cancel := context.WithTimeoutCause(maskSecrets(ctx, d.secrets), limit, &advice.TimeoutError{Argument: "timeouts.read", Limit: limit})
	return ctx, cancel, diags
}
