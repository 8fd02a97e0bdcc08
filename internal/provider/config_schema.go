// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// providerModel is the provider block. Its objects are types.Object, since a
// struct cannot hold an unknown one.
type providerModel struct {
	SecretID      types.String `tfsdk:"secret_id"`
	SecretKey     types.String `tfsdk:"secret_key"`
	SecurityToken types.String `tfsdk:"security_token"`
	Region        types.String `tfsdk:"region"`
	Protocol      types.String `tfsdk:"protocol"`
	Domain        types.String `tfsdk:"domain"`
	Endpoints     types.Object `tfsdk:"endpoints"`
}

func providerSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Gets the backups of Tencent Cloud Redis instances out: download URLs of their RDB files.",
		Attributes: map[string]schema.Attribute{
			"secret_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The id of the API key. Environment: `" + envSecretID + "`.",
			},
			"secret_key": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "The secret of the API key. Environment: `" + envSecretKey + "`.",
			},
			"security_token": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "The token that belongs to a temporary API key. Environment: `" + envSecurityToken + "`.",
			},
			"region": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The region to read from where a data source names none, for example `ap-guangzhou`. There is no default. Environment: `" + envRegion + "`.",
				Validators:          []validator.String{regionValidator},
			},
			"protocol": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "`HTTPS` (default) or `HTTP`. With `HTTP`, the answers and the signed URLs in them cross the network in clear: it is for tests. Environment: `" + envProtocol + "`.",
				Validators:          []validator.String{stringvalidator.OneOf("HTTPS", "HTTP")},
			},
			"domain": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The root domain of the API; the host is `redis.<domain>`. Default: `" + tencentapi.DefaultDomain + "`. Environment: `" + envDomain + "`.",
				Validators:          []validator.String{domainValidator},
			},
			"endpoints": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Full base URLs of single services, each of which wins over `protocol` and `domain`.",
				Attributes: map[string]schema.Attribute{
					"redis": schema.StringAttribute{
						Optional:            true,
						MarkdownDescription: "The base URL of the Redis API: scheme, host and port, for example `https://redis.internal.tencentcloudapi.com`. Environment: `" + envEndpointRedis + "`.",
						Validators:          []validator.String{baseURLValidator},
					},
				},
			},
		},
	}
}
