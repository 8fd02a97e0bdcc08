// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestExplain_credentials pins one text of each kind.
func TestExplain_credentials(t *testing.T) {
	t.Parallel()
	const source = "role qcs::cam::uin/1:roleName/r (provider block)"
	const get, check, use = "Unable to Get Tencent Cloud Credentials", "Unable to Check Tencent Cloud Account", "Unable to Use Tencent Cloud Account"
	refused := &tencentapi.Error{Action: "AssumeRole", Code: "ResourceNotFound.RoleNotFound", Message: "no {action}", RequestID: "r-1"}
	const noSuchRole = `The role does not exist.

Compare the account and the name in the role's ARN with the roles at https://console.cloud.tencent.com/cam/role.

Source: role qcs::cam::uin/1:roleName/r (provider block)
Action: AssumeRole
Code: ResourceNotFound.RoleNotFound
Message: no {action}
Request ID: r-1`
	login := &auth.ExpiredLoginError{Profile: "dev", File: "/f", Command: "tccli auth login --profile dev"}
	tests := map[string]struct {
		err             error
		summary, detail string
	}{
		"refused": {&auth.SourceError{Source: source, Err: refused}, get, noSuchRole},
		"refused at a renewal": {
			fmt.Errorf("%w; renewing the credential: %w", &tencentapi.Error{Code: "AuthFailure.TokenFailure"}, &auth.SourceError{Source: source, Err: refused}),
			get, noSuchRole,
		},
		"not allowed to assume the role": {
			&auth.SourceError{Source: source, Err: &tencentapi.Error{Action: "AssumeRoleWithSAML", Code: "UnauthorizedOperation", Message: "no", RequestID: "r"}}, get,
			`STS refused to assume the role.

Check that (1) its trust policy names your account, user, role, or identity provider; (2) external_id is set if it requires one; (3) your own policy allows sts:AssumeRoleWithSAML on it.

Source: role qcs::cam::uin/1:roleName/r (provider block)
Action: AssumeRoleWithSAML
Code: UnauthorizedOperation
Message: no
Request ID: r`,
		},
		"not allowed to open an MFA session": {
			&auth.SourceError{Source: "MFA", Err: &tencentapi.Error{Action: "GetSessionToken", Code: "UnauthorizedOperation", Message: "no", RequestID: "r"}}, get,
			`The credentials are not allowed to do this.

Ask the account's administrator for a CAM policy that allows sts:GetSessionToken.

Source: MFA
Action: GetSessionToken
Code: UnauthorizedOperation
Message: no
Request ID: r`,
		},
		"no connection": {
			&auth.SourceError{Source: source, Err: &tencentapi.ConnectionError{Host: "sts.example.com", Err: syscall.ECONNREFUSED}}, get,
			`STS could not be reached.

Check the network, the proxy settings (proxy, HTTPS_PROXY, NO_PROXY), and ca_bundle. Check the host below; endpoints.sts and domain set it, in the provider block or the environment.

Source: role qcs::cam::uin/1:roleName/r (provider block)
Host: sts.example.com
Cause: connection refused`,
		},
		"account not returned": {
			&auth.AccountCheckError{Err: &tencentapi.ResponseError{Host: "sts.example.com", StatusCode: 502, Reason: "Bad Gateway"}}, check,
			`allowed_account_ids or forbidden_account_ids is set, and STS did not return the account of the credentials. The response did not come from STS, or it was truncated.

Check for a proxy between this machine and the API. Check endpoints.sts, domain, and protocol in the provider block and the environment: they must point to STS.

Host: sts.example.com
HTTP status: 502
Cause: Bad Gateway`,
		},
		"wrong account": {
			&auth.AccountError{Account: "3", Allowed: []string{"1", "2"}}, use,
			`The credentials belong to account 3, which is not in allowed_account_ids (1, 2).

Use credentials of another account, or change that argument in the provider block. Only the account was read.

Account: 3`,
		},
		"forbidden account": {
			&auth.AccountError{Account: "3", Forbidden: []string{"3"}}, use,
			`The credentials belong to account 3, which is in forbidden_account_ids (3).

Use credentials of another account, or change that argument in the provider block. Only the account was read.

Account: 3`,
		},
		"metadata service": {
			&auth.SourceError{Source: "instance role r (provider block)", Err: errors.New("the instance metadata service cannot be used: no response")}, get,
			`The source below returned no credentials.

Check its settings in the provider block and the environment.

Source: instance role r (provider block)
Cause: the instance metadata service cannot be used: no response`,
		},
		"login that ended meanwhile": {
			&auth.SourceError{Source: "profile dev", Err: login}, get,
			`The login of the profile "dev" has expired.

Log in again with "tccli auth login --profile dev", then rerun Terraform.

Source: profile dev
Cause: ` + login.Error(),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(Advice{Summary: tt.summary, Detail: tt.detail}, reading("ap-chengdu").Explain(tt.err)); diff != "" {
				t.Errorf("advice (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSTSCodes: the advice on each code of STS has its words, and nothing about
// backups.
func TestSTSCodes(t *testing.T) {
	t.Parallel()
	words := map[string]string{ // those that the guide on errors does not have for STS
		"AuthFailure.SecretIdNotFound":       "secret ID does not exist",
		"AuthFailure.TokenFailure":           "token is wrong or has expired",
		"InvalidParameter.InvalidParameter":  "STS rejected an argument",
		"InvalidParameter.PermissionDenied":  "STS rejected an argument",
		"FailedOperation.SystemError":        "refused the request",
		"MissingParameter":                   "endpoints.sts",
		"ResourceNotFound.InstanceNotExists": "refused the request",
		"UnsupportedOperation":               "refused the request",
		"UnsupportedRegion":                  "does not serve region",
		"Something.NeverSeen":                "refused the request",
	}
	for _, code := range documentedSTSCodes {
		if _, ok := words[code]; !ok {
			words[code] = ""
		}
	}
	for code, word := range words {
		err := &auth.SourceError{Source: "role", Err: &tencentapi.Error{Action: "AssumeRole", Region: "ap-x", Code: code}}
		a := reading("ap-chengdu").Explain(err)
		says, _, _ := strings.Cut(a.Detail, "Source: ")
		assertContains(t, says, word)
		for _, of := range []string{"limit_", "instance", "backup", "{", "redis"} {
			if strings.Contains(strings.ToLower(says), of) {
				t.Errorf("the advice on %s mentions %q:\n%s", code, of, says)
			}
		}
		if a.Attribute != "" {
			t.Errorf("%s is attached to %s", code, a.Attribute)
		}
	}
}
