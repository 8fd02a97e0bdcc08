// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"slices"

	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
)

// backupURLCodes are the 13 of the document of DescribeBackupUrl.
var backupURLCodes = []string{
	redis.FAILEDOPERATION_SYSTEMERROR,
	redis.INTERNALERROR_DBOPERATIONFAILED,
	redis.INTERNALERROR_INTERNALERROR,
	redis.INVALIDPARAMETER_INVALIDPARAMETER,
	redis.INVALIDPARAMETER_PERMISSIONDENIED,
	redis.INVALIDPARAMETERVALUE_BACKUPNOTEXISTS,
	redis.RESOURCENOTFOUND_INSTANCENOTEXISTS,
	redis.RESOURCEUNAVAILABLE_BACKUPSTATUSINVALID,
	redis.UNAUTHORIZEDOPERATION_NOCAMAUTHED,
	redis.UNAUTHORIZEDOPERATION_USERNOTINWHITELIST,
	redis.UNSUPPORTEDOPERATION_CLUSTERINSTANCEACCESSEDDENY,
	redis.UNSUPPORTEDOPERATION_ISAUTORENEWERROR,
	redis.UNSUPPORTEDOPERATION_ONLYCLUSTERINSTANCECANEXPORTBACKUP,
}

// instanceBackupsCodes are those of the document of DescribeInstanceBackups.
var instanceBackupsCodes = []string{
	redis.FAILEDOPERATION_SYSTEMERROR,
	redis.INTERNALERROR_DBOPERATIONFAILED,
	redis.INTERNALERROR_INTERNALERROR,
	redis.INVALIDPARAMETER_INVALIDPARAMETER,
	redis.INVALIDPARAMETER_PERMISSIONDENIED,
	redis.RESOURCENOTFOUND_INSTANCENOTEXISTS,
	redis.UNAUTHORIZEDOPERATION_NOCAMAUTHED,
	redis.UNSUPPORTEDOPERATION,
}

// neighborCodes are those of similar actions.
var neighborCodes = []string{
	redis.RESOURCEINUSE_INSTANCEBEENLOCKED,
	redis.RESOURCEUNAVAILABLE_BACKUPLOCKEDERROR,
	redis.RESOURCEUNAVAILABLE_BACKUPSTATUSABNORMAL,
	redis.RESOURCEUNAVAILABLE_INSTANCELOCKEDERROR,
}

// commonCodes are those of all actions.
var commonCodes = []string{
	"ActionOffline", "AuthFailure.InvalidAuthorization", "AuthFailure.InvalidSecretId", "AuthFailure.MFAFailure",
	"AuthFailure.SecretIdNotFound", "AuthFailure.SignatureExpire", "AuthFailure.SignatureFailure",
	"AuthFailure.TokenFailure", "AuthFailure.UnauthorizedOperation", "DryRunOperation", "FailedOperation",
	"InternalError", "InvalidAction", "InvalidParameter", "InvalidParameterValue", "InvalidRequest", "IpInBlacklist",
	"IpNotInWhitelist", "LimitExceeded", "MissingParameter", "NoSuchProduct", "NoSuchVersion", "RequestLimitExceeded",
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded",
	"RequestLimitExceeded.UinLimitExceeded", "RequestSizeLimitExceeded", "ResourceInUse", "ResourceInsufficient",
	"ResourceNotFound", "ResourceUnavailable", "ResponseSizeLimitExceeded", "ServiceUnavailable",
	"UnauthorizedOperation", "UnknownParameter", "UnsupportedOperation", "UnsupportedProtocol", "UnsupportedRegion",
}

// stsCodes are those in the SDK for STS.
var stsCodes = []string{
	sts.AUTHFAILURE_ACCESSKEYILLEGAL, sts.FAILEDOPERATION_CHECKMFAERROR, sts.FAILEDOPERATION_MFATYPENOTSUPPORTED,
	sts.FAILEDOPERATION_TEMPKEYNOTALLOWED, sts.INTERNALERROR_DBERROR, sts.INTERNALERROR_ENCRYPTERROR,
	sts.INTERNALERROR_GETAPPIDERROR, sts.INTERNALERROR_GETROLEERROR, sts.INTERNALERROR_GETSEEDTOKENERROR,
	sts.INTERNALERROR_ILLEGALROLE, sts.INTERNALERROR_PBSERIALIZEERROR, sts.INTERNALERROR_SYSTEMERROR,
	sts.INTERNALERROR_UNKNOWNERROR, sts.INVALIDPARAMETER_ACCESSKEYNOTSUPPORT, sts.INVALIDPARAMETER_ACCOUNTNOTAVALIABLE,
	sts.INVALIDPARAMETER_EXTENDSTRATEGYOVERSIZE, sts.INVALIDPARAMETER_GRANTOTHERRESOURCE, sts.INVALIDPARAMETER_OVERLIMIT,
	sts.INVALIDPARAMETER_OVERTIMEERROR, sts.INVALIDPARAMETER_PARAMERROR, sts.INVALIDPARAMETER_POLICYTOOLONG,
	sts.INVALIDPARAMETER_RESOUCEERROR, sts.INVALIDPARAMETER_STRATEGYFORMATERROR, sts.INVALIDPARAMETER_STRATEGYINVALID,
	sts.INVALIDPARAMETER_TEMPCODENOTAVALIABLE, sts.INVALIDPARAMETER_WEBIDENTITYTOKENERROR, sts.REQUESTLIMITEXCEEDED,
	sts.RESOURCENOTFOUND_ROLENOTFOUND, sts.UNAUTHORIZEDOPERATION, sts.UNSUPPORTEDOPERATION,
}

// actionCodes returns the codes of each action of Redis, and of one action of STS for
// all of them.
func actionCodes() map[string][]string {
	return map[string][]string{
		"DescribeBackupUrl":       slices.Concat(backupURLCodes, neighborCodes, commonCodes),
		"DescribeInstanceBackups": instanceBackupsCodes,
		"GetCallerIdentity":       stsCodes,
	}
}
