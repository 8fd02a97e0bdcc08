// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// advice is what a person needs to know of an error code: what it means, what
// to do next, and the argument to blame, if one is. {instance}, {backup},
// {region} and {action} stand for those of the failed request.
type advice struct {
	attribute string
	meaning   string
	next      string
}

const (
	apiFault   = "The API met an internal fault; it has nothing to do with the configuration."
	apiFaultDo = "Try again in some minutes. If it stays, open a ticket at https://console.cloud.tencent.com/workorder and name the request ID."

	grant = "Ask the account's administrator for a CAM policy that allows the action redis:{action} on the resource " +
		"qcs::redis:{region}:uin/ACCOUNT:instance/{instance}."
	otherFlow   = "Another process is working on the instance or its backup."
	otherFlowDo = "Try again when that process has ended; the console's task list shows it."

	badArgument   = "The API refuses an argument."
	badArgumentDo = "Check the ids and the limits; the message below may say which. With limit_type \"Customize\", limit_vpc or limit_ip is required."

	badKey    = "The API does not accept the credentials."
	keyPage   = "https://console.cloud.tencent.com/cam/capi"
	between   = "Look at what stands between, such as a proxy. "
	notTheAPI = "Check that `endpoints.redis`, `domain` and `protocol` in the provider block lead to the Redis API of Tencent Cloud."
)

