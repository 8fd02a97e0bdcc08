// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

const (
	checkSource    = "Check its settings in the provider block and the environment."
	noAssumeRole   = "STS refused to assume the role."
	noAssumeRoleDo = "Check that (1) its trust policy names your account, user, role, or identity provider; " +
		"(2) external_id is set if it requires one; (3) your own policy allows sts:{action} on it."
	noRole      = "The role does not exist."
	noRoleDo    = "Compare the account and the name in the role's ARN with the roles at https://console.cloud.tencent.com/cam/role."
	badPolicy   = "STS rejected the session policy."
	badPolicyDo = "Check policy of assume_role. It must be a short CAM policy in JSON that names only resources the role may use."
)

// stsTable has the codes of STS.
//
// Sources: the error codes in the documents of AssumeRole, AssumeRoleWithSAML,
// AssumeRoleWithWebIdentity, GetCallerIdentity, and GetSessionToken
// (https://www.tencentcloud.com/document/product/1150).
var stsTable = table{
	"AuthFailure.UnauthorizedOperation": {meaning: noAssumeRole, next: noAssumeRoleDo},
	"UnauthorizedOperation":             {meaning: noAssumeRole, next: noAssumeRoleDo},
	"AuthFailure.AccessKeyIllegal":      {meaning: "STS does not know the key.", next: "Compare the secret ID with the keys at " + keyPage + "."},
	"AuthFailure.MFAFailure":            {meaning: "The role requires a code of an MFA device.", next: "Set serial_number and token_code of assume_role."},
	"ResourceNotFound.RoleNotFound":     {meaning: noRole, next: noRoleDo},
	"InternalError.GetRoleError":        {meaning: noRole, next: noRoleDo},
	"InternalError.IllegalRole":         {meaning: noRole, next: noRoleDo},
	"InvalidParameter.WebIdentityTokenError": {
		meaning: "STS rejected the web identity token: it has expired, or it was issued for another audience.",
		next:    "Get a new token, and check that provider_id names the OIDC provider in CAM whose issuer and client ID the token has.",
	},
	"InvalidParameter.OverTimeError": {
		meaning: "The session is longer than the role allows.",
		next:    "Lower session_duration, or raise the maximum session duration of the role in CAM.",
	},
	"InvalidParameter.PolicyTooLong":          {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.ExtendStrategyOverSize": {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.StrategyFormatError":    {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.StrategyInvalid":        {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.ResouceError":           {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.GrantOtherResource":     {meaning: badPolicy, next: badPolicyDo},
	"InvalidParameter.AccountNotAvaliable": {
		meaning: "The account in an ARN does not exist or cannot be used.",
		next:    "Check the number after uin/ in the ARN of the role and of the SAML provider.",
	},
	"InvalidParameter.AccessKeyNotSupport": {
		meaning: "STS does not accept keys of this type.", next: "Use a key pair of a user, created at " + keyPage + ".",
	},
	"InvalidParameter.OverLimit": {
		meaning: "The account exceeded the rate limit of STS.", next: "Run fewer pipelines at the same time. Within one run, all reads share one STS request.",
	},
	"InvalidParameter":      {meaning: "STS rejected an argument.", next: checkSource + " The message below may say which argument is wrong."},
	"InvalidParameterValue": {meaning: "STS rejected an argument.", next: checkSource + " The message below may say which argument is wrong."},
	"FailedOperation.CheckMFAError": {
		meaning: "STS rejected the code of the MFA device: it is mistyped, expired, or already used.",
		next:    "Wait for the next code and set token_code to it. Check that serial_number is that of the device.",
	},
	"FailedOperation.MFATypeNotSupported": {
		meaning: "STS does not accept codes of this type of MFA device.", next: "Use a device that shows codes, and set serial_number to its own.",
	},
	"FailedOperation.TempKeyNotAllowed": {
		meaning: "STS opens an MFA session only for a permanent key pair, and this one is temporary.",
		next:    "Use a permanent key pair without a token, or remove mfa_certification.",
	},
}
