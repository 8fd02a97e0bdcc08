// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const (
	checkSource  = "Check that source in the provider block and the environment."
	notTrusted   = "STS does not let these credentials take on the role."
	notTrustedDo = "The role's trust policy must name the account, the user, the role or the identity provider that asks, and its external id, where it has one, must be given; " +
		"and a CAM policy of who asks must allow the action sts:{sts_action} on the role."
	noRole      = "STS knows no such role."
	noRoleDo    = "Check the account and the name in the role's ARN against the roles at https://console.cloud.tencent.com/cam/role."
	badPolicy   = "STS does not accept the policy that is to narrow the role."
	badPolicyDo = "Check policy of assume_role: it must be a policy of CAM in JSON, not too long, and name only resources that the role may use."
)

// stsAdvices is what advices is for the Redis API: keyed by error code, or by
// the part of one before the dot. {sts_action} stands for the action of STS.
//
// Sources: the error codes in the documents of AssumeRole, AssumeRoleWithSAML,
// AssumeRoleWithWebIdentity and GetSessionToken
// (https://www.tencentcloud.com/document/product/1150).
var stsAdvices = map[string]advice{
	"AuthFailure.UnauthorizedOperation": {meaning: notTrusted, next: notTrustedDo},
	"UnauthorizedOperation":             {meaning: notTrusted, next: notTrustedDo},
	"AuthFailure.MFAFailure":            {meaning: "The role asks for a code of an MFA device.", next: "Set serial_number and token_code of assume_role."},
	"ResourceNotFound.RoleNotFound":     {meaning: noRole, next: noRoleDo},
	"InternalError.GetRoleError":        {meaning: noRole, next: noRoleDo},
	"InternalError.IllegalRole":         {meaning: noRole, next: noRoleDo},
	"InvalidParameter.WebIdentityTokenError": {
		meaning: "STS does not accept the web identity token: it has expired, or is meant for somebody else.",
		next:    "Get a new token, and check that provider_id names the OIDC provider in CAM whose issuer and client id are those in the token.",
	},
	"InvalidParameter.OverTimeError": {
		meaning: "The session is to last longer than the role allows.",
		next:    "Lower session_duration, or raise the role's longest session in CAM.",
	},
	"InvalidParameter.PolicyTooLong":          {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.ExtendStrategyOverSize": {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.StrategyFormatError":    {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.StrategyInvalid":        {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.ResouceError":           {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.GrantOtherResource":     {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.AccountNotAvaliable": {
		meaning: "The account in an ARN does not exist or cannot be used.", next: "Check the number behind uin/ in the ARN of the role and of the SAML provider.",
	},
	"InvalidParameter.AccessKeyNotSupport": {
		meaning: "STS does not take keys of this type.", next: "Use a key pair of a user, made at " + keyPage + ".",
	},
	"InvalidParameter.OverLimit": {
		meaning: "The account asks STS too often.", next: "Run fewer pipelines at the same time; within one run, STS is asked once for all reads.",
	},
	"InvalidParameter": {meaning: "STS refuses an argument.", next: checkSource + " The message below may say which argument."},
	"FailedOperation.CheckMFAError": {
		meaning: "STS does not accept the code of the MFA device: it is mistyped, too old, or was used before.",
		next:    "Wait for the next code and set token_code anew; serial_number must be that of the device.",
	},
	"FailedOperation.MFATypeNotSupported": {
		meaning: "STS does not take codes of this type of MFA device.", next: "Use a device that shows codes, and its serial_number.",
	},
	"FailedOperation.TempKeyNotAllowed": {
		meaning: "STS opens an MFA session for a permanent key pair only, and this one is temporary.",
		next:    "Use a permanent key pair without a token, or leave mfa_certification out.",
	},
}

var (
	adviceNotSTS = advice{
		meaning: "What answered is not STS, or its answer did not come through whole.",
		next:    between + "Check that `endpoints.sts`, `domain` and `protocol` in the provider block lead to STS.",
	}
	adviceNoSTS = advice{
		meaning: "STS could not be reached.",
		next:    "Check the network, the proxy settings (`proxy`, HTTPS_PROXY, NO_PROXY), `ca_bundle`, and that the host below is right: `endpoints.sts` and `domain` in the provider block name it.",
	}
)

// explainCredentials is explain for what came before the request: without a
// credential, or with that of a wrong account, it was not made.
func explainCredentials(err error) (a advice, facts []string, ok bool) {
	if e, ok := errors.AsType[*credentials.AccountError](err); ok {
		return advice{
			meaning: sentence(e.Error()),
			next:    "Use credentials of another account, or change that argument in the provider block. Nothing but the account was asked for.",
		}, []string{"Account: " + e.Account}, true
	}
	if e, ok := errors.AsType[*credentials.SourceError](err); ok {
		a, facts = explainSource(e.Err)
		a.meaning = "No request was made, since there is no credential to sign it with. " + a.meaning
		return a, append([]string{"Source: " + e.Source}, facts...), true
	}
	if e, ok := errors.AsType[*credentials.AccountCheckError](err); ok {
		a, facts = explainSource(e.Err)
		a.meaning = "The account of the credentials could not be found out, and `allowed_account_ids` or `forbidden_account_ids` asks for that. " + a.meaning
		return a, facts, true
	}
	return advice{}, nil, false
}

// explainSource tells what a source of credentials met: mostly STS, else a
// file or the metadata service.
func explainSource(err error) (advice, []string) {
	a, facts := explainRequest(err)
	if e, ok := errors.AsType[*tencentapi.Error](err); ok {
		a = adviceForSTS(e.Code)
		a.next = strings.ReplaceAll(a.next, "{sts_action}", e.Action)
		return a, append([]string{"Action: " + e.Action}, facts...)
	}
	if _, ok := errors.AsType[*tencentapi.ResponseError](err); ok {
		return adviceNotSTS, facts
	}
	if _, ok := errors.AsType[*tencentapi.ConnectionError](err); ok {
		return adviceNoSTS, facts
	}
	if e, ok := errors.AsType[*credentials.ExpiredLoginError](err); ok {
		return advice{meaning: "The login of the profile has expired.", next: "Log in again with `" + e.Command + "`."}, facts
	}
	return advice{meaning: "The source gave none.", next: checkSource}, facts
}

// adviceForSTS falls back from what is special about STS to what is not.
func adviceForSTS(code string) advice {
	if a, ok := stsAdvices[code]; ok {
		return a
	}
	group, _, _ := strings.Cut(code, ".")
	if a, ok := stsAdvices[group]; ok {
		return a
	}
	a := adviceFor(code)
	a.attribute = ""
	return a
}
