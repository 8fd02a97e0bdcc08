// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

const retiring = "The API is retiring this field; use backup_infos instead."

const backupURLDescription = "Reads the download URLs of a Redis backup's RDB files (API action `DescribeBackupUrl`)."

func backupURLSchema(ctx context.Context) schema.Schema {
	return schema.Schema{MarkdownDescription: backupURLDescription, Attributes: backupURLAttributes(ctx)}
}

// backupURLAttributes are the inputs and outputs of DescribeBackupUrl, under
// the API's names in snake case, and what the provider adds. The data source
// and the ephemeral resource share them.
func backupURLAttributes(ctx context.Context) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"instance_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The id of the Redis instance, for example `crs-4y9t57vt`.",
			Validators:          []validator.String{validators.InstanceID},
		},
		"backup_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The id of the backup, as the API action `DescribeInstanceBackups` lists it, for example `678362566696298532848117`.",
			Validators:          []validator.String{validators.NotBlank},
		},
		"region": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "The region of the instance. Default: the provider's region. Read back, it is the region that was used.",
			Validators:          []validator.String{validators.Region},
		},
		"limit_type": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "From which networks the URLs can be used: `NoLimit` (from everywhere), `LimitOnlyIntranet` (only from internal addresses that Tencent Cloud assigned), " +
				"`Customize` (as `limit_vpc` and `limit_ip` say). If unset, the download restriction that the account has configured for the region applies.",
			Validators: []validator.String{stringvalidator.OneOf(string(redisapi.NoLimit), string(redisapi.LimitOnlyIntranet), string(redisapi.Customize))},
		},
		"vpc_comparison_symbol": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "`In`, the only value that the API takes: the VPCs in `limit_vpc` may download. Only with `limit_type = \"Customize\"`.",
			Validators:          []validator.String{stringvalidator.OneOf(string(redisapi.In))},
		},
		"ip_comparison_symbol": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "`In`: the addresses in `limit_ip` may download; this is what the API does by default. `NotIn`: they may not. Only with `limit_type = \"Customize\"`.",
			Validators:          []validator.String{stringvalidator.OneOf(string(redisapi.In), string(redisapi.NotIn))},
		},
		"limit_vpc": limitVPCAttribute(),
		"limit_ip":  limitIPAttribute(),
		"wait_for_available": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether to wait for a backup that is in use or still being exported, for as long as `timeouts.read` says. Default: `false`, which makes it an error.",
		},
		"timeouts": timeouts.AttributesWithOpts(ctx, timeouts.Opts{
			ReadDescription: "How long the read may take in all, retries and waiting included, for example `30m`. Default: `" + defaultReadTimeout.String() + "`.",
		}),
		"backup_infos":       backupInfosAttribute(),
		"download_url":       retiringList("URLs on the internet, valid for six hours.", true),
		"inner_download_url": retiringList("URLs inside Tencent Cloud, valid for six hours.", true),
		"filenames":          retiringList("Names of the files; null where the API tells none.", false),
		"request_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The id of the API request, which Tencent Cloud's support asks for.",
		},
		"fingerprint": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "A digest of the instance, the backup, and the files' names and sizes. It stays the same from one read to the next, while the URLs do not.",
		},
		"expires_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the first of the URLs ceases to work (RFC 3339, UTC), as the URLs themselves tell; null where none tells.",
		},
	}
}

func limitVPCAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: "VPCs from which the URLs can be used. Only with `limit_type = \"Customize\"`.",
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The region of the VPCs.",
				Validators:          []validator.String{validators.Region},
			},
			"vpc_list": schema.ListAttribute{
				Required:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "The ids of the VPCs, for example `vpc-5xg9qpb1`.",
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.ValueStringsAre(validators.NotBlank)},
			},
		}},
	}
}

func limitIPAttribute() schema.Attribute {
	return schema.ListAttribute{
		Optional:            true,
		ElementType:         types.StringType,
		MarkdownDescription: "IPv4 addresses or CIDR blocks, for example `10.1.1.12` or `10.1.1.0/24`. Only with `limit_type = \"Customize\"`.",
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(validators.IPOrCIDR)},
	}
}

func backupInfosAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The files of the backup in the API's order, one for each shard of a cluster; null where the API tells none.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"file_name": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The name of the file.",
			},
			"file_size": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "The size of the file in bytes; `0` where the API does not know it.",
			},
			"download_url": schema.StringAttribute{
				Computed:            true,
				Sensitive:           true,
				MarkdownDescription: "The URL on the internet, valid for six hours. Whoever holds it downloads the data.",
			},
			"inner_download_url": schema.StringAttribute{
				Computed:            true,
				Sensitive:           true,
				MarkdownDescription: "The URL inside Tencent Cloud, valid for six hours. Whoever holds it downloads the data.",
			},
		}},
	}
}

func retiringList(description string, sensitive bool) schema.Attribute {
	return schema.ListAttribute{
		Computed:            true,
		Sensitive:           sensitive,
		ElementType:         types.StringType,
		MarkdownDescription: description,
		DeprecationMessage:  retiring,
	}
}
