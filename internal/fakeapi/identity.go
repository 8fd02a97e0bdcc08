// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// identity is the identity that signed a request.
type identity struct {
	account string // Uin of the account
	// user is the Uin of the user. For a role, it is that of the user who assumed it, or
	// of the role's account if that was no user.
	user      string
	role      *Role // nil for a user
	session   string
	temporary bool
}

// principals returns the principals that match the identity in a trust policy.
func (i identity) principals() []string {
	names := []string{accountPrincipal(i.account)}
	if i.role != nil {
		return append(names, i.role.arn())
	}
	return append(names, camARN(i.account, "uin/"+i.user))
}

func accountPrincipal(account string) string { return camARN(account, "root") }

// camARN returns the ARN of something in an account.
func camARN(account, thing string) string { return "qcs::cam::uin/" + account + ":" + thing }