// advices is keyed by error code, or by the part of one before the dot, which
// then stands for all below it.
//
// Sources: the error codes in the document of DescribeBackupUrl, the common
// error codes (https://www.tencentcloud.com/document/product/239/32050), and
// for CAM https://cloud.tencent.com/document/product/239/38702.
var advices = map[string]advice{
	redisapi.CodeBackupNotExists: {
		"backup_id", "The instance has no backup with this id. It may have expired, or belong to another instance.",
		"List the backups that there are, with the data source tencentredis_backups, `tccli redis DescribeInstanceBackups --region {region} --InstanceId {instance}` or in the console, and check backup_id.",
	},
	redisapi.CodeInstanceNotExists: {
		"instance_id", "There is no such instance in this region.",
		"Check instance_id, and the region: an instance is only found in its own.",
	},
	redisapi.CodeBackupStatusInvalid: {
		"backup_id", "The backup cannot be downloaded in its present state: it is still being made or exported, or it has been deleted or has expired.",
		"Look at its status with the data source tencentredis_backups or `tccli redis DescribeInstanceBackups --region {region} --InstanceId {instance}`: with 1 or 3, set wait_for_available = true or try again in some minutes; with 2 or 4 it can be downloaded; otherwise choose another backup.",
	},
	redisapi.CodeOnlyClusterCanExport: {
		"instance_id", "Only instances of the cluster architecture can export their backups, and this one is not.",
		"Read the backups of a cluster instance, or take the data out of this one with `redis-cli --rdb`.",
	},
	redisapi.CodeNoCAMAuthed:                 {"", "The credentials are not allowed to do this.", grant},
	redisapi.CodePermissionDenied:            {"", "The credentials are not allowed to do this.", grant},
	"UnauthorizedOperation":                  {"", "The credentials are not allowed to do this.", grant},
	redisapi.CodeUserNotInWhiteList:          {"", "This function is not enabled for the account.", "Open a ticket at https://console.cloud.tencent.com/workorder and ask for it to be enabled."},
	redisapi.CodeInvalidParameter:            {"", badArgument, badArgumentDo},
	"InvalidParameter":                       {"", badArgument, badArgumentDo},
	"InvalidParameterValue":                  {"", badArgument, badArgumentDo},
	redisapi.CodeSystemError:                 {"", apiFault, apiFaultDo},
	"InternalError":                          {"", apiFault, apiFaultDo},
	"ServiceUnavailable":                     {"", apiFault, apiFaultDo},
	"ResourceInsufficient":                   {"", "The API lacks a resource at present.", apiFaultDo},
	redisapi.CodeClusterInstanceAccessedDeny: {"instance_id", "A cluster instance cannot be attached to a security group.", "Check the kind and the security groups of the instance in the console."},
	redisapi.CodeIsAutoRenewError:            {"instance_id", "The instance's flag for automatic renewal has a wrong value.", "Check the renewal setting of the instance in the console."},
	redisapi.CodeBackupLocked:                {"backup_id", otherFlow, otherFlowDo},
	redisapi.CodeBackupStatusAbnormal:        {"backup_id", "The backup is in an abnormal state.", "Choose another backup, or open a ticket at https://console.cloud.tencent.com/workorder."},
	redisapi.CodeInstanceLocked:              {"instance_id", otherFlow, otherFlowDo},
	redisapi.CodeInstanceBeenLocked:          {"instance_id", otherFlow, otherFlowDo},
	"ResourceInUse":                          {"", otherFlow, otherFlowDo},
	"ResourceUnavailable":                    {"", "The instance or its backup cannot be used at present.", "Look at their state in the console, and try again when it has changed."},
	"ResourceNotFound":                       {"", "Something that the request names does not exist in this region.", "Check the ids, and the region: what a request names is only found in its own."},
	"UnsupportedOperation":                   {"", "The API does not do this with such an instance or backup.", "Check their kind and state in the console; the message below may say more."},
	"FailedOperation":                        {"", "The API could not do what was asked.", "The message below may say why. " + apiFaultDo},
	"LimitExceeded":                          {"", "A quota of the account is used up.", "The message below may say which. Open a ticket at https://console.cloud.tencent.com/workorder to have it raised."},
	"ActionOffline":                          {"", "The API has withdrawn the action.", "Use the newest version of the provider; if this is the newest, open an issue at https://github.com/tencentredis/terraform-provider-tencentredis/issues."},

	"AuthFailure": {"", badKey, "Check secret_id, secret_key and security_token, or the environment variables " + credentials.EnvSecretID + ", " + credentials.EnvSecretKey + " and " + credentials.EnvSecurityToken + ", or the profile."},
	"AuthFailure.SecretIdNotFound": {
		"", "The API does not know the secret id: it is mistyped, deleted or disabled.",
		"Check secret_id, or " + credentials.EnvSecretID + ", against " + keyPage + ". A temporary key is unknown once it has expired.",
	},
	"AuthFailure.InvalidSecretId":       {"", "The secret id is not one of an API key.", "Take secret_id, or " + credentials.EnvSecretID + ", from " + keyPage + ". Other keys and ids of the account do not serve."},
	"AuthFailure.InvalidAuthorization":  {"", "The signature did not arrive in the form that the API knows.", between + notTheAPI},
	"AuthFailure.SignatureFailure":      {"", "The API computes another signature: the secret key does not belong to the secret id.", "Check secret_key, or " + credentials.EnvSecretKey + "; a blank or a line break copied along is enough."},
	"AuthFailure.SignatureExpire":       {"", "The clock of this machine is more than five minutes off.", "Set the clock, best through NTP."},
	"AuthFailure.TokenFailure":          {"", "The token is wrong or has expired.", "Get new temporary credentials and set secret_id, secret_key and security_token together; a permanent key has no token."},
	"AuthFailure.MFAFailure":            {"", "The account demands multi-factor authentication.", "Set `mfa_certification` in the provider block, or use temporary credentials that were obtained with it."},
	"AuthFailure.UnauthorizedOperation": {"", "The credentials are not allowed to do this.", grant},
	"IpInBlacklist":                     {"", "The API does not take requests from this machine's address.", "Run from another address, or have the address taken off the account's list."},
	"IpNotInWhitelist":                  {"", "The API does not take requests from this machine's address.", "Run from an address on the account's list, or have this one put on it."},
	"RequestLimitExceeded":              {"", "The account makes more requests per second than the API allows.", "Lower `max_requests_per_second` in the provider block or terraform's -parallelism, or run fewer pipelines at the same time."},
	"UnsupportedRegion":                 {"region", "The API does not serve this region.", "Check the region for a typing error. Where `domain` or `endpoints.redis` is set, check that this host serves it; without them, finance regions are called at their own hosts."},
	"RequestSizeLimitExceeded":          {"", "The request is larger than the API takes.", "Shorten limit_vpc and limit_ip; a CIDR block stands for many addresses."},
	"ResponseSizeLimitExceeded":         {"", "The answer would be larger than the API gives.", "Ask for less: narrow with instance_id, begin_time and end_time, or status."},
	"InvalidRequest":                    {"", "The request did not arrive in the form that the API knows.", between + notTheAPI},
	"MissingParameter":                  {"", "The API misses a parameter.", notTheAPI},
	"UnknownParameter":                  {"", "The API does not know a parameter.", notTheAPI},
	"InvalidAction":                     {"", "What answered does not know the action.", notTheAPI},
	"NoSuchProduct":                     {"", "What answered is not the Redis API.", notTheAPI},
	"NoSuchVersion":                     {"", "What answered does not know the API's version.", notTheAPI},
	"UnsupportedProtocol":               {"", "What answered does not take the request's protocol.", notTheAPI},
}

var (
	adviceNotTheAPI = advice{
		meaning: "What answered is not the API, or its answer did not come through whole.",
		next:    between + notTheAPI,
	}
	adviceHopeless = advice{
		attribute: "backup_id",
		meaning:   "The backup cannot be downloaded, and with its last status, below, waiting is of no use.",
		next:      "Choose another backup; the data source tencentredis_backups or `tccli redis DescribeInstanceBackups --region {region} --InstanceId {instance}` lists them.",
	}
	adviceNoConnection = advice{
		meaning: "The API could not be reached.",
		next:    "Check the network, the proxy settings (`proxy`, HTTPS_PROXY, NO_PROXY), `ca_bundle`, and that the host below is right: `endpoints.redis` and `domain` in the provider block name it.",
	}
)

// adviceFor falls back from the whole code to its first part to a general text.
func adviceFor(code string) advice {
	if a, ok := advices[code]; ok {
		return a
	}
	group, _, _ := strings.Cut(code, ".")
	if a, ok := advices[group]; ok {
		return a
	}
	return advice{meaning: "The API refused the request.", next: "The code and message below say why; Tencent Cloud's support can look the request ID up."}
}
