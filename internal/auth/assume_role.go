// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

const roleObject = "assume_role"

var (
	rolePolicy = setting.Argument{
		Path: "assume_role.policy", Kind: setting.Document, Check: checkJSON,
		Description: "Policy in JSON that further restricts the session, for example from `jsonencode`. The provider URL-encodes it.",
	}
	roleExternalID = setting.Argument{
		Path: "assume_role.external_id", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID"},
		Description: "External ID that the role's trust policy requires.",
	}
	roleSourceIdentity = setting.Argument{
		Path: "assume_role.source_identity", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY"},
		Description: "ID (Uin) of the user behind the session, for the audit log.",
	}
	roleSerialNumber = setting.Argument{
		Path: "assume_role.serial_number", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER"},
		Description: "Serial number of the MFA device, if the role requires one.",
	}
	roleTokenCode = setting.Argument{
		Path: "assume_role.token_code", Sensitive: true, Env: []string{"TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE"},
		Description: "Code that the MFA device shows. It works once, so the session cannot be renewed.",
	}
)

// assumeRole is a role that is assumed with the credentials of the source before. A
// session name alone is meant for another tool.
func assumeRole() kind {
	object := setting.Argument{
		Path: roleObject, Kind: setting.Object,
		Description: "CAM role to assume with the credentials found so far: a key pair, a profile, or another role.",
	}
	return kind{
		name: "assumed role", chained: true,
		arguments: []setting.Argument{
			object, roleARN(roleObject), sessionName(roleObject), sessionDuration(roleObject),
			rolePolicy, roleExternalID, roleSourceIdentity, roleSerialNumber, roleTokenCode,
		},
		selectors: []setting.Argument{object},
		variables: []setting.Argument{roleARN(roleObject)},
		open:      (*finder).assumedRole,
	}
}

func (f *finder) assumedRole(in setting.Place) *Source {
	from := setting.Anywhere
	if f.roleOwned || len(f.roleOwners()) > 0 { // the role in the environment is another source's
		from = setting.InBlock
		if in == setting.InEnvironment {
			return nil
		}
	}
	r := request{
		RoleARN:        f.Required(from, roleARN(roleObject)).Text,
		Policy:         encodedPolicy(f.FindIn(from, rolePolicy).Text),
		ExternalID:     f.FindIn(from, roleExternalID).Text,
		SourceIdentity: f.FindIn(from, roleSourceIdentity).Text,
	}
	r.SerialNumber, r.TokenCode = f.roleCode(from)
	r.RoleSessionName, r.DurationSeconds = f.session(from, roleObject)
	return roleSource(r, in)
}

// roleCode returns the serial number and code of an MFA device, or neither. A serial
// number alone in the environment is ignored.
func (f *finder) roleCode(in setting.Place) (serialNumber, tokenCode string) {
	serial, code := f.FindIn(in, roleSerialNumber), f.FindIn(in, roleTokenCode)
	if code.Text == "" && !serial.InBlock {
		return "", ""
	}
	half, missing := serial, code
	if code.Text != "" {
		half, missing = code, serial
	}
	if missing.Text == "" {
		f.Fail(missing.Path, "%s is set, but %q is not. %s", half.Origin, missing.Path, f.SetIt(in, missing.Argument))
	}
	return serial.Text, code.Text
}

func roleSource(r request, where string) *Source {
	return stsSource("role "+r.RoleARN+" ("+where+")", "AssumeRole", r)
}

// encodedPolicy returns a policy URL-encoded for STS, with spaces as %20, which all
// decoders support.
func encodedPolicy(policy string) string {
	return strings.ReplaceAll(url.QueryEscape(policy), "+", "%20")
}

// checkJSON checks a policy, which is not shown.
func checkJSON(policy string) error {
	if !json.Valid([]byte(policy)) {
		return errors.New("is not valid JSON")
	}
	return nil
}
