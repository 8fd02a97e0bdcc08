// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"slices"
	"strconv"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// kind is the type of an argument and, for a string, its allowed characters.
type kind int

const (
	word     kind = iota // a string of visible ASCII characters
	text                 // a string without control characters
	document             // any string
	encoded              // a string in base64; white space is ignored
	number               // an integer
	seconds              // an integer; 0 counts as not set, as in the official provider
	flag                 // a boolean
	set                  // a set of strings
	object               // an object with arguments of its own
)

// argument is an argument of the provider block.
type argument struct {
	path        string // "assume_role.external_id"
	kind        kind
	sensitive   bool
	env         []string // the environment variables to use instead, in order
	profile     string   // the key in a profile of tccli to use instead
	description string
	check       func(string) error // of a string, or of each element of a set
	least, most int64              // of an integer; a most of 0 is no limit
}

const (
	requiredSomewhere = " Required here or in the environment."
	roleARNExample    = "`qcs::cam::uin/100000000001:roleName/backup-reader`"
)

// arguments are those of the official provider that apply to Redis, and some more
// to reach the API.
var arguments = slices.Concat(
	credentialArguments(), assumeRoleArguments(), samlArguments(), webIdentityArguments(), mfaArguments(), connectionArguments(),
)

func credentialArguments() []argument {
	return []argument{
		{
			path: "secret_id", profile: "secretId", env: []string{credentials.EnvSecretID},
			description: "Secret ID of the API key.",
		},
		{
			path: "secret_key", sensitive: true, profile: "secretKey", env: []string{credentials.EnvSecretKey},
			description: "Secret key of the API key.",
		},
		{
			path: "security_token", sensitive: true, profile: "token", env: []string{credentials.EnvSecurityToken, "TENCENTCLOUD_TOKEN"},
			description: "Token of a temporary API key. A token in the environment is used only with a key pair, or half of one, that is set there too.",
		},
		{
			path: "profile", kind: text, env: []string{"TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"},
			description: "Profile of `tccli` that provides the key pair, role, region, and endpoints. Defaults to `default` if no other source of credentials is set.",
		},
		{
			path: "shared_credentials_dir", kind: text, env: []string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR"},
			description: "Directory of the `tccli` profiles. Defaults to `~/.tccli`.",
		},
		{
			path: "cam_role_name", profile: "use-cvm-role", env: []string{"TENCENTCLOUD_CAM_ROLE_NAME"}, check: setting.CheckRoleName,
			description: "Name of the CAM role that is bound to the CVM instance Terraform runs on. Its credentials come from the instance metadata service.",
		},
		{
			path: "enable_pod_oidc", kind: flag,
			description: "Whether to use the identity of the TKE pod Terraform runs in. Defaults to `false`. " +
				"TKE sets the environment variables that this needs: `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE`, and `TKE_ROLE_ARN`.",
		},
		{
			path: "allowed_account_ids", kind: set, check: setting.CheckAccountID,
			description: "IDs (Uin) of the accounts that the credentials may belong to. They are checked once, before any other request. Conflicts with `forbidden_account_ids`.",
		},
		{
			path: "forbidden_account_ids", kind: set, check: setting.CheckAccountID,
			description: "IDs (Uin) of accounts that the credentials must not belong to. They are checked once, before any other request. Conflicts with `allowed_account_ids`.",
		},
	}
}

// roleARNRow, sessionNameRow, and sessionDurationRow return arguments of all roles.
func roleARNRow(object string) argument {
	return argument{
		path: object + ".role_arn", env: []string{"TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"}, check: setting.CheckRoleARN,
		description: "ARN of the role, for example " + roleARNExample + "." + requiredSomewhere,
	}
}

