// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "fmt"

// apiError is an error of the API as it goes over the wire.
type apiError struct {
	Code    string
	Message string
}

// messages holds a message for each code the service can answer: first the 13 of
// DescribeBackupUrl's document, then those common to all actions
// (https://www.tencentcloud.com/document/product/239/32050), then those of STS,
// then some neighbors. The real texts are not documented; where one could be found
// in a public bug report, as for AuthFailure.SignatureFailure, it is used here or
// where the error arises.
var messages = map[string]string{ //nolint:gosec // names of errors, no credentials
	"FailedOperation.SystemError":                             "Internal system error, unrelated to the business.",
	"InternalError.DbOperationFailed":                         "The database operation failed.",
	"InternalError.InternalError":                             "Internal error.",
	"InvalidParameter.InvalidParameter":                       "The business parameter is incorrect.",
	"InvalidParameter.PermissionDenied":                       "The API has no CAM permission.",
	"InvalidParameterValue.BackupNotExists":                   "The backup does not exist.",
	"ResourceNotFound.InstanceNotExists":                      "No Redis instance was found for the given serial ID.",
	"ResourceUnavailable.BackupStatusInvalid":                 "The backup status is invalid. It may be in another process or may have been deleted.",
	"UnauthorizedOperation.NoCAMAuthed":                       "No CAM permission for this operation.",
	"UnauthorizedOperation.UserNotInWhiteList":                "The user is not in the allowlist.",
	"UnsupportedOperation.ClusterInstanceAccessedDeny":        "A Redis cluster instance is not allowed to access a security group.",
	"UnsupportedOperation.IsAutoRenewError":                   "The auto-renewal flag is incorrect.",
	"UnsupportedOperation.OnlyClusterInstanceCanExportBackup": "Only a cluster instance supports exporting backups.",

	"AuthFailure.InvalidAuthorization":  "The request `Authorization` header does not conform to tencentcloud standards.",
	"AuthFailure.InvalidSecretId":       "Invalid key (not a TencentCloud API key type).",
	"AuthFailure.MFAFailure":            "MFA failed.",
	"AuthFailure.SecretIdNotFound":      "The SecretId is not found, please ensure that your SecretId is correct.",
	"AuthFailure.SignatureExpire":       "Signature expired. The difference between the timestamp and the server time must not exceed 5 minutes.",
	"AuthFailure.SignatureFailure":      "The provided credentials could not be validated. Please check your signature is correct.",
	"AuthFailure.TokenFailure":          "Token verification failed. Please check your Token is correct.",
	"AuthFailure.UnauthorizedOperation": "The request is not authorized by CAM.",

	"RequestLimitExceeded": "Your current request times equals to `21` in a second, " +
		"which exceeds the frequency limit `20` for a second. Please reduce the frequency of calls.",
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded": "The number of requests of the account exceeds the frequency limit.",
	"RequestLimitExceeded.IPLimitExceeded":              "The number of requests of the IP exceeds the frequency limit.",
	"RequestLimitExceeded.UinLimitExceeded":             "The number of requests of the root account exceeds the frequency limit.",

	"ActionOffline":             "This API has been deprecated.",
	"DryRunOperation":           "DryRun operation, the request would have succeeded.",
	"FailedOperation":           "Operation failed.",
	"InternalError":             "An internal error has occurred. Retry your request.",
	"InvalidAction":             "The requested API does not exist.",
	"InvalidParameter":          "Incorrect parameter.",
	"InvalidParameterValue":     "Invalid parameter value.",
	"InvalidRequest":            "The multipart format in the request body is incorrect.",
	"IpInBlacklist":             "Your IP is in the IP blocklist.",
	"IpNotInWhitelist":          "Your IP is not in the IP allowlist.",
	"LimitExceeded":             "Quota limit exceeded.",
	"MissingParameter":          "A parameter is missing.",
	"NoSuchProduct":             "The product does not exist.",
	"NoSuchVersion":             "The API version does not exist.",
	"RequestSizeLimitExceeded":  "The request size exceeds the upper limit.",
	"ResourceInUse":             "The resource is in use.",
	"ResourceInsufficient":      "Insufficient resource.",
	"ResourceNotFound":          "The resource does not exist.",
	"ResourceUnavailable":       "The resource is unavailable.",
	"ResponseSizeLimitExceeded": "The response size exceeds the upper limit.",
	"ServiceUnavailable":        "The service is currently unavailable.",
	"UnauthorizedOperation":     "Unauthorized operation.",
	"UnknownParameter":          "Unknown parameter.",
	"UnsupportedOperation":      "Unsupported operation.",
	"UnsupportedProtocol":       "The request method is not supported by this API.",
	"UnsupportedRegion":         "The action not support this region.",

	"AuthFailure.AccessKeyIllegal":            "The key is illegal.",
	"FailedOperation.CheckMFAError":           "The MFA check failed.",
	"FailedOperation.MFATypeNotSupported":     "The type of the MFA device is not supported.",
	"FailedOperation.TempKeyNotAllowed":       "This API cannot be called with a temporary key.",
	"InternalError.DbError":                   "A database error occurred.",
	"InternalError.EncryptError":              "The encryption failed.",
	"InternalError.GetAppIdError":             "Failed to get the AppId.",
	"InternalError.GetRoleError":              "The role does not exist.",
	"InternalError.GetSeedTokenError":         "Failed to get the token.",
	"InternalError.IllegalRole":               "The role is illegal.",
	"InternalError.PbSerializeError":          "Failed to pack the answer.",
	"InternalError.SystemError":               "An internal system error occurred, such as a network error.",
	"InternalError.UnknownError":              "An unknown error occurred.",
	"InvalidParameter.AccessKeyNotSupport":    "Keys of this type are not supported.",
	"InvalidParameter.AccountNotAvaliable":    "The account does not exist or is unavailable.",
	"InvalidParameter.ExtendStrategyOverSize": "The extended policy is too large.",
	"InvalidParameter.GrantOtherResource":     "Access to a resource beyond the permission.",
	"InvalidParameter.OverLimit":              "The frequency limit has been exceeded.",
	"InvalidParameter.OverTimeError":          "The validity period exceeds the limit.",
	"InvalidParameter.ParamError":             "A parameter is incorrect.",
	"InvalidParameter.PolicyTooLong":          "The policy is too long.",
	"InvalidParameter.ResouceError":           "The six-segment resource of the policy is incorrect.",
	"InvalidParameter.StrategyFormatError":    "The syntax of the policy is incorrect.",
	"InvalidParameter.StrategyInvalid":        "The policy is invalid.",
	"InvalidParameter.TempCodeNotAvaliable":   "The temporary code is invalid.",
	"InvalidParameter.WebIdentityTokenError":  "The parameter `WebIdentityToken` is incorrect.",
	"ResourceNotFound.RoleNotFound":           "The role of the account does not exist.",

	"FailedOperation.CommitFlowError":            "The workflow could not be submitted.",
	"ResourceUnavailable.InstanceStateError":     "The status of the instance is wrong.",
	"ResourceUnavailable.InstanceStatusAbnormal": "The status of the instance is abnormal, so the operation cannot be performed.",

	"ResourceInUse.InstanceBeenLocked":         "The instance has been locked by another process.",
	"ResourceUnavailable.BackupLockedError":    "The backup has been locked by another process.",
	"ResourceUnavailable.BackupStatusAbnormal": "The status of the backup is abnormal.",
	"ResourceUnavailable.InstanceLockedError":  "The instance is locked.",
}

// failure is the error of that code with the catalog's message.
func failure(code string) *apiError {
	message, ok := messages[code]
	if !ok {
		message = "The request failed."
	}
	return &apiError{Code: code, Message: message}
}

// failuref is the error of that code with a message of its own.
func failuref(code, format string, args ...any) *apiError {
	return &apiError{Code: code, Message: fmt.Sprintf(format, args...)}
}

func missingParameter(name string) *apiError {
	return failuref("MissingParameter", "The request is missing a required parameter `%s`.", name)
}

func unknownParameter(name string) *apiError {
	return failuref("UnknownParameter", "The parameter `%s` is not recognized.", name)
}

// wrongType is the common error for a value of the wrong JSON type.
func wrongType(name, want string) *apiError {
	return failuref("InvalidParameter", "The value type of parameter `%s` is not valid, it should be %s.", name, want)
}

// invalidBusiness is the business error for a value the action does not allow.
func invalidBusiness(format string, args ...any) *apiError {
	return failuref("InvalidParameter.InvalidParameter", format, args...)
}
