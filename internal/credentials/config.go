// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

// Block is what the provider block says about credentials, under the official
// provider's names. A blank string, a zero and a nil mean "not set".
type Block struct {
	SecretID      string
	SecretKey     string
	SecurityToken string

	Profile              string // of tccli
	SharedCredentialsDir string // where profiles are; a leading ~ is the home folder
	CAMRoleName          string // of the CVM instance this runs on

	AssumeRole                *AssumeRole
	AssumeRoleWithSAML        *AssumeRoleWithSAML
	AssumeRoleWithWebIdentity *AssumeRoleWithWebIdentity
	MFACertification          *MFACertification
	EnablePodOIDC             bool

	AllowedAccountIDs   []string // account ids (Uin) in digits
	ForbiddenAccountIDs []string
}

// AssumeRole is the argument assume_role: a role taken on with the credential
// found so far. RoleARN and SessionName are required.
type AssumeRole struct {
	RoleARN         string
	SessionName     string
	SessionDuration int64  // seconds; 0 is the default of 7200, the most is 43200
	Policy          string // JSON, not URL-encoded
	ExternalID      string
	SourceIdentity  string
	SerialNumber    string // of an MFA device, together with TokenCode
	TokenCode       string
}

// AssumeRoleWithSAML is the argument assume_role_with_saml. All but the
// duration is required.
type AssumeRoleWithSAML struct {
	SAMLAssertion   string // base64
	PrincipalARN    string
	RoleARN         string
	SessionName     string
	SessionDuration int64 // as in AssumeRole
}

// AssumeRoleWithWebIdentity is the argument assume_role_with_web_identity. The
// token and the role are given either themselves or as a file.
type AssumeRoleWithWebIdentity struct {
	ProviderID           string // default "OIDC"
	WebIdentityToken     string
	WebIdentityTokenFile string // a raw JWT, or JSON with web_identity_token
	RoleARN              string
	RoleARNFile          string // the bare ARN, or JSON with role_arn
	SessionName          string
	SessionDuration      int64 // as in AssumeRole
}

// MFACertification is the argument mfa_certification: a session that a
// permanent key pair opens with a code of its MFA device.
type MFACertification struct {
	SerialNumber    string
	TokenCode       string
	DurationSeconds int64 // 0 is the default of 1800, the most is 129600
}

// The names of the arguments that are more than a word in a message.
const (
	argAssumeRole  = "assume_role"
	argSAML        = "assume_role_with_saml"
	argWebIdentity = "assume_role_with_web_identity"
	argMFA         = "mfa_certification"
	argPodOIDC     = "enable_pod_oidc"
	argCAMRole     = "cam_role_name"
	argProfile     = "profile"
)

// The longest sessions in seconds, from the documents of STS' AssumeRole and
// GetSessionToken (https://www.tencentcloud.com/document/product/1150).
const (
	MaxRoleSeconds = 43200
	MaxMFASeconds  = 129600
)

// The usual ones, from the same documents.
const (
	defaultRoleSeconds = 7200
	defaultMFASeconds  = 1800
)

// defaultProviderID is what the official provider sends as ProviderId.
const defaultProviderID = "OIDC"

// sessionName is what this provider calls a session that nobody named, as a
// pod's. It appears in the account's audit log.
const sessionName = "terraform-provider-tencentredis"
