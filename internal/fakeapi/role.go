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

// Role is a CAM role.
type Role struct {
	// AccountID is the Uin of its account. It defaults to DefaultAccountID.
	AccountID string
	// Name is its name, as in qcs::cam::uin/ACCOUNT:roleName/NAME.
	Name string
	// Trusts are the principals of its trust policy:
	//
	//	qcs::cam::uin/ACCOUNT:root                the account
	//	qcs::cam::uin/ACCOUNT:uin/USER            a user
	//	qcs::cam::uin/ACCOUNT:roleName/NAME       another role
	//	qcs::cam::uin/ACCOUNT:saml-provider/NAME  a SAML provider
	//	qcs::cam::uin/ACCOUNT:oidc-provider/NAME  an OIDC provider
	//	cvm.qcloud.com                            CVM instances
	//
	// It defaults to the role's own account.
	Trusts []string
	// ExternalID, if set, is the required ExternalId of AssumeRole.
	ExternalID string
	// MFA makes AssumeRole require SerialNumber and TokenCode.
	MFA bool
	// MaxSession is the longest session. It defaults to the documented 12 hours.
	MaxSession time.Duration
}

// instancePrincipal is the principal of CVM instances.
const instancePrincipal = "cvm.qcloud.com"

// maxSession is the documented limit of DurationSeconds for all roles.
const maxSession = 43200 * time.Second

// withDefaults returns a copy of the role with its defaults set.
func (r Role) withDefaults() Role {
	r.AccountID = cmp.Or(r.AccountID, DefaultAccountID)
	r.Trusts = slices.Clone(r.Trusts)
	if r.Trusts == nil {
		r.Trusts = []string{accountPrincipal(r.AccountID)}
	}
	r.MaxSession = cmp.Or(r.MaxSession, maxSession)
	return r
}

// id returns the number of the role, similar to the document's 4611686018427397919.
func (r Role) id() string {
	hash := fnv.New32a()
	hash.Write([]byte(r.AccountID + "/" + r.Name))
	return strconv.FormatUint(4611686018000000000+uint64(hash.Sum32()), 10)
}

// arn returns the ARN of the role.
func (r Role) arn() string { return camARN(r.AccountID, "roleName/"+r.Name) }

// trusts reports whether one of the principals may assume the role.
func (r Role) trusts(principals ...string) bool {
	return slices.ContainsFunc(principals, func(p string) bool { return slices.Contains(r.Trusts, p) })
}

// isDigits reports whether s can be a Uin.
func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// findRole returns the role with an ARN, or nil.
func (s *Server) findRole(arn string) *Role {
	i := slices.IndexFunc(s.roles, func(r Role) bool { return r.arn() == arn })
	if i < 0 {
		return nil
	}
	return &s.roles[i]
}
