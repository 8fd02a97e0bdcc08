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
// ones. The guide on errors has their advice.
var documentedCodes = []string{
	"FailedOperation.SystemError", "InternalError.DbOperationFailed", "InternalError.InternalError", "InvalidParameter.InvalidParameter",
	"InvalidParameter.PermissionDenied", "InvalidParameterValue.BackupNotExists", "ResourceNotFound.InstanceNotExists",
	"ResourceUnavailable.BackupStatusInvalid", "UnauthorizedOperation.NoCAMAuthed", "UnauthorizedOperation.UserNotInWhiteList",
	"UnsupportedOperation.ClusterInstanceAccessedDeny", "UnsupportedOperation.IsAutoRenewError",
	"UnsupportedOperation.OnlyClusterInstanceCanExportBackup", "AuthFailure.InvalidAuthorization", "AuthFailure.InvalidSecretId",
	"AuthFailure.MFAFailure", "AuthFailure.SecretIdNotFound", "AuthFailure.SignatureExpire", "AuthFailure.SignatureFailure",
	"AuthFailure.TokenFailure", "AuthFailure.UnauthorizedOperation", "ActionOffline", "DryRunOperation", "FailedOperation", "InternalError",
	"InvalidAction", "InvalidParameter", "InvalidParameterValue", "InvalidRequest", "IpInBlacklist", "IpNotInWhitelist", "LimitExceeded",
	"MissingParameter", "NoSuchProduct", "NoSuchVersion", "RequestLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
	"RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestSizeLimitExceeded", "ResourceInUse",
	"ResourceInsufficient", "ResourceNotFound", "ResourceUnavailable", "ResponseSizeLimitExceeded", "ServiceUnavailable", "UnauthorizedOperation",
	"UnknownParameter", "UnsupportedOperation", "UnsupportedProtocol", "UnsupportedRegion",
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

// TestRedisCodes: the advice on each code has its argument, no unfilled placeholder, and
// no backtick, which a terminal would show. TestErrorsGuide_codes checks the words.
func TestRedisCodes(t *testing.T) {
	t.Parallel()
	for _, code := range documentedCodes {
		detail := reading("ap-chengdu").Explain(&tencentapi.Error{Code: code}).Detail
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
