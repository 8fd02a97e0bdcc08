// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var testRequest = redisapi.BackupURLRequest{Region: "ap-chengdu", InstanceID: "crs-1", BackupID: "678"}

// TestBackupURLError pins whole texts, one of each kind.
func TestBackupURLError(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err    error
		path   string
		detail string
	}{
		"API": {
			&tencentapi.Error{Action: "DescribeBackupUrl", Code: "InvalidParameterValue.BackupNotExists", Message: "The backup does not exist.", RequestID: "r-1"},
			"backup_id",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. The instance has no backup with this id. It may have expired, or belong to another instance.

List the backups that there are, with the data source tencentredis_backups, ` + "`tccli redis DescribeInstanceBackups --region ap-chengdu --InstanceId crs-1`" + ` or in the console, and check backup_id.

Code: InvalidParameterValue.BackupNotExists
Message: The backup does not exist.
Request ID: r-1`,
		},
		"permission": {
			&tencentapi.Error{Code: "UnauthorizedOperation.NoCAMAuthed", Message: "no", RequestID: "r-1"},
			"",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. The credentials are not allowed to do this.

Ask the account's administrator for a CAM policy that allows the action redis:DescribeBackupUrl on the resource qcs::redis:ap-chengdu:uin/ACCOUNT:instance/crs-1.

Code: UnauthorizedOperation.NoCAMAuthed
Message: no
Request ID: r-1`,
		},
		"after several attempts": {
			&tencentapi.AttemptsError{Attempts: 9, Elapsed: 12345 * time.Millisecond, Err: &tencentapi.Error{Code: "InternalError.DbOperationFailed", Message: "db", RequestID: "r-9"}},
			"",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. The API met an internal fault; it has nothing to do with the configuration.

Try again in some minutes. If it stays, open a ticket at https://console.cloud.tencent.com/workorder and name the request ID.

Code: InternalError.DbOperationFailed
Message: db
Request ID: r-9
Attempts: 9 in 12.3s`,
		},
		"no connection": {
			&tencentapi.ConnectionError{Host: "127.0.0.1:1", Err: syscall.ECONNREFUSED},
			"",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. The API could not be reached.

Check the network, the proxy settings (` + "`proxy`, HTTPS_PROXY, NO_PROXY), `ca_bundle`" + `, and that the host below is right: ` + "`endpoints.redis` and `domain`" + ` in the provider block name it.

Host: 127.0.0.1:1
Cause: connection refused`,
		},
		"not the API": {
			&tencentapi.ResponseError{Host: "redis.example.com", StatusCode: 502, Reason: "Bad Gateway instead of an answer of the API"},
			"",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. What answered is not the API, or its answer did not come through whole.

Look at what stands between, such as a proxy. ` + "Check that `endpoints.redis`, `domain` and `protocol` in the provider block lead to the Redis API of Tencent Cloud." + `

Host: redis.example.com
HTTP status: 502
Cause: Bad Gateway instead of an answer of the API`,
		},
		"interrupted": {
			context.Canceled, "",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. The read was interrupted.

Run again when ready; nothing was changed.

Cause: context canceled`,
		},
		"no answer until the end": {
			&tencentapi.AttemptsError{Attempts: 2, Elapsed: 3 * time.Second, Err: &tencentapi.ConnectionError{Host: "redis.example.com", Err: &timeoutError{3 * time.Second}}},
			"",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. It took longer than timeouts.read allows, which is 3s.

Raise timeouts.read, or find out from the facts below what takes so long.

Host: redis.example.com
Cause: timeouts.read of 3s is over
Attempts: 2 in 3s`,
		},
		"out of time after several attempts": {
			&tencentapi.EndedError{
				Cause: &timeoutError{time.Minute},
				Last:  &tencentapi.AttemptsError{Attempts: 4, Elapsed: time.Minute, Err: &tencentapi.Error{Code: "RequestLimitExceeded", Message: "no", RequestID: "r-4"}},
			}, "",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. It took longer than timeouts.read allows, which is 1m0s.

Raise timeouts.read, or find out from the facts below what takes so long.

Code: RequestLimitExceeded
Message: no
Request ID: r-4
Attempts: 4 in 1m0s
Cause: timeouts.read of 1m0s is over`,
		},
		"anything else": {
			errors.New("no keys today"), "",
			`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. The request could not be made.

The cause is below.

Cause: no keys today`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := backupURLError(tt.err, testRequest)
			if got.Severity() != diag.SeverityError || got.Summary() != "Unable to Read Redis Backup URL" {
				t.Errorf("diagnostic is %s %q", got.Severity(), got.Summary())
			}
			if got.Detail() != tt.detail {
				t.Errorf("detail is\n%s\n\nwant\n%s", got.Detail(), tt.detail)
			}
			path := ""
			if withPath, ok := got.(diag.DiagnosticWithPath); ok {
				path = withPath.Path().String()
			}
			if path != tt.path {
				t.Errorf("path is %q, want %q", path, tt.path)
			}
		})
	}
}

