// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// roleARN, sessionName, and sessionDuration return arguments that all roles have.
func roleARN(object string) setting.Argument {
	return setting.Argument{
		Path: object + ".role_arn", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"}, Check: setting.CheckRoleARN,
		Description: "ARN of the role, for example `qcs::cam::uin/100000000001:roleName/backup-reader`." + requiredSomewhere,
	}
}

func sessionName(object string) setting.Argument {
	return setting.Argument{
		Path: object + ".session_name", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "TENCENTCLOUD_ROLE_SESSION_NAME"}, Check: setting.CheckSessionName,
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
