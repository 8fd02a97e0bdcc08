// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func assertContains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("the text lacks %q:\n%s", part, text)
	}
}

// documentedCodes are the 13 business errors in the API's document and the common
// ones, each with a word of its advice.
var documentedCodes = map[string]string{
	"FailedOperation.SystemError":                             "internal error",
	"InternalError.DbOperationFailed":                         "internal error",
	"InternalError.InternalError":                             "internal error",
	"InvalidParameter.InvalidParameter":                       "rejected an argument",
	"InvalidParameter.PermissionDenied":                       "redis:DescribeBackupUrl",
	"InvalidParameterValue.BackupNotExists":                   "lists the backups",
	"ResourceNotFound.InstanceNotExists":                      "only in its own region",
	"ResourceUnavailable.BackupStatusInvalid":                 "wait_for_available",
	"UnauthorizedOperation.NoCAMAuthed":                       "redis:DescribeBackupUrl",
	"UnauthorizedOperation.UserNotInWhiteList":                "Open a ticket",
	"UnsupportedOperation.ClusterInstanceAccessedDeny":        "security group",
	"UnsupportedOperation.IsAutoRenewError":                   "auto-renewal",
	"UnsupportedOperation.OnlyClusterInstanceCanExportBackup": "redis-cli --rdb",

	"AuthFailure.InvalidAuthorization":  "malformed signature",
	"AuthFailure.InvalidSecretId":       "not the ID of an API key",
	"AuthFailure.MFAFailure":            "multi-factor",
	"AuthFailure.SecretIdNotFound":      "secret ID does not exist",
	"AuthFailure.SignatureExpire":       "clock",
	"AuthFailure.SignatureFailure":      "does not belong to the secret ID",
	"AuthFailure.TokenFailure":          "token is wrong or has expired",
	"AuthFailure.UnauthorizedOperation": "redis:DescribeBackupUrl",
	"ActionOffline":                     "no longer has this action",
	"DryRunOperation":                   "The API refused the request",
	"FailedOperation":                   "The operation failed",
	"InternalError":                     "internal error",
	"InvalidAction":                     "does not support the action DescribeBackupUrl",
	"InvalidParameter":                  "rejected an argument",
	"InvalidParameterValue":             "rejected an argument",
	"InvalidRequest":                    "malformed request",
	"IpInBlacklist":                     "address",
	"IpNotInWhitelist":                  "address",
	"LimitExceeded":                     "quota",
	"MissingParameter":                  "missing parameter",
	"NoSuchProduct":                     "does not serve the Redis API",
	"NoSuchVersion":                     "this version",

	"RequestLimitExceeded":                              "max_requests_per_second",
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded": "max_requests_per_second",
	"RequestLimitExceeded.IPLimitExceeded":              "max_requests_per_second",
	"RequestLimitExceeded.UinLimitExceeded":             "max_requests_per_second",

	"RequestSizeLimitExceeded":  "request is too large",
	"ResourceInUse":             "Another task",
	"ResourceInsufficient":      "short of resources",
	"ResourceNotFound":          `does not exist in region "ap-chengdu"`,
	"ResourceUnavailable":       "is unavailable",
	"ResponseSizeLimitExceeded": "response would be too large",
	"ServiceUnavailable":        "internal error",
	"UnauthorizedOperation":     "redis:DescribeBackupUrl",
	"UnknownParameter":          "unknown parameter",
	"UnsupportedOperation":      "does not support this for such an instance",
	"UnsupportedProtocol":       "does not accept the request's protocol",
	"UnsupportedRegion":         `does not serve region "ap-chengdu"`,
}

// blamed are the arguments that errors with these codes are attached to.
var blamed = map[string]string{
	"InvalidParameterValue.BackupNotExists":                   "backup_id",
	"ResourceNotFound.InstanceNotExists":                      "instance_id",
	"ResourceUnavailable.BackupLockedError":                   "backup_id",
	"ResourceUnavailable.BackupStatusAbnormal":                "backup_id",
	"ResourceUnavailable.BackupStatusInvalid":                 "backup_id",
	"ResourceInUse.InstanceBeenLocked":                        "instance_id",
	"ResourceUnavailable.InstanceLockedError":                 "instance_id",
	"ResourceUnavailable.InstanceStateError":                  "instance_id",
	"ResourceUnavailable.InstanceStatusAbnormal":              "instance_id",
	"UnsupportedOperation.ClusterInstanceAccessedDeny":        "instance_id",
	"UnsupportedOperation.IsAutoRenewError":                   "instance_id",
	"UnsupportedOperation.OnlyClusterInstanceCanExportBackup": "instance_id",
	"UnsupportedRegion":                                       "region",
}

// TestRedisCodes: the advice on each code has its words and argument, no unfilled
// placeholder, and no backtick, which a terminal would show.
func TestRedisCodes(t *testing.T) {
	t.Parallel()
	for code, word := range documentedCodes {
		detail := reading("ap-chengdu").Explain(&tencentapi.Error{Code: code}).Detail
		assertContains(t, detail, word)
		if strings.ContainsAny(detail, "{}`") {
			t.Errorf("%s has a placeholder or a backtick: %s", code, detail)
		}
	}
	got := map[string]string{}
	for name, codes := range map[string]table{"Redis": redisTable, "common": commonTable, "STS": stsTable} {
		for code, e := range codes {
			if e.meaning == "" || e.next == "" {
				t.Errorf("%s in the table %s has no meaning or no advice", code, name)
			}
			if attribute := reading("ap-chengdu").Explain(&tencentapi.Error{Code: code}).Attribute; attribute != "" {
				got[code] = attribute
			}
		}
	}
	if diff := cmp.Diff(blamed, got); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}
