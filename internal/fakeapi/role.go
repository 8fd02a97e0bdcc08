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
	AccountID string // its account; defaults to DefaultAccountID
	Name      string // as in qcs::cam::uin/ACCOUNT:roleName/NAME
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
	Trusts     []string
	ExternalID string        // if set, AssumeRole requires it
	MFA        bool          // whether AssumeRole requires SerialNumber and TokenCode
	MaxSession time.Duration // defaults to the documented 12 hours
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

// The built-in accounts and users.
const (
	// DefaultAccountID is the Uin of the account of the default key, the default providers
	// and most built-in roles.
	DefaultAccountID = "100000000001"
	// DefaultUserID is the Uin of the user of the default key.
	DefaultUserID = "200000000001"
	// OtherAccountID is the Uin of another account.
	OtherAccountID = "100000000002"
	// DefaultMFASerial is the SerialNumber of the default user's MFA device, and
	// DefaultMFACode its code.
	DefaultMFASerial = "qcs::cam:uin/100000000001::mfa/softToken"
	DefaultMFACode   = "482724"
)

// The built-in roles.
const (
	DefaultRoleARN      = "qcs::cam::uin/100000000001:roleName/reader"  // trusts its account
	ChainedRoleARN      = "qcs::cam::uin/100000000001:roleName/chained" // trusts DefaultRoleARN only
	CrossAccountRoleARN = "qcs::cam::uin/100000000002:roleName/partner" // of OtherAccountID, trusts DefaultAccountID
	ClosedRoleARN       = "qcs::cam::uin/100000000001:roleName/closed"  // does not trust its account
	GuardedRoleARN      = "qcs::cam::uin/100000000001:roleName/guarded" // requires DefaultExternalID
	DefaultExternalID   = "fake/external-id"
	MFARoleARN          = "qcs::cam::uin/100000000001:roleName/mfa"   // requires an MFA code
	ShortRoleARN        = "qcs::cam::uin/100000000001:roleName/short" // limits sessions to an hour
	SAMLRoleARN         = "qcs::cam::uin/100000000001:roleName/saml"  // trusts DefaultSAMLProviderARN only
	OIDCRoleARN         = "qcs::cam::uin/100000000001:roleName/oidc"  // trusts DefaultOIDCProvider only
	DefaultInstanceRole = "instance"                                  // the name of the metadata service's role
)

// BuiltInRoles returns the default roles.
func BuiltInRoles() []Role {
	return []Role{
		{Name: "reader"},
		{Name: "chained", Trusts: []string{DefaultRoleARN}},
		{AccountID: OtherAccountID, Name: "partner", Trusts: []string{accountPrincipal(DefaultAccountID)}},
		{Name: "closed", Trusts: []string{accountPrincipal(OtherAccountID)}},
		{Name: "guarded", ExternalID: DefaultExternalID},
		{Name: "mfa", MFA: true},
		{Name: "short", MaxSession: time.Hour},
		{Name: "saml", Trusts: []string{DefaultSAMLProviderARN}},
		{Name: "oidc", Trusts: []string{camARN(DefaultAccountID, "oidc-provider/"+DefaultOIDCProvider)}},
		{Name: DefaultInstanceRole, Trusts: []string{instancePrincipal}},
	}
}
