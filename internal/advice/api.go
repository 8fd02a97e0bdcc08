// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import "github.com/tencentredis/terraform-provider-tencentredis/internal/auth"

const (
	tickets = "https://console.cloud.tencent.com/workorder"
	keyPage = "https://console.cloud.tencent.com/cam/capi"

	quoteRequestID = "open a ticket at " + tickets + " and quote the request ID."

	upgrade = "Upgrade the provider. If this is the newest version, open an issue at https://github.com/tencentredis/terraform-provider-tencentredis/issues."

	apiFault   = "The API had an internal error. Your configuration is not the cause."
	apiFaultDo = "Try again in a few minutes. If it persists, " + quoteRequestID
	notAllowed = "The credentials are not allowed to do this."

	checkProxy    = "Check for a proxy between this machine and the API. "
	checkEndpoint = "Check {endpoint}, domain, and protocol in the provider block and the environment: they must point to {api}."
)

// refused is for codes in no table.
var refused = entry{
	meaning: "The API refused the request.",
	next:    "If the facts below do not say why, " + quoteRequestID,
}

// commonTable has the codes that all services of the API return.
//
// Source: https://www.tencentcloud.com/document/product/239/32050
var commonTable = table{
	"AuthFailure": {
		meaning: "The API rejected the credentials.",
		next: "Check secret_id, secret_key, and security_token in the provider block, the environment variables " +
			auth.EnvSecretID + ", " + auth.EnvSecretKey + ", and " + auth.EnvSecurityToken + ", or the profile.",
	},
	"AuthFailure.SecretIdNotFound": {
		meaning: "The secret ID does not exist: it is mistyped, deleted, or disabled, or it belongs to a temporary key that has expired.",
		next:    "Compare secret_id (or " + auth.EnvSecretID + ") with the keys at " + keyPage + ".",
	},
	"AuthFailure.InvalidSecretId": {
		meaning: "The secret ID is not the ID of an API key.",
		next:    "Take secret_id (or " + auth.EnvSecretID + ") from " + keyPage + ". No other key or ID of the account works here.",
	},
	"AuthFailure.InvalidAuthorization": {meaning: "The API received a malformed signature.", next: checkProxy + checkEndpoint},
	"AuthFailure.SignatureFailure": {
		meaning: "The signature does not match: the secret key does not belong to the secret ID.",
		next:    "Check secret_key (or " + auth.EnvSecretKey + "). A stray space or line break is enough to cause this.",
	},
	"AuthFailure.SignatureExpire": {
		meaning: "This machine's clock is more than five minutes off.",
		next:    "Synchronize this machine's clock, preferably with NTP.",
	},
	"AuthFailure.TokenFailure": {
		meaning: "The security token is wrong or has expired.",
		next:    "Get new temporary credentials and set secret_id, secret_key, and security_token together. A permanent key has no token.",
	},
	"AuthFailure.MFAFailure": {
		meaning: "The account requires multi-factor authentication.",
		next:    "Set mfa_certification in the provider block, or use temporary credentials that were obtained with MFA.",
	},
	"IpInBlacklist": {
		meaning: "The account blocks requests from this machine's IP address.",
		next:    "Run Terraform from another address, or remove this one from the account's list of blocked addresses.",
	},
	"IpNotInWhitelist": {
		meaning: "The account does not allow requests from this machine's IP address.",
		next:    "Run Terraform from an allowed address, or add this one to the account's list of allowed addresses.",
	},
	"RequestLimitExceeded": {
		meaning: "The account exceeded the API's rate limit.",
		next:    "Lower max_requests_per_second in the provider block or Terraform's -parallelism, or run fewer pipelines at the same time.",
	},
	"InternalError":        {meaning: apiFault, next: apiFaultDo},
	"ServiceUnavailable":   {meaning: apiFault, next: apiFaultDo},
	"ResourceInsufficient": {meaning: "The API is short of resources.", next: apiFaultDo},
	"LimitExceeded": {
		meaning: "A quota of the account is used up.",
		next:    "See the message below for which one, and open a ticket at " + tickets + " to have it raised.",
	},
	"UnsupportedRegion": {
		attribute: "region", meaning: "The API does not serve region \"{region}\".",
		next: "Check the region. If domain or {endpoint} is set in the provider block, check that its host serves the region.",
	},
	"ActionOffline": {
		meaning: "The API no longer has this action.",
		next:    upgrade,
	},
	"InvalidRequest":      {meaning: "The API received a malformed request.", next: checkProxy + checkEndpoint},
	"MissingParameter":    {meaning: "The API reports a missing parameter.", next: checkEndpoint},
	"UnknownParameter":    {meaning: "The API reports an unknown parameter.", next: checkEndpoint},
	"InvalidAction":       {meaning: "The host does not support the action {action}.", next: checkEndpoint},
	"NoSuchProduct":       {meaning: "The host does not serve {api}.", next: checkEndpoint},
	"NoSuchVersion":       {meaning: "The host does not serve this version of {api}.", next: checkEndpoint},
	"UnsupportedProtocol": {meaning: "The host does not accept the request's protocol.", next: checkEndpoint},
}
