// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func finalBackupSchema() schema.Schema {
	shared := backupDownloadArguments()
	arguments := backupCreateArguments()
	for _, name := range []string{"directory", "network", "region"} {
		arguments[name] = shared[name]
	}
	arguments["remark"] = data.StringAttribute{Optional: true, MarkdownDescription: "Beginning of the backup's remark. Defaults to `terraform`."}
	arguments["timeouts"] = timeoutsAttribute(map[string]string{
		"delete": "Maximum duration of the backup and its download, such as `6h`. Defaults to `4h`. If it takes longer, the instance is not destroyed.",
	})
	attributes := attributesAs[schema.Attribute](arguments)
	attributes["instance_id"] = modified(arguments["instance_id"], stringplanmodifier.RequiresReplace())
	attributes["region"] = modified(arguments["region"], stringplanmodifier.UseStateForUnknown())
	attributes["skip"] = schema.BoolAttribute{
		Optional: true, Computed: true, Default: booldefault.StaticBool(false),
		MarkdownDescription: "Whether destroying the resource makes no backup. It must be applied before the destroy. Defaults to `false`.",
	}
	attributes["backup_remark"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "Remark of the backup: `remark` and a random end. By it, a destroy after a failed one finds the backup that was begun.",
		PlanModifiers:       []planmodifier.String{sameRemark{}},
	}
	return schema.Schema{
		MarkdownDescription: "Backs up a Redis instance when it is destroyed, and downloads the backup's files. " +
			"The instance is destroyed only after that, if `instance_id` refers to it.",
		Attributes: attributes,
	}
}

// modified returns a data source's string attribute with a plan modifier.
func modified(attribute data.Attribute, modifier planmodifier.String) schema.Attribute {
	a, _ := attribute.(data.StringAttribute)
	return schema.StringAttribute{
		Required: a.Required, Optional: a.Optional, Computed: a.Computed,
		MarkdownDescription: a.MarkdownDescription, Validators: a.Validators, PlanModifiers: []planmodifier.String{modifier},
	}
}

// sameRemark keeps the remark in the state until the argument changes.
type sameRemark struct{}

func (sameRemark) Description(context.Context) string { return "Changes if remark does." }

func (m sameRemark) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameRemark) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	var planned, old types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("remark"), &planned)...)
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("remark"), &old)...)
	if planned.Equal(old) {
		resp.PlanValue = req.StateValue
	}
}
