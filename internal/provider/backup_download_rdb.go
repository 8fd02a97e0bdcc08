// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// rdbModel is what an RDB file says about itself.
type rdbModel struct {
	Version      types.Int64  `tfsdk:"version"`
	RedisVersion types.String `tfsdk:"redis_version"`
	CreatedAt    types.String `tfsdk:"created_at"`
	UsedMemory   types.Int64  `tfsdk:"used_memory"`
	Keys         types.Int64  `tfsdk:"keys"`
}

var rdbType = map[string]attr.Type{
	"version": types.Int64Type, "redis_version": types.StringType, "created_at": types.StringType,
	"used_memory": types.Int64Type, "keys": types.Int64Type,
}

func rdbAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Computed:            true,
		MarkdownDescription: "What the first bytes of the RDB file say. Null if it is another file, such as an encrypted one; an attribute is null if the file does not contain it.",
		Attributes: map[string]schema.Attribute{
			"version":       schema.Int64Attribute{Computed: true, MarkdownDescription: "Version of the RDB format. A server loads this one and older ones."},
			"redis_version": schema.StringAttribute{Computed: true, MarkdownDescription: "Version of the Redis or Valkey server that wrote the file, such as `6.2.13`."},
			"created_at":    schema.StringAttribute{Computed: true, MarkdownDescription: "Time at which the server wrote the file, in RFC 3339 (UTC)."},
			"used_memory":   schema.Int64Attribute{Computed: true, MarkdownDescription: "Memory that the server used at that time, in bytes."},
			"keys":          schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of keys in the first database that has any; `0` if the file is empty."},
		},
	}
}

// rdbObject returns null if head is nil.
func rdbObject(ctx context.Context, head *download.RDBHead) (types.Object, diag.Diagnostics) {
	if head == nil {
		return types.ObjectNull(rdbType), nil
	}
	m := rdbModel{
		Version: types.Int64Value(head.Version), RedisVersion: types.StringPointerValue(head.RedisVersion),
		UsedMemory: types.Int64PointerValue(head.UsedMemory), Keys: types.Int64PointerValue(head.Keys),
	}
	if head.CreatedAt != nil {
		m.CreatedAt = types.StringValue(head.CreatedAt.Format(time.RFC3339))
	}
	return types.ObjectValueFrom(ctx, rdbType, m)
}

// rdbSummary describes the files of a backup, which one version wrote; "" if the first
// is not an RDB file.
func rdbSummary(files []download.FileResult) string {
	if len(files) == 0 || files[0].RDB == nil {
		return ""
	}
	first := files[0].RDB
	text := fmt.Sprintf("RDB version %d", first.Version)
	if first.RedisVersion != nil {
		text += ", written by version " + *first.RedisVersion
	}
	if first.CreatedAt != nil {
		text += " at " + first.CreatedAt.Format(time.RFC3339)
	}
	var keys int64
	for _, f := range files {
		if f.RDB == nil || f.RDB.Keys == nil {
			return text + "."
		}
		keys += *f.RDB.Keys
	}
	return fmt.Sprintf("%s, %d keys in the first database.", text, keys)
}
