// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// The identities that STS knows.
const (
	// DefaultAccountID is the Uin of the account of the default key and of most built-in
	// roles, and DefaultUserID that of the key's user.
	DefaultAccountID = "100000000001"
	DefaultUserID    = "200000000001"
	// OtherAccountID is the Uin of another account.
	OtherAccountID = "100000000002"
	// DefaultMFASerial is the SerialNumber of the user's MFA device, and DefaultMFACode
	// its code.
	DefaultMFASerial = "qcs::cam:uin/100000000001::mfa/softToken"
	DefaultMFACode   = "482724"
	// DefaultSAMLAssertion is the only valid assertion, of DefaultSAMLProviderARN.
	DefaultSAMLProviderARN = "qcs::cam::uin/100000000001:saml-provider/OneLogin"
	DefaultSAMLAssertion   = "PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiLz4="
	// DefaultWebIdentityToken is the only valid token, of any provider. It is a JSON Web
	// Token that expires at the end of 2099.
	DefaultOIDCProvider     = "OIDC"
	DefaultWebIdentityToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." +
		"eyJpc3MiOiJodHRwczovL29pZGMuZXhhbXBsZS9mYWtlIiwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlZmF1bHQ6ZmFrZSIs" +
		"ImF1ZCI6InN0cy5jbG91ZC50ZW5jZW50LmNvbSIsImV4cCI6NDEwMjQ0NDgwMH0.pd8lfA-ShNhLk86iXnlzjPnoYYk4a5b33Prwpy-SYgM"
)

// The built-in roles. Any other role may be assumed too.
const (
	DefaultRoleARN      = "qcs::cam::uin/100000000001:roleName/reader"
	CrossAccountRoleARN = "qcs::cam::uin/100000000002:roleName/partner"
	ChainedRoleARN      = "qcs::cam::uin/100000000001:roleName/chained" // trusts DefaultRoleARN only
	ClosedRoleARN       = "qcs::cam::uin/100000000001:roleName/closed"  // trusts OtherAccountID only
	GuardedRoleARN      = "qcs::cam::uin/100000000001:roleName/guarded" // requires DefaultExternalID
	DefaultExternalID   = "fake/external-id"
	MFARoleARN          = "qcs::cam::uin/100000000001:roleName/mfa"  // requires an MFA code
	SAMLRoleARN         = "qcs::cam::uin/100000000001:roleName/saml" // trusts DefaultSAMLProviderARN only
	OIDCRoleARN         = "qcs::cam::uin/100000000001:roleName/oidc" // trusts DefaultOIDCProvider only
)

// trusted is the only caller that may assume a role. Callers are roles, identity
// providers, and accounts.
var trusted = map[string]string{
	ChainedRoleARN: DefaultRoleARN,
	ClosedRoleARN:  OtherAccountID,
	SAMLRoleARN:    DefaultSAMLProviderARN,
	OIDCRoleARN:    DefaultOIDCProvider,
}

// sts is the Security Token Service. Error codes are those in the document of each action
// (https://www.tencentcloud.com/document/product/1150/49458, and
// sts/v20180813/client.go of the official Go SDK, v1.1.11).
type sts struct{ keys *keyring }

func (s sts) actions() []action {
	const version = "2018-08-13"
	return []action{
		{"sts", version, "AssumeRole", 600, s.assumeRole, false},
		{"sts", version, "AssumeRoleWithSAML", 200, s.assumeRoleWithSAML, true},
		{"sts", version, "AssumeRoleWithWebIdentity", 20, s.assumeRoleWithWebIdentity, true},
		{"sts", version, "GetCallerIdentity", 20, s.getCallerIdentity, false},
		{"sts", version, "GetSessionToken", 20, s.getSessionToken, false},
	}
}

