// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// roleARN, sessionName, and sessionDuration return arguments that all roles have.
func roleARN(object string) setting.Argument {
	return setting.Argument{
		Path: object + ".role_arn", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"}, Check: checkRoleARN,
		Description: "ARN of the role, for example `qcs::cam::uin/100000000001:roleName/backup-reader`." + requiredSomewhere,
	}
}

func sessionName(object string) setting.Argument {
	return setting.Argument{
		Path: object + ".session_name", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "TENCENTCLOUD_ROLE_SESSION_NAME"}, Check: checkSessionName,
		Description: "Name of the session in the audit log." + requiredSomewhere,
	}
}

func sessionDuration(object string) setting.Argument {
	return setting.Argument{
		Path: object + ".session_duration", Kind: setting.Seconds, Check: setting.Between(1, maxRoleSeconds), Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION"},
		Description: "Duration of the session in seconds, at most 43200. Defaults to `7200`. The session is renewed before it expires.",
	}
}

const requiredSomewhere = " Required here or in the environment."

// session returns the name and duration of a session of the role in object.
func (f *finder) session(in setting.Place, object string) (name string, seconds int) {
	return f.Required(in, sessionName(object)).Text, f.FindIn(in, sessionDuration(object)).Integer(defaultRoleSeconds)
}

// checkRoleARN checks the ARN of a role.
func checkRoleARN(arn string) error {
	if !isCAMARN(arn, "role/") && !isCAMARN(arn, "roleName/") {
		return fmt.Errorf(`must be the ARN of a role, such as "qcs::cam::uin/100000000001:roleName/reader"%s`, setting.Got(arn))
	}
	return nil
}

// isCAMARN reports whether arn is that of a CAM resource of that kind.
//
// Source: https://www.tencentcloud.com/document/product/598/10606.
func isCAMARN(arn, kind string) bool {
	rest, found := strings.CutPrefix(arn, "qcs::cam::uin/")
	account, thing, separated := strings.Cut(rest, ":")
	name, isKind := strings.CutPrefix(thing, kind)
	return len(arn) <= 512 && found && separated && isKind && name != "" && checkAccountID(account) == nil
}

// nameCharacters are the characters of names in CAM, by the document of AssumeRole:
// [\w+=,.@_-].
const nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-"

// checkSessionName checks the name of a session.
func checkSessionName(name string) error {
	if len(name) < 2 || len(name) > 128 || strings.Trim(name, nameCharacters) != "" {
		return fmt.Errorf("must have 2 to 128 characters: letters, digits, and +=,.@_-%s", setting.Got(name))
	}
	return nil
}
