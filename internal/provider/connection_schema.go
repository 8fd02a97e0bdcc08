// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// connectionAttributes say where the API is and how it is asked.
func connectionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": text("The region to read from where a data source names none, for example `ap-guangzhou`. Default: the profile's, where a profile is used; there is no other."+
			environment(envRegion), validators.Region),
		"protocol": text("`HTTPS` (default) or `HTTP`. With `HTTP`, the answers and the signed URLs in them cross the network in clear: it is for tests."+
			environment(envProtocol), protocolValidator),
		"domain": text("The root domain of the API; the hosts are `redis.<domain>` and `sts.<domain>`. Default: `"+tencentapi.DefaultDomain+
			"`, or `<region>."+tencentapi.DefaultDomain+"` in a finance region."+environment(envDomain), domainValidator),
		"endpoints": endpointsAttribute(),
		"proxy": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: "The URL of a proxy, with `http`, `https` or `socks5` as its scheme; it may hold a user name and a password. " +
				"It replaces the proxies of the environment variables `HTTPS_PROXY` and `HTTP_PROXY`, which are used otherwise; the hosts in `NO_PROXY` are reached without one in any case.",
			Validators: []validator.String{unlessBlank{proxyValidator}},
		},
		"ca_bundle": text("A file of certificates in PEM format to trust in addition to the system's, for private endpoints and proxies that look into TLS. " +
			"Outside of Windows and macOS, `SSL_CERT_FILE` and `SSL_CERT_DIR` say where the system's are."),
		"max_requests_per_second": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "How many requests of each action leave within a second. Fewer leave for a while where the API refuses some. Default: `20`, the API's documented limit.",
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"max_retries": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "How often a request is repeated whose failure may pass by itself. Default: `8`; `0` is never.",
			Validators:          []validator.Int64{int64validator.AtLeast(0)},
		},
		"request_timeout": text("How long a single attempt may take, for example `90s`. Default: `30s`.", durationValidator),
	}
}

func endpointsAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Base URLs of single services: scheme, host and port. Each wins over `protocol`, `domain` and the profile.",
		Attributes: map[string]schema.Attribute{
			"redis": text("The base URL of the Redis API, for example `https://redis.internal.tencentcloudapi.com`."+
				environment(envEndpointRedis), baseURLValidator),
			"sts": text("The base URL of the Security Token Service, for example `https://sts.internal.tencentcloudapi.com`."+
				environment(envEndpointSTS), baseURLValidator),
			"metadata": text("The base URL of the metadata service of CVM instances. Default: `"+credentials.DefaultMetadataURL+"`."+
				environment(envEndpointMetadata), baseURLValidator),
		},
	}
}
