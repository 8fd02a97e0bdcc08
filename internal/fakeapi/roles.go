// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "time"

// Who there is to be without any Options.
const (
	// DefaultAccountID is the Uin of the account that the default key, the default
	// providers and most built-in roles belong to.
	DefaultAccountID = "100000000001"
	// DefaultUserID is the Uin of the user in it whose key the default key is.
	DefaultUserID = "200000000001"
	// OtherAccountID is the Uin of another account.
	OtherAccountID = "100000000002"
	// DefaultMFASerial is the SerialNumber of the MFA device of the default user,
	// and DefaultMFACode what it shows.
	DefaultMFASerial = "qcs::cam:uin/100000000001::mfa/softToken"
	DefaultMFACode   = "482724"
)

// The built-in roles, of DefaultAccountID but for one.
const (
	DefaultRoleARN      = "qcs::cam::uin/100000000001:roleName/reader"  // trusts everyone of its account
	ChainedRoleARN      = "qcs::cam::uin/100000000001:roleName/chained" // trusts only those who have assumed DefaultRoleARN
	CrossAccountRoleARN = "qcs::cam::uin/100000000002:roleName/partner" // of OtherAccountID, trusts DefaultAccountID
	ClosedRoleARN       = "qcs::cam::uin/100000000001:roleName/closed"  // trusts nobody of its account
	GuardedRoleARN      = "qcs::cam::uin/100000000001:roleName/guarded" // for those who name DefaultExternalID
	DefaultExternalID   = "fake/external-id"
	MFARoleARN          = "qcs::cam::uin/100000000001:roleName/mfa"   // for those who show an MFA code
	ShortRoleARN        = "qcs::cam::uin/100000000001:roleName/short" // with sessions of an hour at most
	SAMLRoleARN         = "qcs::cam::uin/100000000001:roleName/saml"  // trusts DefaultSAMLProviderARN only
	OIDCRoleARN         = "qcs::cam::uin/100000000001:roleName/oidc"  // trusts DefaultOIDCProvider only
	DefaultInstanceRole = "instance"                                  // the name of the role that the metadata service is for
)

// BuiltInRoles returns the roles there are where [Options] names none. The result
// is the caller's to change.
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
