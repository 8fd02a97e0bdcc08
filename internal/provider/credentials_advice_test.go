// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestExplainCredentials pins whole texts, one of each kind.
func TestExplainCredentials(t *testing.T) {
	t.Parallel()
	const source = "role qcs::cam::uin/1:roleName/r (provider block)"
	refused := &tencentapi.Error{Action: "AssumeRole", Code: "ResourceNotFound.RoleNotFound", Message: "no role", RequestID: "r-1"}
	tests := map[string]struct {
		err  error
		want string // behind "… failed. "
	}{
		"refused": {
			&credentials.SourceError{Source: source, Err: refused},
			`No request was made, since there is no credential to sign it with. STS knows no such role.

Check the account and the name in the role's ARN against the roles at https://console.cloud.tencent.com/cam/role.

Source: role qcs::cam::uin/1:roleName/r (provider block)
Action: AssumeRole
Code: ResourceNotFound.RoleNotFound
Message: no role
Request ID: r-1`,
		},
		"refused at a renewal": {
			fmt.Errorf("%w; renewing the credential: %w", &tencentapi.Error{Code: "AuthFailure.TokenFailure"}, &credentials.SourceError{Source: source, Err: refused}),
			`No request was made, since there is no credential to sign it with. STS knows no such role.

Check the account and the name in the role's ARN against the roles at https://console.cloud.tencent.com/cam/role.

Source: role qcs::cam::uin/1:roleName/r (provider block)
Action: AssumeRole
Code: ResourceNotFound.RoleNotFound
Message: no role
Request ID: r-1`,
		},
		"no connection": {
			&credentials.SourceError{Source: source, Err: &tencentapi.ConnectionError{Host: "sts.example.com", Err: syscall.ECONNREFUSED}},
			`No request was made, since there is no credential to sign it with. STS could not be reached.

Check the network, the proxy settings (` + "`proxy`, HTTPS_PROXY, NO_PROXY), `ca_bundle`, and that the host below is right: `endpoints.sts` and `domain`" + ` in the provider block name it.

Source: role qcs::cam::uin/1:roleName/r (provider block)
Host: sts.example.com
Cause: connection refused`,
		},
		"account not found out": {
			&credentials.AccountCheckError{Err: &tencentapi.ResponseError{Host: "sts.example.com", StatusCode: 502, Reason: "Bad Gateway instead of an answer of the API"}},
			"The account of the credentials could not be found out, and `allowed_account_ids` or `forbidden_account_ids`" + ` asks for that. What answered is not STS, or its answer did not come through whole.

Look at what stands between, such as a proxy. ` + "Check that `endpoints.sts`, `domain` and `protocol`" + ` in the provider block lead to STS.

Host: sts.example.com
HTTP status: 502
Cause: Bad Gateway instead of an answer of the API`,
		},
		"wrong account": {
			&credentials.AccountError{Account: "3", Allowed: []string{"1", "2"}},
			"The credentials belong to account 3, which `allowed_account_ids`" + ` does not name (1, 2).

Use credentials of another account, or change that argument in the provider block. Nothing but the account was asked for.

Account: 3`,
		},
		"metadata service": {
			&credentials.SourceError{Source: "instance role r (provider block)", Err: errors.New("the instance metadata service cannot be used: no answer")},
			`No request was made, since there is no credential to sign it with. The source gave none.

Check that source in the provider block and the environment.

Source: instance role r (provider block)
Cause: the instance metadata service cannot be used: no answer`,
		},
		"login that ended meanwhile": {
			&credentials.SourceError{Source: "profile dev", Err: &credentials.ExpiredLoginError{Profile: "dev", File: "/f", Command: "tccli auth login --profile dev"}},
			`No request was made, since there is no credential to sign it with. The login of the profile has expired.

Log in again with ` + "`tccli auth login --profile dev`" + `.

Source: profile dev
Cause: ` + (&credentials.ExpiredLoginError{Profile: "dev", File: "/f", Command: "tccli auth login --profile dev"}).Error(),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, got, _ := strings.Cut(backupURLError(tt.err, testRequest).Detail(), " failed. ")
			if got != tt.want {
				t.Errorf("detail is\n%s\n\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestSTSAdvices: every code gets words that fit STS, with no blank open and
// none of the Redis API's arguments to blame.
func TestSTSAdvices(t *testing.T) {
	t.Parallel()
	for code, word := range map[string]string{
		"AuthFailure.UnauthorizedOperation":      "sts:AssumeRole",
		"UnauthorizedOperation":                  "trust policy",
		"AuthFailure.SecretIdNotFound":           "does not know the secret id",
		"AuthFailure.TokenFailure":               "token is wrong or has expired",
		"AuthFailure.MFAFailure":                 "serial_number",
		"ResourceNotFound.RoleNotFound":          "no such role",
		"InternalError.GetRoleError":             "no such role",
		"InternalError.SystemError":              "internal fault",
		"InvalidParameter.WebIdentityTokenError": "new token",
		"InvalidParameter.ParamError":            "refuses an argument",
		"FailedOperation.CheckMFAError":          "next code",
		"FailedOperation.TempKeyNotAllowed":      "permanent key pair",
		"FailedOperation.MFATypeNotSupported":    "device",
		"RequestLimitExceeded":                   "requests per second",
		"UnsupportedRegion":                      "does not serve this region",
		"Something.NeverSeen":                    "refused the request",
	} {
		err := &credentials.SourceError{Source: "role", Err: &tencentapi.Error{Action: "AssumeRole", Code: code}}
		a, _ := explain(err)
		if text := a.meaning + a.next; !strings.Contains(text, word) || strings.ContainsAny(text, "{}") || a.attribute != "" {
			t.Errorf("%s draws %q, %q for %q; want %q in it", code, a.meaning, a.next, a.attribute, word)
		}
	}
}
