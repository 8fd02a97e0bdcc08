// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// defaultInvokeTimeout is long enough for a large backup.
const defaultInvokeTimeout = 2 * time.Hour

// configuredAction receives the provider's data; actions embed it.
type configuredAction struct{ provider *providerData }

func (c *configuredAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	setProviderData(&c.provider, req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan reports a missing region during plan, not halfway through an apply.
func (c *configuredAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var region types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	if c.provider == nil || len(c.provider.unknown) > 0 || region.IsUnknown() {
		return
	}
	_, diags := c.provider.regionFor(region)
	resp.Diagnostics.Append(diags...)
}

func invokeTimeoutAttribute(more string) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Timeouts of the operations.",
		CustomType:          timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{"invoke": types.StringType}}},
		Attributes: map[string]schema.Attribute{
			"invoke": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Maximum duration of the action, such as `30m`. Defaults to `2h`. " + more,
				Validators:          []validator.String{config.Validator(setting.CheckDuration)},
			},
		},
	}
}

func actionRegionAttribute() schema.Attribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: "Region of the instance. Defaults to the provider's region.",
		Validators:          []validator.String{config.Validator(setting.CheckRegion)},
	}
}

// invokeContext returns the context for an action, which is limited by
// timeouts.invoke and masks secrets in the log.
func (d *providerData) invokeContext(ctx context.Context, t timeouts.Value) (context.Context, context.CancelFunc, diag.Diagnostics) {
	limit, diags := t.Invoke(ctx, defaultInvokeTimeout)
	ctx, cancel := context.WithTimeoutCause(maskSecrets(ctx, d.secrets), limit, &advice.TimeoutError{Argument: "timeouts.invoke", Limit: limit})
	return ctx, cancel, diags
}