// documentedCodes are the 13 business errors in the API's document and the
// common ones, with a word of the advice that each must draw.
var documentedCodes = map[string]string{
	"FailedOperation.SystemError":                             "internal fault",
	"InternalError.DbOperationFailed":                         "internal fault",
	"InternalError.InternalError":                             "internal fault",
	"InvalidParameter.InvalidParameter":                       "refuses an argument",
	"InvalidParameter.PermissionDenied":                       "redis:DescribeBackupUrl",
	"InvalidParameterValue.BackupNotExists":                   "List the backups",
	"ResourceNotFound.InstanceNotExists":                      "only found in its own",
	"ResourceUnavailable.BackupStatusInvalid":                 "deleted or has expired",
	"UnauthorizedOperation.NoCAMAuthed":                       "redis:DescribeBackupUrl",
	"UnauthorizedOperation.UserNotInWhiteList":                "Open a ticket",
	"UnsupportedOperation.ClusterInstanceAccessedDeny":        "security group",
	"UnsupportedOperation.IsAutoRenewError":                   "automatic renewal",
	"UnsupportedOperation.OnlyClusterInstanceCanExportBackup": "cluster architecture",

	"AuthFailure.InvalidAuthorization":  "The signature did not arrive in the form",
	"AuthFailure.InvalidSecretId":       "is not one of an API key",
	"AuthFailure.MFAFailure":            "multi-factor",
	"AuthFailure.SecretIdNotFound":      "does not know the secret id",
	"AuthFailure.SignatureExpire":       "clock",
	"AuthFailure.SignatureFailure":      "does not belong to the secret id",
	"AuthFailure.TokenFailure":          "token is wrong or has expired",
	"AuthFailure.UnauthorizedOperation": "redis:DescribeBackupUrl",
	"ActionOffline":                     "withdrawn the action",
	"DryRunOperation":                   "The API refused the request",
	"FailedOperation":                   "could not do what was asked",
	"InternalError":                     "internal fault",
	"InvalidAction":                     "does not know the action",
	"InvalidParameter":                  "refuses an argument",
	"InvalidParameterValue":             "refuses an argument",
	"InvalidRequest":                    "The request did not arrive in the form",
	"IpInBlacklist":                     "address",
	"IpNotInWhitelist":                  "address",
	"LimitExceeded":                     "quota",
	"MissingParameter":                  "misses a parameter",
	"NoSuchProduct":                     "not the Redis API",
	"NoSuchVersion":                     "version",

	"RequestLimitExceeded":                              "max_requests_per_second",
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded": "max_requests_per_second",
	"RequestLimitExceeded.IPLimitExceeded":              "max_requests_per_second",
	"RequestLimitExceeded.UinLimitExceeded":             "max_requests_per_second",

	"RequestSizeLimitExceeded":  "request is larger",
	"ResourceInUse":             "Another process",
	"ResourceInsufficient":      "lacks a resource",
	"ResourceNotFound":          "does not exist in this region",
	"ResourceUnavailable":       "cannot be used at present",
	"ResponseSizeLimitExceeded": "answer would be larger",
	"ServiceUnavailable":        "internal fault",
	"UnauthorizedOperation":     "redis:DescribeBackupUrl",
	"UnknownParameter":          "does not know a parameter",
	"UnsupportedOperation":      "does not do this with such an instance",
	"UnsupportedProtocol":       "does not take the request's protocol",
	"UnsupportedRegion":         "does not serve this region",
	"Something.NeverSeen":       "The API refused the request",
}

// TestAccBackupURL_errors meets each code through terraform: one diagnostic
// with ids, region, code, message, request id and advice.
func TestAccBackupURL_errors(t *testing.T) {
	t.Parallel()
	for code, word := range documentedCodes {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			api.Always(fakeapi.Fail(code))
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(nil),
				Steps: []resource.TestStep{{
					Config: api.withProvider(documentBackup("")), PlanOnly: true,
					ExpectError: wrapped(`Error: Unable to Read Redis Backup URL.* ` +
						`Reading the download URLs of backup "678362566696298532848117" of instance "crs-4y9t57vt" in region "ap-chengdu" failed.*` +
						word + `.*Code: ` + strings.ReplaceAll(code, ".", `\.`) + `\s.*Message: \S.*Request ID: [0-9a-f-]{36}`),
				}},
			})
		})
	}
}

// TestAdvices: every entry says something, blames only what exists, and fills
// its blanks.
func TestAdvices(t *testing.T) {
	t.Parallel()
	attributes := backupURLAttributes(t.Context())
	for code, a := range advices {
		if a.meaning == "" || a.next == "" {
			t.Errorf("%s has no meaning or no advice", code)
		}
		if _, ok := attributes[a.attribute]; !ok && a.attribute != "" {
			t.Errorf("%s blames %s, which is no attribute", code, a.attribute)
		}
		if detail := backupURLError(&tencentapi.Error{Code: code}, testRequest).Detail(); strings.ContainsAny(detail, "{}") {
			t.Errorf("%s leaves a blank open: %s", code, detail)
		}
	}
}
