// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"regexp"
	"strings"
	"testing"
)

// The 13 codes of the API document, section 6.
var documentCodes = []string{
	"FailedOperation.SystemError",
	"InternalError.DbOperationFailed",
	"InternalError.InternalError",
	"InvalidParameter.InvalidParameter",
	"InvalidParameter.PermissionDenied",
	"InvalidParameterValue.BackupNotExists",
	"ResourceNotFound.InstanceNotExists",
	"ResourceUnavailable.BackupStatusInvalid",
	"UnauthorizedOperation.NoCAMAuthed",
	"UnauthorizedOperation.UserNotInWhiteList",
	"UnsupportedOperation.ClusterInstanceAccessedDeny",
	"UnsupportedOperation.IsAutoRenewError",
	"UnsupportedOperation.OnlyClusterInstanceCanExportBackup",
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	for _, code := range documentCodes {
		if messages[code] == "" {
			t.Errorf("no message for %s", code)
		}
	}
	for code, message := range messages {
		if !regexp.MustCompile(`^[A-Z][A-Za-z]+(\.[A-Z][A-Za-z]+)?$`).MatchString(code) {
			t.Errorf("%q is no error code", code)
		}
		if !strings.HasSuffix(message, ".") {
			t.Errorf("%s: message %q is no sentence", code, message)
		}
	}
}
