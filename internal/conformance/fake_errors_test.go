// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestErrorsOfData causes errors without a fault.
func TestErrorsOfData(t *testing.T) {
	t.Parallel()
	customize := documentRequest()
	customize.LimitType = new("Customize")
	noBackup := documentRequest()
	noBackup.BackupId = nil
	for code, request := range map[string]*redis.DescribeBackupUrlRequest{
		"ResourceNotFound.InstanceNotExists":                      backupRequest("crs-00000000", "1"),
		"InvalidParameterValue.BackupNotExists":                   backupRequest(fakeapi.DocumentInstanceID, "1"),
		"ResourceUnavailable.BackupStatusInvalid":                 backupRequest(fakeapi.StatusesInstanceID, fakeapi.ExpiredBackupID),
		"UnsupportedOperation.OnlyClusterInstanceCanExportBackup": backupRequest(fakeapi.StandardInstanceID, fakeapi.StandardBackupID),
		"InvalidParameter.InvalidParameter":                       customize,
		"MissingParameter":                                        noBackup,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := newService(t, fakeapi.Options{})
			_, err := newClient(t, s).DescribeBackupUrl(request)
			wantError(t, s, err, code)
		})
	}
}

// The generic client of the SDK sends what the typed one cannot.
func TestErrorsOfTheCommonClient(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	client := common.NewCommonClient(defaultKey(), fakeapi.DocumentRegion, profileFor(s))
	unknown := tchttp.NewCommonRequest("redis", "2018-04-12", "DescribeBackupUrl")
	if err := unknown.SetActionParameters(map[string]any{"InstanceId": "crs-4y9t57vt", "BackupID": "1"}); err != nil {
		t.Fatal(err)
	}
	for code, request := range map[string]*tchttp.CommonRequest{
		"InvalidAction":    tchttp.NewCommonRequest("redis", "2018-04-12", "DescribeNothing"),
		"NoSuchVersion":    tchttp.NewCommonRequest("redis", "2018-04-13", "DescribeBackupUrl"),
		"UnknownParameter": unknown,
	} {
		wantError(t, s, client.Send(request, tchttp.NewCommonResponse()), code)
	}
}
