// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"strings"

	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
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

// maxConnections is the greatest value of connections.
const maxConnections = 32

// backupDownloadArguments returns the arguments that the resource and the action
// share.
func backupDownloadArguments() map[string]data.Attribute {
	arguments := backupURLArguments()
	arguments["directory"] = data.StringAttribute{
		Required:            true,
		MarkdownDescription: "Directory to download to; it is created if necessary. The files go into a folder in it that is named after the backup: `DIRECTORY/BACKUP_ID/`. A relative path starts at the directory that Terraform runs in. For the home directory, use `pathexpand(\"~/backups\")`.",
		Validators:          []validator.String{config.Validator(setting.CheckNotBlank), config.Validator(checkNoTilde)},
	}
	arguments["network"] = data.StringAttribute{
		Optional:            true,
		MarkdownDescription: "URLs to use: `internet`, or `internal` for those inside Tencent Cloud, which work only on a machine in the instance's region. Defaults to `internet`.",
		Validators:          []validator.String{config.Validator(networkNames.OneOf(networkInternet, networkInternal))},
	}
	arguments["connections"] = data.NumberAttribute{
		Optional:            true,
		MarkdownDescription: fmt.Sprintf("Maximum number of connections for the download, from 1 to %d. A large file uses several if one is slow. Defaults to `8`.", maxConnections),
		Validators:          []validator.Number{config.Validator(setting.Between(1, maxConnections))},
	}
	arguments["first_byte_timeout"] = data.StringAttribute{
		Optional:            true,
		MarkdownDescription: "Maximum time until a response begins, such as `5m`. A gateway that scans files sends nothing until it has the whole file. By default, only `timeouts` limits it.",
		Validators:          []validator.String{config.Validator(setting.CheckDuration)},
	}
	arguments["idle_timeout"] = data.StringAttribute{
		Optional:            true,
		MarkdownDescription: "Maximum silence in the middle of a response, such as `30s`, before the rest is requested again. Defaults to `60s`.",
		Validators:          []validator.String{config.Validator(setting.CheckDuration)},
	}
	return arguments
}

// checkNoTilde refuses ~, which a plan would promise to users with another home.
func checkNoTilde(directory string) error {
	if !strings.HasPrefix(directory, "~") {
		return nil
	}
	if directory == "~" || strings.HasPrefix(directory, "~/") {
		return fmt.Errorf("must not begin with ~; use pathexpand(%q)", directory)
	}
	return errors.New("must not begin with ~; for a directory of that name, begin with ./")
}

func backupDownloadSchema() schema.Schema {
	arguments := backupDownloadArguments()
	arguments["check_on_refresh"] = data.BoolAttribute{Optional: true, MarkdownDescription: "Whether a refresh compares the files' names and sizes with the disk, so that the plan shows which are missing or changed, and the apply downloads those. For machines that keep their disk. Defaults to `false`."}
	arguments["delete_on_destroy"] = data.BoolAttribute{Optional: true, MarkdownDescription: "Whether the files are deleted when the resource is destroyed, or once an update has downloaded others. Files that have changed since the download are kept, and so is everything else in the folder. Requires Terraform 1.3 or newer. Defaults to `false`."}
	arguments["timeouts"] = timeoutsAttribute(map[string]string{
		"create": "Maximum duration of the download, such as `30m`. Defaults to `2h`. What was received by then is kept, and the next apply continues.",
		"update": "Maximum duration of a download by an update. Defaults to `2h`.",
		"delete": "Maximum duration of deleting the files, such as `5m`. Defaults to `30m`.",
	})
	attributes := attributesAs[schema.Attribute](arguments)
	attributes["path"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Path of the folder with the files. It is relative if `directory` is."}
	attributes["files"] = downloadedFilesAttribute()
	attributes["fingerprint"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Digest of the instance, the backup, and the files' names and sizes, the same as that of the data source `tencentredis_backup_url`."}
	return schema.Schema{
		MarkdownDescription: "Downloads the files of a Redis backup to this machine and checks them. Interrupted downloads are resumed. URLs and contents are never written to plan, state, or logs.",
		Attributes:          attributes,
	}
}

func downloadedFilesAttribute() schema.Attribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "Files, one for each shard, sorted by name: `2.rdb` is before `10.rdb`. Only `file_name` is known at plan, if the arguments are.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"file_name": schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the file."},
			"path":      schema.StringAttribute{Computed: true, MarkdownDescription: "Path of the file. It is relative if `directory` is."},
			"file_size": schema.Int64Attribute{Computed: true, MarkdownDescription: "Size of the file in bytes; null if a refresh found it missing or changed."},
			"sha256":    schema.StringAttribute{Computed: true, MarkdownDescription: "SHA-256 of the file in hexadecimal; null if a refresh found it missing or changed."},
			"checked": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Checks that the file passed: `size`, `crc64ecma` (the CRC-64 that the object storage sends), and `rdb` (the checksum at the end of an RDB file). A check is missing if there is nothing to compare with.",
			},
			"rdb": rdbAttribute(),
		}},
	}
}
