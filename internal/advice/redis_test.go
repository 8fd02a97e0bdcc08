// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func assertContains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("the text lacks %q:\n%s", part, text)
	}
}

// documentedCodes are the 13 business errors in the API's document and the
// common ones, with a word of the advice that each must draw.
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

// TestRedisCodes: each code draws its words, with no blank left open, none of
// the backticks that a terminal would show, and no argument to blame that is
// not one.
func TestRedisCodes(t *testing.T) {
	t.Parallel()
	for code, word := range documentedCodes {
		detail := reading("ap-chengdu").Explain(&tencentapi.Error{Code: code}).Detail
		assertContains(t, detail, word)
		if strings.ContainsAny(detail, "{}`") {
			t.Errorf("%s leaves a blank open, or has a backtick: %s", code, detail)
		}
	}
	for name, codes := range map[string]table{"Redis": redisTable, "common": commonTable, "STS": stsTable} {
		for code, e := range codes {
			if e.meaning == "" || e.next == "" {
				t.Errorf("%s in the table %s has no meaning or no advice", code, name)
			}
			if e.attribute != "" && !strings.Contains("instance_id backup_id region", e.attribute) {
				t.Errorf("%s in the table %s blames %s", code, name, e.attribute)
			}
		}
	}
}
