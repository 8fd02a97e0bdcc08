// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// assumeRole is the action AssumeRole of STS. If the role does not trust the caller,
// or the ExternalId is wrong, the error is that of any action that CAM denies.
func (s *Server) assumeRole(c call) (any, *apiError) {
	p := c.params
	p.only("RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId", "SourceIdentity", "SerialNumber", "TokenCode")
	r := s.parseSession(p)
	checkPolicy(p)
	externalID, given := p.text("ExternalId")
	if given && !isWord(externalID, externalCharacters, 2, 128) {
		p.refuse(paramError("The parameter `ExternalId` must have 2 to 128 characters out of [\\w+=,.@:/-]."))
	}
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

// checkRoleMFA checks SerialNumber and TokenCode if they are set or the role requires
// them.
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
