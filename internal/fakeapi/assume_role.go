// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"unicode/utf8"
)

// assumeRole is the action AssumeRole of STS. A role that does not trust the
// caller, or is given the wrong ExternalId, is refused like any action that CAM
// does not permit.
func (s *Server) assumeRole(c call) (any, *apiError) {
	p := c.params
	if fail := p.onlyKnown("", "RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId", "Tags",
		"SourceIdentity", "SerialNumber", "TokenCode"); fail != nil {
		return nil, fail
	}
	r, fail := s.parseSession(p)
	if fail != nil {
		return nil, fail
	}
	for _, check := range []func(parameters) *apiError{checkPolicy, checkExternalID, checkTags, checkSourceIdentity} {
		if fail := check(p); fail != nil {
			return nil, fail
		}
	}
	externalID, _, _ := p.text("", "ExternalId")
	if !r.role.trusts(c.caller.principals()...) || r.role.ExternalID != "" && r.role.ExternalID != externalID {
		return nil, notAuthorized(c, "sts:AssumeRole", r.role.arn())
	}
	if fail := checkRoleMFA(c, r.role); fail != nil {
		return nil, fail
	}
	return s.assume(c, r, c.caller.user, "AssumeRole"), nil
}

func checkExternalID(p parameters) *apiError {
	id, given, fail := p.text("", "ExternalId")
	if fail == nil && given && !isWord(id, externalCharacters, 2, 128) {
		fail = paramError("The parameter `ExternalId` must have 2 to 128 characters out of [\\w+=,.@:/-].")
	}
	return fail
}

func checkSourceIdentity(p parameters) *apiError {
	uin, given, fail := p.text("", "SourceIdentity")
	if fail == nil && given && !isDigits(uin) {
		fail = paramError("The parameter `SourceIdentity` must be a Uin.")
	}
	return fail
}

// checkTags validates the session tags, 50 at most and each key once.
func checkTags(p parameters) *apiError {
	tags, fail := p.objects("", "Tags")
	if fail != nil {
		return fail
	}
	seen := map[string]bool{}
	for i, tag := range tags {
		prefix := fmt.Sprintf("Tags.%d.", i)
		if fail := tag.onlyKnown(prefix, "Key", "Value"); fail != nil {
			return fail
		}
		key, fail := tag.requiredText(prefix, "Key")
		if fail != nil {
			return fail
		}
		value, fail := tag.requiredText(prefix, "Value")
		if fail != nil {
			return fail
		}
		if seen[key] || utf8.RuneCountInString(key) > 128 || utf8.RuneCountInString(value) > 256 {
			return paramError("The parameter `Tags` has the key `%.128s` twice, or one that is too long.", key)
		}
		seen[key] = true
	}
	if len(tags) > 50 {
		return paramError("The parameter `Tags` has more than 50 tags.")
	}
	return nil
}

// checkRoleMFA checks SerialNumber and TokenCode where they are given or the role
// demands them.
func checkRoleMFA(c call, role *Role) *apiError {
	serial, hasSerial, fail := c.params.text("", "SerialNumber")
	if fail != nil {
		return fail
	}
	code, hasCode, fail := c.params.text("", "TokenCode")
	switch {
	case fail != nil:
		return fail
	case hasSerial != hasCode:
		return paramError("The parameters `SerialNumber` and `TokenCode` belong together.")
	case hasSerial:
		return checkMFA(c, serial, code)
	case role.MFA:
		return failure("AuthFailure.MFAFailure")
	}
	return nil
}
