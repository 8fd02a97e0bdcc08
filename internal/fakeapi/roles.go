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

// The built-in roles.
const (
	// DefaultRoleARN trusts everyone of DefaultAccountID.
	DefaultRoleARN = "qcs::cam::uin/100000000001:roleName/reader"
	// ChainedRoleARN trusts only those who have assumed DefaultRoleARN.
	ChainedRoleARN = "qcs::cam::uin/100000000001:roleName/chained"
	// CrossAccountRoleARN is of OtherAccountID and trusts DefaultAccountID.
	CrossAccountRoleARN = "qcs::cam::uin/100000000002:roleName/partner"
	// ClosedRoleARN trusts nobody of DefaultAccountID.
	ClosedRoleARN = "qcs::cam::uin/100000000001:roleName/closed"
	// GuardedRoleARN is DefaultRoleARN for those who name DefaultExternalID.
	GuardedRoleARN    = "qcs::cam::uin/100000000001:roleName/guarded"
	DefaultExternalID = "fake/external-id"
	// MFARoleARN is DefaultRoleARN for those who show an MFA code.
	MFARoleARN = "qcs::cam::uin/100000000001:roleName/mfa"
	// ShortRoleARN is DefaultRoleARN with sessions of an hour at most.
	ShortRoleARN = "qcs::cam::uin/100000000001:roleName/short"
	// SAMLRoleARN trusts DefaultSAMLProviderARN only.
	SAMLRoleARN = "qcs::cam::uin/100000000001:roleName/saml"
	// OIDCRoleARN trusts the provider DefaultOIDCProvider only.
	OIDCRoleARN = "qcs::cam::uin/100000000001:roleName/oidc"
	// DefaultInstanceRole is the name of the role that is bound to the instance the
	// metadata service is for.
	DefaultInstanceRole = "instance"
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
