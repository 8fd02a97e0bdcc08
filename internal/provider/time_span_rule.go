// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// timeSpanRule rejects an end_time before begin_time. Unknown times are checked
// during apply.
type timeSpanRule struct{}

func (timeSpanRule) Description(context.Context) string {
	return "end_time must not be before begin_time"
}

func (r timeSpanRule) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (timeSpanRule) ValidateDataSource(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var begin, end types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("begin_time"), &begin)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("end_time"), &end)...)
	from, until := parseTime(begin), parseTime(end)
	if from == nil || until == nil || !until.Before(*from) {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("end_time"), "Invalid Time Span",
		"end_time ("+end.String()+") is before begin_time ("+begin.String()+"). Swap them, or leave one out.")
}
