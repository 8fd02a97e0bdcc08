// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func reading(region string) Operation {
	return Operation{
		Summary: "Unable to Read", Doing: "Reading x", Action: "DescribeBackupUrl",
		Instance: "crs-1", Region: region, Arguments: []string{"instance_id", "backup_id", "region"},
	}
}

// TestExplain pins one text of each kind.
func TestExplain(t *testing.T) {
	t.Parallel()
	late := &tencentapi.ConnectionError{Host: "h", Err: &tencentapi.TimeoutError{Limit: 25 * time.Second}}
	timeout := &TimeoutError{"timeouts.read", time.Minute}
	tests := map[string]struct {
		err       error
		attribute string
		detail    string
	}{
		"API": {
			&tencentapi.Error{Action: "DescribeBackupUrl", Code: "InvalidParameterValue.BackupNotExists", Message: "The backup does not exist.", RequestID: "r-1"},
			"backup_id",
			`Reading x failed. The instance has no backup with this ID. It may have expired, or belong to another instance.

Check backup_id. The data source tencentredis_backups or "tccli redis DescribeInstanceBackups --region ap-chengdu --InstanceId crs-1" lists the backups.

Code: InvalidParameterValue.BackupNotExists
Message: The backup does not exist.
Request ID: r-1`,
		},
		"placeholders in the API's message": {
			&tencentapi.Error{Code: "UnauthorizedOperation.NoCAMAuthed", Message: "{instance} of {region}: {action} {api} {list}", RequestID: "{region}"},
			"",
			`Reading x failed. The credentials are not allowed to do this.

Ask the account's administrator for a CAM policy that allows redis:DescribeBackupUrl on qcs::redis:ap-chengdu:uin/ACCOUNT:instance/crs-1.

Code: UnauthorizedOperation.NoCAMAuthed
Message: {instance} of {region}: {action} {api} {list}
Request ID: {region}`,
		},
		"after several attempts": {
			&tencentapi.AttemptsError{Attempts: 9, Elapsed: 12345 * time.Millisecond, Err: &tencentapi.Error{Code: "InternalError.DbOperationFailed", Message: "db", RequestID: "r-9"}},
			"",
			`Reading x failed. The API had an internal error. Your configuration is not the cause.

Try again in a few minutes. If it persists, open a ticket at https://console.cloud.tencent.com/workorder and quote the request ID.

Code: InternalError.DbOperationFailed
Message: db
Request ID: r-9
Attempts: 9 in 12.3s`,
		},
		"undocumented code": {
			&tencentapi.Error{Code: "Something.NeverSeen", Message: "no", RequestID: "r"}, "",
			`Reading x failed. The API refused the request.

If the facts below do not say why, open a ticket at https://console.cloud.tencent.com/workorder and quote the request ID.

Code: Something.NeverSeen
Message: no
Request ID: r`,
		},
		"no code": {
			&tencentapi.Error{RequestID: "r", StatusCode: 503}, "",
			`Reading x failed. The API refused the request.

If the facts below do not say why, open a ticket at https://console.cloud.tencent.com/workorder and quote the request ID.

Request ID: r
HTTP status: 503`,
		},
		"undocumented type": {
			&tencentapi.FieldError{Action: "DescribeThing", Field: "Response.Items", RequestID: "r"}, "",
			`Reading x failed. The Redis API returned a field that is not as documented.

Upgrade the provider. If this is the newest version, open an issue at https://github.com/tencentredis/terraform-provider-tencentredis/issues.

Cause: DescribeThing: the response's field Response.Items is not of the documented type (request ID r)`,
		},
		"no connection to the proxy": {
			&tencentapi.ConnectionError{Host: "redis.example.com", Err: &net.OpError{Op: "proxyconnect", Net: "tcp", Err: &net.OpError{
				Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 3128}, Err: syscall.ECONNREFUSED,
			}}}, "",
			`Reading x failed. The proxy 127.0.0.1:3128 could not be reached.

Check that the proxy is running, and check its address in proxy or HTTPS_PROXY. NO_PROXY lists hosts that need no proxy.

Host: redis.example.com
Cause: proxyconnect tcp: dial tcp 127.0.0.1:3128: connection refused`,
		},
		"unknown proxy": {
			&tencentapi.ConnectionError{Host: "h", Err: &net.OpError{Op: "proxyconnect", Net: "tcp", Err: &net.OpError{
				Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "proxy.example.com", IsNotFound: true},
			}}}, "",
			`Reading x failed. The proxy proxy.example.com could not be reached.

Check that the proxy is running, and check its address in proxy or HTTPS_PROXY. NO_PROXY lists hosts that need no proxy.

Host: h
Cause: proxyconnect tcp: dial tcp: lookup proxy.example.com: no such host`,
		},
		"unknown host": {
			&tencentapi.ConnectionError{Host: "h", Err: &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "h", IsNotFound: true}}}, "",
			`Reading x failed. The Redis API could not be reached.

Check the network, the proxy settings (proxy, HTTPS_PROXY, NO_PROXY), and ca_bundle. Check the host below; endpoints.redis and domain set it, in the provider block or the environment.

Host: h
Cause: dial tcp: lookup h: no such host`,
		},
		"no connection": {
			&tencentapi.ConnectionError{Host: "127.0.0.1:1", Err: syscall.ECONNREFUSED}, "",
			`Reading x failed. The Redis API could not be reached.

Check the network, the proxy settings (proxy, HTTPS_PROXY, NO_PROXY), and ca_bundle. Check the host below; endpoints.redis and domain set it, in the provider block or the environment.

Host: 127.0.0.1:1
Cause: connection refused`,
		},
		"no response": {
			&tencentapi.AttemptsError{Attempts: 2, Elapsed: time.Minute, Err: late}, "",
			`Reading x failed. The Redis API did not respond within request_timeout (25s).

Raise request_timeout in the provider block, or check the network and proxy.

Host: h
Cause: no complete response within request_timeout (25s)
Attempts: 2 in 1m0s`,
		},
		"not the API": {
			&tencentapi.ResponseError{Host: "redis.example.com", StatusCode: 502, Reason: "Bad Gateway"}, "",
			`Reading x failed. The response did not come from the Redis API, or it was truncated.

Check for a proxy between this machine and the API. Check endpoints.redis, domain, and protocol in the provider block and the environment: they must point to the Redis API.

Host: redis.example.com
HTTP status: 502
Cause: Bad Gateway`,
		},
		"refused by the proxy": {
			&tencentapi.ConnectionError{Host: "redis.example.com", Err: &netfault.ProxyError{Host: "proxy:3128", StatusCode: 407, Reason: "Proxy Authentication Required"}}, "",
			`Reading x failed. The proxy proxy:3128 did not connect this machine to the Redis API.

Check that the proxy allows connections to the host below, and check the user name and password in proxy or HTTPS_PROXY.

Host: redis.example.com
Cause: the proxy proxy:3128 refused: Proxy Authentication Required`,
		},
		"not HTTP": {
			&tencentapi.ResponseError{Host: "h", Reason: "the response is not HTTP"}, "",
			`Reading x failed. The response did not come from the Redis API, or it was truncated.

Check for a proxy between this machine and the API. Check endpoints.redis, domain, and protocol in the provider block and the environment: they must point to the Redis API.

Host: h
Cause: the response is not HTTP`,
		},
		"a list that shrinks": {
			&redisapi.ListError{Reason: "backups kept disappearing while it was read", RequestID: "r"}, "",
			`Reading x failed. The list of backups from the Redis API cannot be used: backups kept disappearing while it was read.

Run Terraform again, or narrow the list with instance_id or status. If it persists, open a ticket at https://console.cloud.tencent.com/workorder and quote the request ID.

Cause: list of backups: backups kept disappearing while it was read (request ID r)`,
		},
		"no TLS": {
			&tencentapi.ConnectionError{Host: "h", Err: http.ErrSchemeMismatch}, "",
			`Reading x failed. The response did not come from the Redis API, or it was truncated.

Check for a proxy between this machine and the API. Check endpoints.redis, domain, and protocol in the provider block and the environment: they must point to the Redis API.

Host: h
Cause: http: server gave HTTP response to HTTPS client`,
		},
		"interrupted": {
			context.Canceled, "",
			`Reading x failed. It was interrupted.

Run Terraform again when you are ready.`,
		},
		"interrupted while it got credentials": {
			&auth.SourceError{Source: "role", Err: &tencentapi.ConnectionError{Host: "sts", Err: context.Canceled}}, "",
			`Reading x failed. It was interrupted.

Run Terraform again when you are ready.

Host: sts`,
		},
		"out of time": {
			&tencentapi.AttemptsError{Attempts: 2, Elapsed: 3 * time.Second, Err: &tencentapi.ConnectionError{Host: "redis.example.com", Err: timeout}}, "",
			`Reading x failed. It took longer than timeouts.read allows (1m0s).

Raise timeouts.read, or see below what takes so long.

Host: redis.example.com
Attempts: 2 in 3s`,
		},
		"out of time after several attempts": {
			fmt.Errorf("%w; before that: %w", timeout, &tencentapi.AttemptsError{
				Attempts: 4, Elapsed: time.Minute, Err: &tencentapi.Error{Code: "RequestLimitExceeded", Message: "no", RequestID: "r-4"},
			}), "",
			`Reading x failed. It took longer than timeouts.read allows (1m0s).

Raise timeouts.read, or see below what takes so long.

Code: RequestLimitExceeded
Message: no
Request ID: r-4
Attempts: 4 in 1m0s`,
		},
		"out of time in a wait": {
			&UnavailableError{
				Refusal: &tencentapi.Error{Code: redisapi.CodeBackupStatusInvalid, Message: "no", RequestID: "r"},
				State:   BackupState{Status: redisapi.BackupExporting}, Ended: timeout,
			}, "backup_id",
			`Reading x failed. It took longer than timeouts.read allows (1m0s).

Raise timeouts.read if the backup needs longer. Its last status was: exporting.

Code: ResourceUnavailable.BackupStatusInvalid
Message: no
Request ID: r
Last status: exporting`,
		},
		"anything else": {
			errors.New("no keys today"), "",
			`Reading x failed. The request could not be made.

See the cause below.

Cause: no keys today`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := Advice{Summary: "Unable to Read", Attribute: tt.attribute, Detail: tt.detail}
			if diff := cmp.Diff(want, reading("ap-chengdu").Explain(tt.err)); diff != "" {
				t.Errorf("advice (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExplain_attribute: an error is attached only to an argument of the block.
func TestExplain_attribute(t *testing.T) {
	t.Parallel()
	o := reading("ap-chengdu")
	o.Arguments = []string{"instance_id"}
	for code, want := range map[string]string{redisapi.CodeBackupNotExists: "", redisapi.CodeInstanceNotExists: "instance_id"} {
		if got := o.Explain(&tencentapi.Error{Code: code}).Attribute; got != want {
			t.Errorf("%s is attached to %q, want %q", code, got, want)
		}
	}
}

// TestExplain_allInstances: an operation on all instances names none.
func TestExplain_allInstances(t *testing.T) {
	t.Parallel()
	o := reading("ap-chengdu")
	o.Instance = ""
	for code, want := range map[string]string{
		redisapi.CodeNoCAMAuthed:     "redis:DescribeBackupUrl on qcs::redis:ap-chengdu:uin/ACCOUNT:instance/*.",
		redisapi.CodeBackupNotExists: `"tccli redis DescribeInstanceBackups --region ap-chengdu" lists`,
	} {
		assertContains(t, o.Explain(&tencentapi.Error{Code: code}).Detail, want)
	}
}

// TestExplain_region: only an unknown region gets a suggestion.
func TestExplain_region(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"ap-guanzhou":  `Did you mean region "ap-guangzhou"? Check `,
		"ap-chengdu-1": `"ap-chengdu-1" is an availability zone; its region is "ap-chengdu". Check `,
		"ap-chengdu":   "\n\nCheck ",
		"xx-nowhere":   "\n\nCheck ",
	} {
		for code, attribute := range map[string]string{"UnsupportedRegion": "region", redisapi.CodeInstanceNotExists: "instance_id"} {
			a := reading(region).Explain(&tencentapi.Error{Code: code})
			assertContains(t, a.Detail, want)
			if a.Attribute != attribute {
				t.Errorf("%s of %s is attached to %q, want %q", code, region, a.Attribute, attribute)
			}
		}
	}
}

// TestExplain_backupStatus: the status in the list of backups decides the advice.
func TestExplain_backupStatus(t *testing.T) {
	t.Parallel()
	const another = `Choose another backup. The data source tencentredis_backups or "tccli redis DescribeInstanceBackups --region ap-chengdu --InstanceId crs-1" lists them.`
	const wait = "Set wait_for_available = true to wait for it, or run Terraform again in a few minutes."
	for name, tt := range map[string]struct {
		state BackupState
		want  string // between "failed. " and the code
		last  string
	}{
		"in use":       {BackupState{Status: redisapi.BackupInUse}, "Another task is using the backup.\n\n" + wait, "in_use"},
		"exporting":    {BackupState{Status: redisapi.BackupExporting}, "The backup is still being exported.\n\n" + wait, "exporting"},
		"expired":      {BackupState{Status: redisapi.BackupExpired}, "The backup has expired.\n\n" + another, "expired"},
		"deleted":      {BackupState{Status: redisapi.BackupDeleted}, "The backup was deleted.\n\n" + another, "deleted"},
		"not listed":   {BackupState{Gone: true}, "The instance no longer lists this backup: it has expired or was deleted.\n\n" + another, "no longer listed"},
		"available":    {BackupState{Status: redisapi.BackupNormal}, "The backup has become available since.\n\nRun Terraform again.", "normal"},
		"undocumented": {BackupState{Status: 9}, "The backup cannot be downloaded in its status.\n\n" + another, "9"},
		"no status": {BackupState{}, "The backup cannot be downloaded in its present status.\n\n" +
			`Look up its status with the data source tencentredis_backups or "tccli redis DescribeInstanceBackups --region ap-chengdu --InstanceId crs-1". ` +
			"For status in_use (1) or exporting (3), set wait_for_available = true or try again in a few minutes. Otherwise, choose another backup.", "not in the API's response"},
		"listing failed": {
			BackupState{Err: errors.New("not allowed")},
			"The backup cannot be downloaded in its present status.\n\n" +
				`Look up its status with the data source tencentredis_backups or "tccli redis DescribeInstanceBackups --region ap-chengdu --InstanceId crs-1". ` +
				"For status in_use (1) or exporting (3), set wait_for_available = true or try again in a few minutes. Otherwise, choose another backup.",
			"unknown, because the backups could not be listed\nListing: not allowed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusal := &tencentapi.Error{Code: redisapi.CodeBackupStatusInvalid, Message: "no", RequestID: "r"}
			want := Advice{"Unable to Read", "backup_id", "Reading x failed. " + tt.want +
				"\n\nCode: ResourceUnavailable.BackupStatusInvalid\nMessage: no\nRequest ID: r\nLast status: " + tt.last}
			if diff := cmp.Diff(want, reading("ap-chengdu").Explain(&UnavailableError{Refusal: refusal, State: tt.state})); diff != "" {
				t.Errorf("advice (-want +got):\n%s", diff)
			}
		})
	}
}