// assumeRole is the action AssumeRole.
func (s sts) assumeRole(c call) (any, *apiError) {
	p := c.params
	p.only("RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId", "SourceIdentity", "SerialNumber", "TokenCode")
	owner, life := parseSession(c, c.caller.user)
	checkPolicy(p)
	externalID, _ := p.text("ExternalId")
	p.text("SourceIdentity")
	serial, hasSerial := p.text("SerialNumber")
	code, hasCode := p.text("TokenCode")
	switch trust := trusted[owner.role]; {
	case trust != "" && trust != c.caller.role && trust != c.caller.account, owner.role == GuardedRoleARN && externalID != DefaultExternalID:
		p.refuse(notAuthorized(c, owner.role))
	case hasSerial || hasCode:
		checkMFA(p, serial, code)
	case owner.role == MFARoleARN:
		p.refuse(failure("AuthFailure.MFAFailure"))
	}
	return s.issue(c, "AssumeRole", owner, life)
}

// assumeRoleWithSAML is the action AssumeRoleWithSAML. It needs no signature.
func (s sts) assumeRoleWithSAML(c call) (any, *apiError) {
	p := c.params
	p.only("SAMLAssertion", "PrincipalArn", "RoleArn", "RoleSessionName", "DurationSeconds")
	assertion, principal := p.required("SAMLAssertion"), p.required("PrincipalArn")
	owner, life := parseSession(c, "")
	if principal != DefaultSAMLProviderARN || assertion != DefaultSAMLAssertion {
		p.refuse(paramError("The SAML assertion is invalid or has expired."))
	}
	if trust := trusted[owner.role]; trust != "" && trust != principal {
		p.refuse(failure("UnauthorizedOperation"))
	}
	return s.issue(c, "AssumeRoleWithSAML", owner, life)
}

// assumeRoleWithWebIdentity is the action AssumeRoleWithWebIdentity. It needs no
// signature.
func (s sts) assumeRoleWithWebIdentity(c call) (any, *apiError) {
	p := c.params
	p.only("ProviderId", "WebIdentityToken", "RoleArn", "RoleSessionName", "DurationSeconds")
	provider, token := p.required("ProviderId"), p.required("WebIdentityToken")
	owner, life := parseSession(c, "")
	if token != DefaultWebIdentityToken {
		p.refuse(failure("InvalidParameter.WebIdentityTokenError"))
	}
	if trust := trusted[owner.role]; trust != "" && trust != provider {
		p.refuse(failure("UnauthorizedOperation"))
	}
	return s.issue(c, "AssumeRoleWithWebIdentity", owner, life)
}

// getSessionToken is the action GetSessionToken. It returns a temporary credential of
// the user for a code of the user's MFA device.
func (s sts) getSessionToken(c call) (any, *apiError) {
	p := c.params
	p.only("SerialNumber", "TokenCode", "DurationSeconds")
	serial, code := p.required("SerialNumber"), p.required("TokenCode")
	life := parseDuration(p, 1800*time.Second, 129600*time.Second)
	if c.caller.temporary {
		p.refuse(failure("FailedOperation.TempKeyNotAllowed"))
	}
	checkMFA(p, serial, code)
	return s.issue(c, "GetSessionToken", c.caller, life)
}

// callerIdentityResponse is the "Response" of GetCallerIdentity without its RequestId.
type callerIdentityResponse struct {
	Type        string
	AccountID   string `json:"AccountId"`
	UserID      string `json:"UserId"`
	PrincipalID string `json:"PrincipalId"`
	ARN         string `json:"Arn"`
}

// getCallerIdentity is the action GetCallerIdentity. The responses are those of the
// document's examples. A session of GetSessionToken, which the document does not
// mention, is its user.
func (s sts) getCallerIdentity(c call) (any, *apiError) {
	c.params.only()
	i := c.caller
	r := callerIdentityResponse{
		Type: "CAMUser", AccountID: i.account, UserID: i.user, PrincipalID: i.user,
		ARN: "qcs::cam:" + i.account + ":uin/" + i.user,
	}
	if i.role != "" {
		const id = "4611686018427397919" // of the role, as in the document
		r.Type, r.UserID, r.ARN = "CAMRole", id+":"+i.session, "qcs::sts:"+i.account+":assumed-role/"+id
	}
	return r, c.params.failed()
}

