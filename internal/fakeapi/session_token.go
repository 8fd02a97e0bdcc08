// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "time"

// getSessionToken is the action GetSessionToken of STS. It returns a temporary
// credential of the user for a code of the user's MFA device.
func (s *Server) getSessionToken(c call) (any, *apiError) {
	p := c.params
	p.only("SerialNumber", "TokenCode", "DurationSeconds")
	serial, code := p.required("SerialNumber"), p.required("TokenCode")
	life := parseDuration(p, 1800*time.Second, 129600*time.Second)
	if c.caller.temporary {
		p.refuse(failure("FailedOperation.TempKeyNotAllowed"))
	}
	checkMFA(c, serial, code)
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	return newTemporaryResponse(s.keys.issue(c.caller, "GetSessionToken", c.now, life)), nil
}
