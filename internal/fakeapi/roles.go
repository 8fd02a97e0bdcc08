// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "time"

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
