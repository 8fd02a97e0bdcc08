// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Role is a CAM role that STS can issue credentials for.
type Role struct {
	// AccountID is the Uin of the account that owns it; DefaultAccountID when empty.
	AccountID string
	// Name is its name, as in qcs::cam::uin/ACCOUNT:roleName/NAME.
	Name string
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
	r.AccountID = cmp.Or(r.AccountID, DefaultAccountID)
	r.Trusts = slices.Clone(r.Trusts)
	if r.Trusts == nil {
		r.Trusts = []string{accountPrincipal(r.AccountID)}
	}
	r.MaxSession = cmp.Or(r.MaxSession, maxSession)
	return r
}

// id is the number of the role, of the order of the document's 4611686018427397919.
func (r Role) id() string {
	hash := fnv.New32a()
	hash.Write([]byte(r.AccountID + "/" + r.Name))
	return strconv.FormatUint(4611686018000000000+uint64(hash.Sum32()), 10)
}

// arn is the role's name in CAM.
func (r Role) arn() string { return camARN(r.AccountID, "roleName/"+r.Name) }

// trusts reports whether one of the principals may assume the role.
func (r Role) trusts(principals ...string) bool {
	return slices.ContainsFunc(principals, func(p string) bool { return slices.Contains(r.Trusts, p) })
}

// isDigits reports whether s can be a Uin.
func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// findRole finds the role with an ARN, or nil.
func (s *Server) findRole(arn string) *Role {
	i := slices.IndexFunc(s.roles, func(r Role) bool { return r.arn() == arn })
	if i < 0 {
		return nil
	}
	return &s.roles[i]
}
