// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// The values of network.
const (
	networkInternet = "internet"
	networkInternal = "internal"
)

// networkNames are what the API, its documentation, and other tools call the networks.
var networkNames = setting.Synonyms{
	"extranet": networkInternet, "outer": networkInternet, "public": networkInternet, "wan": networkInternet,
	"inner": networkInternal, "intranet": networkInternal, "lan": networkInternal, "private": networkInternal, "vpc": networkInternal,
}

const (
	defaultDownloadTimeout = 2 * time.Hour
	defaultDeleteTimeout   = 30 * time.Minute
)

// backupDownloadArguments returns the arguments that the resource and the action
// share. Those of DescribeBackupUrl are the data source's.
func backupDownloadArguments() map[string]data.Attribute {
	arguments := map[string]data.Attribute{
		"directory": data.StringAttribute{
			Required:            true,
			MarkdownDescription: "The directory to download to; it is created if necessary. The files go into a folder in it that is named after the backup: `DIRECTORY/BACKUP_ID/`. A relative path starts at the directory that Terraform runs in; `~` is the home directory.",
			Validators:          []validator.String{config.Validator(setting.CheckNotBlank)},
		},
		"network": data.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Which URLs to use: `internet`, or `internal` for those inside Tencent Cloud, which work only on a machine in the instance's region. Defaults to `internet`.",
			Validators:          []validator.String{config.Validator(networkNames.OneOf(networkInternet, networkInternal))},
		},
	}
	all := backupURLAttributes()
	for _, name := range []string{"instance_id", "backup_id", "region", "limit_type", "vpc_comparison_symbol", "ip_comparison_symbol", "limit_vpc", "limit_ip"} {
		arguments[name] = all[name]
	}
	return arguments
}

func backupDownloadSchema() schema.Schema {
	attributes := resourceAttributes(backupDownloadArguments())
	for _, name := range []string{"instance_id", "backup_id", "directory"} {
		attributes[name] = replacing(attributes[name], stringplanmodifier.RequiresReplace())
	}
	attributes["region"] = replacing(attributes["region"], stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown())
	attributes["delete_on_destroy"] = schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether destroying the resource deletes the files. Files that have changed since the download are kept, and so is everything else in the folder. Defaults to `false`."}
	attributes["timeouts"] = schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Timeouts of the operations.",
		CustomType:          timeouts.Type{ObjectType: types.ObjectType{AttrTypes: map[string]attr.Type{"create": types.StringType, "delete": types.StringType}}},
		Attributes: map[string]schema.Attribute{
			"create": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Maximum duration of the download, such as `30m`. Defaults to `2h`. What was received by then is kept, and the next apply continues.",
				Validators:          []validator.String{config.Validator(setting.CheckDuration)},
			},
			"delete": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Maximum duration of deleting the files, such as `5m`. Defaults to `30m`.",
				Validators:          []validator.String{config.Validator(setting.CheckDuration)},
			},
		},
	}
	attributes["path"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "The absolute path of the folder with the files.",
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	attributes["files"] = downloadedFilesAttribute()
	attributes["fingerprint"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "A digest of the instance, the backup, and the files' names and sizes, the same as that of the data source `tencentredis_backup_url`.",
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	return schema.Schema{
		MarkdownDescription: "Downloads the files of a Redis backup to this machine and checks them. Interrupted downloads are resumed. Neither URLs nor contents get into plan, state, or logs.",
		Attributes:          attributes,
	}
}

func downloadedFilesAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The files in the API's order, one for each shard. Names, paths, and sizes are known at plan if the arguments are.",
		PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"file_name": schema.StringAttribute{Computed: true, MarkdownDescription: "The name of the file."},
			"path":      schema.StringAttribute{Computed: true, MarkdownDescription: "The absolute path of the file."},
			"file_size": schema.Int64Attribute{Computed: true, MarkdownDescription: "The size of the file in bytes."},
			"sha256":    schema.StringAttribute{Computed: true, MarkdownDescription: "The SHA-256 of the file in hexadecimal."},
			"checked": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The checks that the file passed: `size`, `crc64ecma` (the CRC-64 that the object storage sends), and `rdb` (the checksum at the end of an RDB file). A check is missing if there is nothing to compare with.",
			},
		}},
	}
}
