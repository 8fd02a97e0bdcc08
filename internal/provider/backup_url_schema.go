// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

const backupURLDescription = "Returns signed download URLs for the RDB files of a Redis backup (API action `DescribeBackupUrl`)."

func backupURLSchema() schema.Schema {
	return schema.Schema{MarkdownDescription: backupURLDescription, Attributes: backupURLAttributes()}
}

// backupURLArguments returns the inputs of DescribeBackupUrl, under the API's names in
// snake case, and what the provider adds. The data source, the ephemeral resource, the
// resource, and the action share them.
func backupURLArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"instance_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "ID of the Redis instance, such as `crs-4y9t57vt`.",
			Validators:          []validator.String{config.Validator(setting.CheckInstanceID)},
		},
		"backup_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "ID of the backup, such as `678362566696298532848117`. `tencentredis_backup` finds it.",
			Validators:          []validator.String{config.Validator(setting.CheckNotBlank)},
		},
		"region": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Region of the instance. Defaults to the provider's region. After a read, the region that was used.",
			Validators:          []validator.String{config.Validator(setting.CheckRegion)},
		},
		"limit_type": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Networks from which the URLs work: `NoLimit` (any), `LimitOnlyIntranet` (internal addresses assigned by Tencent Cloud), " +
				"or `Customize` (those in `limit_vpc` and `limit_ip`). If unset, the account's own download restriction for the region applies.",
			Validators: []validator.String{config.Validator(setting.OneOf(string(redisapi.NoLimit), string(redisapi.LimitOnlyIntranet), string(redisapi.Customize)))},
		},
		"vpc_comparison_symbol": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Must be `In`: the VPCs in `limit_vpc` may download. Only with `limit_type = \"Customize\"` and `limit_vpc`.",
			Validators:          []validator.String{config.Validator(setting.OneOf(string(redisapi.In)))},
		},
		"ip_comparison_symbol": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "`In` if the addresses in `limit_ip` may download, `NotIn` if all others may. Defaults to `In`. Only with `limit_type = \"Customize\"` and `limit_ip`.",
			Validators:          []validator.String{config.Validator(setting.OneOf(string(redisapi.In), string(redisapi.NotIn)))},
		},
		"limit_vpc":          limitVPCAttribute(),
		"limit_ip":           limitIPAttribute(),
		"wait_for_available": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to wait, within `timeouts`, for a backup that is in use or still being exported. Defaults to `false`, which makes it an error."},
	}
}

// backupURLAttributes returns those and the outputs of DescribeBackupUrl. The data
// source and the ephemeral resource share them.
func backupURLAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"timeouts":           timeoutsAttribute(map[string]string{"read": "Maximum duration of the whole read, retries and waiting included, such as `30m`. Defaults to `20m`."}),
		"backup_infos":       backupInfosAttribute(),
		"download_url":       retiringList("Public URLs, valid for six hours.", true),
		"inner_download_url": retiringList("Internal URLs, valid for six hours.", true),
		"filenames":          retiringList("Names of the files; empty if the API returns none.", false),
		"request_id":         schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the API request, which Tencent Cloud's support asks for."},
		"fingerprint":        schema.StringAttribute{Computed: true, MarkdownDescription: "Digest of the instance, the backup, and the files' names and sizes. It stays the same from one read to the next, although the URLs change."},
		"expires_at":         schema.StringAttribute{Computed: true, MarkdownDescription: "Time at which the first of the URLs expires (RFC 3339, UTC), read from the URLs; null if none says so."},
	}
	maps.Copy(attributes, backupURLArguments())
	return attributes
}

func limitVPCAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: "VPCs from which the URLs work. Only with `limit_type = \"Customize\"`.",
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Region of the VPCs.",
				Validators:          []validator.String{config.Validator(setting.CheckRegion)},
			},
			"vpc_list": schema.ListAttribute{
				Required:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "IDs of the VPCs, such as `vpc-5xg9qpb1`.",
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.ValueStringsAre(config.Validator(setting.CheckVPCID))},
			},
		}},
	}
}

func limitIPAttribute() schema.Attribute {
	return schema.ListAttribute{
		Optional:            true,
		ElementType:         types.StringType,
		MarkdownDescription: "IPv4 addresses or CIDR blocks, such as `10.1.1.12` or `10.1.1.0/24`. Only with `limit_type = \"Customize\"`.",
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.ValueStringsAre(config.Validator(setting.CheckIPOrCIDR))},
	}
}

func backupInfosAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "Files of the backup in the API's order, one for each shard of a cluster; empty if the API returns none.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"file_name": schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the file."},
			"file_size": schema.Int64Attribute{Computed: true, MarkdownDescription: "Size of the file in bytes; `0` if the API does not know it."},
			"download_url": schema.StringAttribute{
				Computed:            true,
				Sensitive:           true,
				MarkdownDescription: "Public URL, valid for six hours. Anyone who has it can download the data.",
			},
			"inner_download_url": schema.StringAttribute{
				Computed:            true,
				Sensitive:           true,
				MarkdownDescription: "Internal URL, which works within Tencent Cloud only, valid for six hours. Anyone who has it can download the data.",
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
		DeprecationMessage:  "The API is retiring this field; use backup_infos instead.",
	}
}
