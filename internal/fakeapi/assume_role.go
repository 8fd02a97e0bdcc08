// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "unicode/utf8"

// assumeRole is the action AssumeRole of STS. A role that does not trust the
// caller, or is given the wrong ExternalId, is refused like any action that CAM
// does not permit.
func (s *Server) assumeRole(c call) (any, *apiError) {
	p := c.params
	p.only("RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId", "Tags", "SourceIdentity", "SerialNumber", "TokenCode")
	r := s.parseSession(p)
	checkPolicy(p)
	externalID, given := p.text("ExternalId")
	if given && !isWord(externalID, externalCharacters, 2, 128) {
		p.refuse(paramError("The parameter `ExternalId` must have 2 to 128 characters out of [\\w+=,.@:/-]."))
	}
	checkTags(p)
	if uin, given := p.text("SourceIdentity"); given && !isDigits(uin) {
		p.refuse(paramError("The parameter `SourceIdentity` must be a Uin."))
	}
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	if !r.role.trusts(c.caller.principals()...) || r.role.ExternalID != "" && r.role.ExternalID != externalID {
		return nil, notAuthorized(c, "sts:AssumeRole", r.role.arn())
	}
	checkRoleMFA(c, r.role)
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	return s.assume(c, r, c.caller.user, "AssumeRole"), nil
}

// checkTags validates the session tags, 50 at most and each key once.
func checkTags(p parameters) {
	tags := p.objects("Tags")
	seen := map[string]bool{}
	for _, tag := range tags {
		tag.only("Key", "Value")
		key, value := tag.required("Key"), tag.required("Value")
		if seen[key] || utf8.RuneCountInString(key) > 128 || utf8.RuneCountInString(value) > 256 {
			p.refuse(paramError("The parameter `Tags` has the key `%.128s` twice, or one that is too long.", key))
		}
		seen[key] = true
	}
	if len(tags) > 50 {
		p.refuse(paramError("The parameter `Tags` has more than 50 tags."))
	}
}

// checkRoleMFA checks SerialNumber and TokenCode where they are given or the role
// demands them.
func checkRoleMFA(c call, role *Role) {
	serial, hasSerial := c.params.text("SerialNumber")
	code, hasCode := c.params.text("TokenCode")
	switch {
	case hasSerial != hasCode:
		c.params.refuse(paramError("The parameters `SerialNumber` and `TokenCode` belong together."))
	case hasSerial:
		checkMFA(c, serial, code)
	case role.MFA:
		c.params.refuse(failure("AuthFailure.MFAFailure"))
	}
}
