// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "time"

// getSessionToken is the action GetSessionToken of STS: a temporary credential of
// the user itself, for a code of the user's MFA device.
func (s *Server) getSessionToken(c call) (any, *apiError) {
	p := c.params
	if fail := p.onlyKnown("", "SerialNumber", "TokenCode", "DurationSeconds"); fail != nil {
		return nil, fail
	}
	serial, fail := p.requiredText("", "SerialNumber")
	if fail != nil {
		return nil, fail
	}
	code, fail := p.requiredText("", "TokenCode")
	if fail != nil {
		return nil, fail
	}
	longest := 129600 * time.Second
	if c.caller.user == c.caller.account {
		longest = 7200 * time.Second
	}
	life, fail := parseDuration(p, 1800*time.Second, longest)
	if fail != nil {
		return nil, fail
	}
	if c.caller.temporary {
		return nil, failure("FailedOperation.TempKeyNotAllowed")
	}
	if fail := checkMFA(c, serial, code); fail != nil {
		return nil, fail
	}
	return newTemporaryResponse(s.keys.issue(c.caller, "GetSessionToken", c.now, life)), nil
}