// temporaryResponse is the "Response" of the actions that issue a credential, without
// its RequestId.
type temporaryResponse struct {
	Credentials struct {
		Token        string
		TmpSecretID  string `json:"TmpSecretId"`
		TmpSecretKey string
	}
	ExpiredTime int64
	Expiration  string
}

// issue issues a credential, unless a parameter was refused.
func (s sts) issue(c call, source string, owner identity, life time.Duration) (any, *apiError) {
	if fail := c.params.failed(); fail != nil {
		return nil, fail
	}
	t := s.keys.issue(owner, source, c.now, life)
	r := temporaryResponse{ExpiredTime: t.Expires.Unix(), Expiration: t.Expires.UTC().Format(time.RFC3339)}
	r.Credentials.Token, r.Credentials.TmpSecretID, r.Credentials.TmpSecretKey = t.Token, t.SecretID, t.SecretKey
	return r, nil
}

// paramError returns the error of STS for an invalid parameter.
func paramError(format string, args ...any) *apiError {
	return failuref("InvalidParameter.ParamError", format, args...)
}

var (
	roleARN     = regexp.MustCompile(`^qcs::cam::uin/(\d+):roleName/[\w+=,.@-]{1,128}$`)
	sessionName = regexp.MustCompile(`^[\w+=,.@-]{2,128}$`)
)

// parseSession parses RoleArn, RoleSessionName and DurationSeconds. The user of a session
// that no user began is its account.
func parseSession(c call, user string) (owner identity, life time.Duration) {
	p := c.params
	arn, name := p.required("RoleArn"), p.required("RoleSessionName")
	life = parseDuration(p, 7200*time.Second, 43200*time.Second)
	parts := roleARN.FindStringSubmatch(arn)
	if parts == nil {
		p.refuse(paramError("The parameter `RoleArn` has the value `%s`, which is not the ARN of a role.", arn))
		return owner, life
	}
	if !sessionName.MatchString(name) {
		p.refuse(paramError("The parameter `RoleSessionName` must have 2 to 128 characters out of [\\w+=,.@_-]."))
	}
	if user == "" {
		user = parts[1]
	}
	return identity{account: parts[1], user: user, role: arn, session: name}, life
}

// parseDuration parses DurationSeconds.
func parseDuration(p parameters, standard, longest time.Duration) time.Duration {
	seconds, ok := p.integer("DurationSeconds")
	switch {
	case !ok:
		return standard
	case seconds < 1:
		p.refuse(paramError("The parameter `DurationSeconds` has the value `%d`, it should be positive.", seconds))
	case seconds > int64(longest/time.Second):
		p.refuse(failure("InvalidParameter.OverTimeError"))
	}
	return time.Duration(seconds) * time.Second
}

// checkPolicy validates Policy, if set: JSON, URL-encoded.
func checkPolicy(p parameters) {
	text, ok := p.text("Policy")
	decoded, err := url.QueryUnescape(text)
	if ok && (err != nil || strings.ContainsAny(text, `{}" `) || !json.Valid([]byte(decoded))) {
		p.refuse(failuref("InvalidParameter.StrategyFormatError", "The parameter `Policy` must be URL-encoded JSON."))
	}
}

// checkMFA checks SerialNumber and TokenCode.
func checkMFA(p parameters, serial, code string) {
	if serial != DefaultMFASerial || code != DefaultMFACode {
		p.refuse(failure("FailedOperation.CheckMFAError"))
	}
}

// notAuthorized returns the gateway's error for an action that CAM denies, with its
// public message
// (https://github.com/TencentCloud/tencentcloud-sdk-java/issues/78).
func notAuthorized(c call, role string) *apiError {
	return failuref("AuthFailure.UnauthorizedOperation", "You are not authorized to perform this operation. Check your CAM "+
		"policies, and ensure that you are using the correct access keys. [[request id:%s]you are not authorized to perform "+
		"operation (sts:AssumeRole)\nresource (%s) has no permission]", c.requestID, role)
}
