// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// identity is who signed a request.
type identity struct {
	account string // Uin of the account
	// user is the Uin of the user, which is that of the account for its root user;
	// for a role, of the user that asked for the role, or of the role's account
	// where no user did.
	user      string
	role      *Role // nil for a user
	session   string
	temporary bool
}

// principals are the names by which a role may trust this identity.
func (i identity) principals() []string {
	names := []string{accountPrincipal(i.account)}
	if i.role != nil {
		return append(names, i.role.arn())
	}
	return append(names, camARN(i.account, "uin/"+i.user))
}

func accountPrincipal(account string) string { return camARN(account, "root") }

// camARN names something of an account in CAM.
func camARN(account, thing string) string { return "qcs::cam::uin/" + account + ":" + thing }
