// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"slices"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The arguments for the connection.
var (
	region = setting.Argument{
		Path: "region", Env: []string{"TENCENTCLOUD_REGION"}, Check: setting.CheckRegion,
		Description: "Region of the instances, for example `ap-guangzhou`, unless a data source, resource, or action sets its own. Defaults to the region of the profile, if one is used.",
	}
	protocol = setting.Argument{
		Path: "protocol", Env: []string{"TENCENTCLOUD_PROTOCOL"}, Check: checkProtocol,
		Description: "`HTTPS` (default) or `HTTP`. With `HTTP`, responses and the signed URLs in them are not encrypted: use it for tests only.",
	}
	domain = setting.Argument{
		Path: "domain", Env: []string{"TENCENTCLOUD_DOMAIN"}, Check: checkDomain,
		Description: "Root domain of the API; the hosts are `redis.<domain>` and `sts.<domain>`. Defaults to `" + tencentapi.DefaultDomain +
			"`, or to `<region>." + tencentapi.DefaultDomain + "` in a finance region.",
	}
	endpoints = setting.Argument{
		Path: "endpoints", Kind: setting.Object,
		Description: "Base URLs of single services: scheme, host, and port. Each overrides `protocol`, `domain`, and the profile.",
	}
	redisEndpoint = setting.Argument{
		Path: "endpoints.redis", Env: []string{"TENCENTCLOUD_ENDPOINT_URL_REDIS"}, Check: checkBaseURL,
		Description: "Base URL of the Redis API, for example `https://redis.internal.tencentcloudapi.com`.",
	}
	stsEndpoint = setting.Argument{
		Path: "endpoints.sts", Env: []string{"TENCENTCLOUD_ENDPOINT_URL_STS"}, Check: checkBaseURL,
		Description: "Base URL of the Security Token Service, for example `https://sts.internal.tencentcloudapi.com`.",
	}
	metadataEndpoint = setting.Argument{
		Path: "endpoints.metadata", Env: []string{"TENCENTCLOUD_ENDPOINT_URL_METADATA"}, Check: checkBaseURL,
		Description: "Base URL of the metadata service of CVM instances. Defaults to `" + auth.DefaultMetadataURL + "`.",
	}
	proxyURL = setting.Argument{
		Path: "proxy", Kind: setting.Text, Sensitive: true, Check: checkProxy,
		Description: "URL of a proxy with the scheme `http`, `https`, `socks5`, or `socks5h`, optionally with a user name and password. " +
			"Overrides the environment variables `HTTPS_PROXY` and `HTTP_PROXY`. Hosts in `NO_PROXY` never use a proxy.",
	}
	caBundle = setting.Argument{
		Path: "ca_bundle", Kind: setting.Text,
		Description: "File of certificates in PEM format to trust in addition to the system's, for private endpoints and TLS-inspecting proxies. " +
			"Except on Windows and macOS, `SSL_CERT_FILE` and `SSL_CERT_DIR` override where the system's certificates are.",
	}
	maxRequestsPerSecond = setting.Argument{
		Path: "max_requests_per_second", Kind: setting.Number, Check: setting.AtLeast(1),
		Description: "Maximum number of requests per second and API action. The provider slows down while the API throttles it. Defaults to `20`, the API's documented rate limit.",
	}
	maxRetries = setting.Argument{
		Path: "max_retries", Kind: setting.Number, Check: setting.AtLeast(0),
		Description: "Maximum number of retries after a transient failure. `0` disables retries. Defaults to `8`.",
	}
	requestTimeout = setting.Argument{
		Path: "request_timeout", Check: setting.CheckDuration,
		Description: "Timeout of a single attempt, for example `90s`. Defaults to `25s`. An attempt that times out is retried once.",
	}
)

// arguments returns those of the provider block. They are those of the official
// provider that apply to Redis, and some more to reach the API.
func arguments() []setting.Argument {
	return slices.Concat(auth.Arguments(), []setting.Argument{
		region, protocol, domain, endpoints, redisEndpoint, stsEndpoint, metadataEndpoint, proxyURL, caBundle,
		maxRequestsPerSecond, maxRetries, requestTimeout,
	})
}
