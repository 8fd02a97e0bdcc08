// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// callerIdentityResponse is the "Response" of GetCallerIdentity without its RequestId.
type callerIdentityResponse struct {
	Type        string
	AccountID   string `json:"AccountId"`
	UserID      string `json:"UserId"`
	PrincipalID string `json:"PrincipalId"`
	ARN         string `json:"Arn"`
}

// getCallerIdentity is the action GetCallerIdentity of STS. The responses are those of
// the document's examples. A session of GetSessionToken, which the document does not
// mention, is its user.
func (s *Server) getCallerIdentity(c call) (any, *apiError) {
	c.params.only()
	if fail := c.params.failed(); fail != nil {
		return nil, fail
	}
	i := c.caller
	if i.role != nil {
		return callerIdentityResponse{
			Type: "CAMRole", AccountID: i.account, UserID: i.role.id() + ":" + i.session, PrincipalID: i.user,
			ARN: "qcs::sts:" + i.account + ":assumed-role/" + i.role.id(),
		}, nil
	}
	return callerIdentityResponse{
		Type: "CAMUser", AccountID: i.account, UserID: i.user, PrincipalID: i.user,
		ARN: "qcs::cam:" + i.account + ":uin/" + i.user,
	}, nil
}
