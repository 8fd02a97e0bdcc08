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

// The error codes are those that the document of each action lists
// (https://www.tencentcloud.com/document/product/1150/49458, and
// sts/v20180813/client.go of the official Go SDK, v1.1.11). A role that is not
// there is InternalError.GetRoleError, which the SDK's own test expects and
// Tencent's documents of DTS show with its text.

// temporaryResponse is "Response" of the actions of STS that issue a credential,
// but for its RequestId.
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

// paramError is STS' error for a parameter that is not what it should be.
func paramError(format string, args ...any) *apiError {
	return failuref("InvalidParameter.ParamError", format, args...)
}

// Besides letters, digits and "_", these are the characters of a RoleSessionName
// and of an ExternalId.
const (
	sessionCharacters  = "+=,.@-"
	externalCharacters = "+=,.@:/-"
)

// isWord reports whether text has only letters, digits, "_" and those characters,
// and how many of them.
func isWord(text, others string, shortest, longest int) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
	return len(text) >= shortest && len(text) <= longest && strings.Trim(text, letters+others) == ""
}

// sessionRequest is what the three ways to assume a role have in common.
type sessionRequest struct {
	role *Role
	name string // RoleSessionName
	life time.Duration
}

// roleARN is the four documented forms of a RoleArn. The fake has no service roles,
// and knows roles by name only.
var roleARN = regexp.MustCompile(`^qcs::cam::uin/\d+:(?:roleName/[\w+=,.@-]{1,128}|role/(?:tencentcloudServiceRoleName/[\w+=,.@-]{1,128}|(?:tencentcloudServiceRole/)?\d+))$`)

// parseSession reads RoleArn, RoleSessionName and DurationSeconds.
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

// parseDuration reads DurationSeconds.
func parseDuration(p parameters, standard, longest time.Duration) time.Duration {
	seconds, given := p.integer("DurationSeconds")
	switch {
	case !given:
		return standard
	case seconds < 1:
		p.refuse(paramError("The parameter `DurationSeconds` has the value `%d`, it should be positive.", seconds))
	case seconds > int64(longest/time.Second):
		p.refuse(failure("InvalidParameter.OverTimeError"))
	}
	return time.Duration(seconds) * time.Second
}

// checkPolicy validates Policy, where it is given: JSON in the syntax of CAM,
// URL-encoded, without principals.
func checkPolicy(p parameters) {
	text, given := p.text("Policy")
	if !given {
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

// checkMFA compares SerialNumber and TokenCode with the caller's device.
func checkMFA(c call, serial, code string) {
	device, ok := strings.CutPrefix(serial, "qcs::cam:uin/"+c.caller.account+"::mfa/")
	switch {
	case ok && device != "softToken":
		c.params.refuse(failure("FailedOperation.MFATypeNotSupported"))
	case !ok || code != DefaultMFACode:
		c.params.refuse(failure("FailedOperation.CheckMFAError"))
	}
}

// notAuthorized is the gateway's error for an action that CAM does not permit, of
// which the text is public
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
