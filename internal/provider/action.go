// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

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

// invokeTimeoutAttribute returns the argument timeouts of an action.
func invokeTimeoutAttribute(more string) schema.Attribute {
	return timeoutsAttribute(map[string]string{
		"invoke": "Maximum duration of the action, such as `30m`. Defaults to `2h`. " + more,
	})
}

func actionRegionAttribute() schema.Attribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: "Region of the instance. Defaults to the provider's region.",
		Validators:          []validator.String{config.Validator(setting.CheckRegion)},
	}
}
