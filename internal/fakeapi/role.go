// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Role is a CAM role that STS can hand out.
type Role struct {
	// AccountID is the Uin of the account that owns it; DefaultAccountID when empty.
	AccountID string
	// Name is its name, as in qcs::cam::uin/ACCOUNT:roleName/NAME.
	Name string
	// ID is its number, as in qcs::cam::uin/ACCOUNT:role/ID; made of the name when
	// empty.
	ID string
	// Service makes it a service role, whose ARNs are
	// …:role/tencentcloudServiceRoleName/NAME and …:role/tencentcloudServiceRole/ID.
	Service bool
	// Trusts names who may assume it, as the principals of a trust policy do:
	//
	//	qcs::cam::uin/ACCOUNT:root                everyone of an account
	//	qcs::cam::uin/ACCOUNT:uin/USER            one user
	//	qcs::cam::uin/ACCOUNT:roleName/NAME       whoever has assumed that role
	//	qcs::cam::uin/ACCOUNT:saml-provider/NAME  that SAML provider
	//	qcs::cam::uin/ACCOUNT:oidc-provider/NAME  that OIDC provider
	//	cvm.qcloud.com                            instances it is bound to
	//
	// Nil stands for everyone of the account that owns it.
	Trusts []string
	// ExternalID is what AssumeRole must name, if set.
	ExternalID string
	// MFA makes AssumeRole ask for SerialNumber and TokenCode.
	MFA bool
	// MaxSession is the longest session; 0 stands for the documented 12 hours.
	MaxSession time.Duration
}

// instancePrincipal is by what a role trusts CVM instances.
const instancePrincipal = "cvm.qcloud.com"

// maxSession is the documented limit of DurationSeconds for all roles.
const maxSession = 43200 * time.Second

// settled returns the role with what it leaves out filled in, sharing no memory.
func (r Role) settled() Role {
	r.AccountID = accountOr(r.AccountID)
	if r.ID == "" {
		hash := fnv.New32a()
		hash.Write([]byte(r.AccountID + "/" + r.Name))
		r.ID = strconv.FormatUint(4611686018000000000+uint64(hash.Sum32()), 10) // the order of the document's 4611686018427397919
	}
	r.Trusts = slices.Clone(r.Trusts)
	if r.Trusts == nil {
		r.Trusts = []string{accountPrincipal(r.AccountID)}
	}
	if r.MaxSession == 0 {
		r.MaxSession = maxSession
	}
	return r
}

// accountOr returns the account, or the default one for none.
func accountOr(account string) string {
	if account == "" {
		return DefaultAccountID
	}
	return account
}

// arn is the role's name in CAM.
func (r Role) arn() string {
	if r.Service {
		return camARN(r.AccountID, "role/tencentcloudServiceRoleName/"+r.Name)
	}
	return camARN(r.AccountID, "roleName/"+r.Name)
}

// trusts tells whether one of the principals may assume the role.
func (r Role) trusts(principals ...string) bool {
	return slices.ContainsFunc(principals, func(p string) bool { return slices.Contains(r.Trusts, p) })
}

// roleRef is a RoleArn taken apart.
type roleRef struct {
	account, value string
	byID, service  bool
}

// parseRoleARN reads one of the four documented forms of a RoleArn.
func parseRoleARN(arn string) (ref roleRef, ok bool) {
	rest, ok := strings.CutPrefix(arn, "qcs::cam::uin/")
	if !ok {
		return ref, false
	}
	account, thing, _ := strings.Cut(rest, ":")
	ref.account = account
	for _, form := range []struct {
		prefix        string
		byID, service bool
	}{
		{"roleName/", false, false},
		{"role/tencentcloudServiceRoleName/", false, true},
		{"role/tencentcloudServiceRole/", true, true},
		{"role/", true, false},
	} {
		if ref.value, ok = strings.CutPrefix(thing, form.prefix); ok {
			ref.byID, ref.service = form.byID, form.service
			break
		}
	}
	valid := ok && isDigits(account) && isWord(ref.value, sessionCharacters, 1, 128) && (!ref.byID || isDigits(ref.value))
	return ref, valid
}

// isDigits tells whether s can be a Uin or the number of a role.
func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// findRole finds the role that an ARN names.
func (s *Server) findRole(ref roleRef) (*Role, bool) {
	i := slices.IndexFunc(s.roles, func(r Role) bool {
		value := r.Name
		if ref.byID {
			value = r.ID
		}
		return r.AccountID == ref.account && value == ref.value && r.Service == ref.service
	})
	if i < 0 {
		return nil, false
	}
	return &s.roles[i], true
}