func sessionNameRow(object string) argument {
	return argument{
		path: object + ".session_name", env: []string{"TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "TENCENTCLOUD_ROLE_SESSION_NAME"}, check: setting.CheckSessionName,
		description: "Name of the session in the audit log." + requiredSomewhere,
	}
}

func sessionDurationRow(object string) argument {
	return argument{
		path: object + ".session_duration", kind: seconds, most: credentials.MaxRoleSeconds, env: []string{"TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"},
		description: "Duration of the session in seconds, at most 43200. Defaults to `7200`. The session is renewed before it expires.",
	}
}

func assumeRoleArguments() []argument {
	arn, name := roleARNRow("assume_role"), sessionNameRow("assume_role")
	arn.profile, name.profile = "role-arn", "role-session-name"
	return []argument{
		{
			path: "assume_role", kind: object,
			description: "CAM role to assume with the credentials found so far: a key pair, a profile, or another role.",
		},
		arn, name, sessionDurationRow("assume_role"),
		{
			path: "assume_role.policy", kind: document, check: setting.CheckJSON,
			description: "Policy in JSON that further restricts the session, for example from `jsonencode`. The provider URL-encodes it.",
		},
		{
			path: "assume_role.external_id", env: []string{"TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"},
			description: "External ID that the role's trust policy requires.",
		},
		{
			path: "assume_role.source_identity", env: []string{"TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY"},
			description: "ID (Uin) of the user behind the session, for the audit log.",
		},
		{
			path: "assume_role.serial_number", env: []string{"TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER"},
			description: "Serial number of the MFA device, if the role requires one.",
		},
		{
			path: "assume_role.token_code", sensitive: true, env: []string{"TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE"},
			description: "Code that the MFA device shows. It works once, so the session cannot be renewed.",
		},
	}
}

func samlArguments() []argument {
	const saml = "assume_role_with_saml"
	return []argument{
		{path: saml, kind: object, description: "CAM role that a SAML assertion gives. It needs no API key."},
		{
			path: saml + ".saml_assertion", kind: encoded, sensitive: true, env: []string{"TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION"},
			description: "Assertion of the identity provider, in base64." + requiredSomewhere,
		},
		{
			path: saml + ".principal_arn", env: []string{"TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN"}, check: setting.CheckSAMLProviderARN,
			description: "ARN of the identity provider, for example `qcs::cam::uin/100000000001:saml-provider/OneLogin`." + requiredSomewhere,
		},
		roleARNRow(saml), sessionNameRow(saml), sessionDurationRow(saml),
	}
}

func webIdentityArguments() []argument {
	const web = "assume_role_with_web_identity"
	return []argument{
		{path: web, kind: object, description: "CAM role that a token of an OIDC provider gives. It needs no API key."},
		{
			path: web + ".provider_id", env: []string{"TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID"},
			description: "Name of the OIDC provider in CAM. Defaults to `OIDC`.",
		},
		{
			path: web + ".web_identity_token", sensitive: true, env: []string{"TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN"},
			description: "Token. Either the token or a file with it is required, here or in the environment.",
		},
		{
			path: web + ".web_identity_token_file", kind: text, env: []string{"TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE"},
			description: "File with the token, either bare or as `{\"web_identity_token\": \"…\"}`. It is read again at each renewal.",
		},
		roleARNRow(web),
		{
			path: web + ".role_arn_file", kind: text, env: []string{"TENCENTCLOUD_ASSUME_ROLE_ARN_FILE", "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE"}, // the second has a typo of the official provider
			description: "File with the role's ARN, either bare or as `{\"role_arn\": \"…\"}`, instead of `role_arn`.",
		},
		sessionNameRow(web), sessionDurationRow(web),
	}
}

func mfaArguments() []argument {
	const mfa = "mfa_certification"
	return []argument{
		{path: mfa, kind: object, description: "Session that a code of an MFA device opens for a permanent key pair."},
		{
			path: mfa + ".serial_number", env: []string{"TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER"},
			description: "Serial number of the MFA device." + requiredSomewhere,
		},
		{
			path: mfa + ".token_code", sensitive: true, env: []string{"TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE"},
			description: "Code that the device shows. It works once, so the session cannot be renewed." + requiredSomewhere,
		},
		{
			path: mfa + ".duration_seconds", kind: seconds, most: credentials.MaxMFASeconds, env: []string{"TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS"},
			description: "Duration of the session in seconds, at most 129600. Defaults to `" + strconv.Itoa(credentials.DefaultMFASeconds) + "`.",
		},
	}
}

func connectionArguments() []argument {
	return []argument{
		{
			path: "region", profile: "_sys_param.region", env: []string{"TENCENTCLOUD_REGION"}, check: setting.CheckRegion,
			description: "Region to read from, for example `ap-guangzhou`, unless a data source sets its own. Defaults to the region of the profile, if one is used.",
		},
		{
			path: "protocol", env: []string{"TENCENTCLOUD_PROTOCOL"}, check: checkProtocol,
			description: "`HTTPS` (default) or `HTTP`. With `HTTP`, responses and the signed URLs in them are not encrypted: use it for tests only.",
		},
		{
			path: "domain", env: []string{"TENCENTCLOUD_DOMAIN"}, check: checkDomain,
			description: "Root domain of the API; the hosts are `redis.<domain>` and `sts.<domain>`. Defaults to `" + tencentapi.DefaultDomain +
				"`, or to `<region>." + tencentapi.DefaultDomain + "` in a finance region.",
		},
		{
			path: "endpoints", kind: object,
			description: "Base URLs of single services: scheme, host, and port. Each overrides `protocol`, `domain`, and the profile.",
		},
		{
			path: "endpoints.redis", profile: "redis.endpoint", env: []string{"TENCENTCLOUD_ENDPOINT_URL_REDIS"}, check: checkBaseURL,
			description: "Base URL of the Redis API, for example `https://redis.internal.tencentcloudapi.com`.",
		},
		{
			path: "endpoints.sts", profile: "sts.endpoint", env: []string{"TENCENTCLOUD_ENDPOINT_URL_STS"}, check: checkBaseURL,
			description: "Base URL of the Security Token Service, for example `https://sts.internal.tencentcloudapi.com`.",
		},
		{
			path: "endpoints.metadata", env: []string{"TENCENTCLOUD_ENDPOINT_URL_METADATA"}, check: checkBaseURL,
			description: "Base URL of the metadata service of CVM instances. Defaults to `" + credentials.DefaultMetadataURL + "`.",
		},
		{
			path: "proxy", kind: text, sensitive: true, check: checkProxy,
			description: "URL of a proxy with the scheme `http`, `https`, or `socks5`, optionally with a user name and password. " +
				"Overrides the environment variables `HTTPS_PROXY` and `HTTP_PROXY`. Hosts in `NO_PROXY` never use a proxy.",
		},
		{
			path: "ca_bundle", kind: text,
			description: "File of certificates in PEM format to trust in addition to the system's, for private endpoints and TLS-inspecting proxies. " +
				"Except on Windows and macOS, `SSL_CERT_FILE` and `SSL_CERT_DIR` override where the system's certificates are.",
		},
		{
			path: "max_requests_per_second", kind: number, least: 1,
			description: "Maximum number of requests per second and API action. The provider slows down while the API throttles it. Defaults to `20`, the API's documented rate limit.",
		},
		{
			path: "max_retries", kind: number,
			description: "Maximum number of retries after a transient failure. `0` disables retries. Defaults to `8`.",
		},
		{
			path: "request_timeout", check: setting.CheckDuration,
			description: "Timeout of a single attempt, for example `90s`. Defaults to `" + tencentapi.DefaultRequestTimeout.String() + "`. An attempt that times out is retried once.",
		},
	}
}
