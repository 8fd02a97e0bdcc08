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

// The error codes are those in the document of each action
// (https://www.tencentcloud.com/document/product/1150/49458, and
// sts/v20180813/client.go of the official Go SDK, v1.1.11). For an unknown role, the
// code is InternalError.GetRoleError, as in the SDK's own test and in documents of DTS.

// temporaryResponse is the "Response" of the actions of STS that issue a credential,
// without its RequestId.
type temporaryResponse struct {
	Credentials temporaryCredentials
	ExpiredTime int64
	Expiration  string
}

// temporaryCredentials is the API's type Credentials.
type temporaryCredentials struct {
	Token        string
	TmpSecretID  string `json:"TmpSecretId"`
	TmpSecretKey string
}

func newTemporaryResponse(t TemporaryCredential) temporaryResponse {
	return temporaryResponse{
		Credentials: temporaryCredentials{Token: t.Token, TmpSecretID: t.SecretID, TmpSecretKey: t.SecretKey},
		ExpiredTime: t.Expires.Unix(),
		Expiration:  t.Expires.UTC().Format(time.RFC3339),
	}
}

// paramError returns the error of STS for an invalid parameter.
func paramError(format string, args ...any) *apiError {
	return failuref("InvalidParameter.ParamError", format, args...)
}

// The characters of a RoleSessionName and an ExternalId besides letters, digits and "_".
const (
	sessionCharacters  = "+=,.@-"
	externalCharacters = "+=,.@:/-"
)

// isWord reports whether text has a valid length and only letters, digits, "_" and the
// other characters.
func isWord(text, others string, shortest, longest int) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
	return len(text) >= shortest && len(text) <= longest && strings.Trim(text, letters+others) == ""
}

// sessionRequest holds the parameters that all actions share that assume a role.
type sessionRequest struct {
	role *Role
	name string // RoleSessionName
	life time.Duration
}

// roleARN matches the four documented forms of a RoleArn. The fake has roles of the
// first form only.
var roleARN = regexp.MustCompile(`^qcs::cam::uin/\d+:(?:roleName/[\w+=,.@-]{1,128}|role/(?:tencentcloudServiceRoleName/[\w+=,.@-]{1,128}|(?:tencentcloudServiceRole/)?\d+))$`)

// parseSession parses RoleArn, RoleSessionName and DurationSeconds.
func (s *Server) parseSession(p parameters) (r sessionRequest) {
	arn := p.required("RoleArn")
	r.name = p.required("RoleSessionName")
	r.life = parseDuration(p, 7200*time.Second, maxSession)
	if !roleARN.MatchString(arn) {
		p.refuse(paramError("The parameter `RoleArn` has the value `%s`, which is not the ARN of a role.", arn))
	}
	if !isWord(r.name, sessionCharacters, 2, 128) {
		p.refuse(paramError("The parameter `RoleSessionName` must have 2 to 128 characters out of [\\w+=,.@_-]."))
	}
	if r.role = s.findRole(arn); r.role == nil {
		p.refuse(failuref("InternalError.GetRoleError", "role not exist"))
	} else if r.life > r.role.MaxSession {
		p.refuse(failure("InvalidParameter.OverTimeError"))
	}
	return r
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

// checkPolicy validates Policy, if set: URL-encoded JSON in the syntax of CAM, without
// principals.
func checkPolicy(p parameters) {
	text, ok := p.text("Policy")
	if !ok {
		return
	}
	decoded, err := url.QueryUnescape(text)
	if err != nil || strings.ContainsAny(text, `{}" `) {
		p.refuse(failuref("InvalidParameter.StrategyFormatError", "The parameter `Policy` must be URL-encoded."))
	}
	var policy struct {
		Version   string                       `json:"version"`
		Statement []map[string]json.RawMessage `json:"statement"`
	}
	if json.Unmarshal([]byte(decoded), &policy) != nil || policy.Version != "2.0" || len(policy.Statement) == 0 {
		p.refuse(failure("InvalidParameter.StrategyFormatError"))
	}
	for _, statement := range policy.Statement {
		if _, ok := statement["principal"]; ok {
			p.refuse(failuref("InvalidParameter.StrategyInvalid", "A policy must not have a principal here."))
		}
		for _, name := range []string{"effect", "action", "resource"} {
			if _, ok := statement[name]; !ok {
				p.refuse(failure("InvalidParameter.StrategyFormatError"))
			}
		}
	}
}

// checkMFA checks SerialNumber and TokenCode of the caller's device.
func checkMFA(c call, serial, code string) {
	device, ok := strings.CutPrefix(serial, "qcs::cam:uin/"+c.caller.account+"::mfa/")
	switch {
	case ok && device != "softToken":
		c.params.refuse(failure("FailedOperation.MFATypeNotSupported"))
	case !ok || code != DefaultMFACode:
		c.params.refuse(failure("FailedOperation.CheckMFAError"))
	}
}

// notAuthorized returns the gateway's error for an action that CAM denies, with its
// public message
// (https://github.com/TencentCloud/tencentcloud-sdk-java/issues/78).
func notAuthorized(c call, operation, resource string) *apiError {
	return failuref("AuthFailure.UnauthorizedOperation", "You are not authorized to perform this operation. Check your CAM "+
		"policies, and ensure that you are using the correct access keys. [[request id:%s]you are not authorized to perform "+
		"operation (%s)\nresource (%s) has no permission]", c.requestID, operation, resource)
}

// assume issues a credential for a role.
func (s *Server) assume(c call, r sessionRequest, user, source string) temporaryResponse {
	owner := identity{account: r.role.AccountID, user: user, role: r.role, session: r.name}
	return newTemporaryResponse(s.keys.issue(owner, source, c.now, r.life))
}
