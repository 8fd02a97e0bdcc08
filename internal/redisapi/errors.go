// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

// The business error codes of DescribeBackupUrl in the API's document,
// neighboring ones from the official SDK's error list for the same states, and
// those of ManualBackupInstance.
const (
	CodeSystemError                 = "FailedOperation.SystemError"
	CodeDBOperationFailed           = "InternalError.DbOperationFailed"
	CodeInternalError               = "InternalError.InternalError"
	CodeInvalidParameter            = "InvalidParameter.InvalidParameter"
	CodePermissionDenied            = "InvalidParameter.PermissionDenied"
	CodeBackupNotExists             = "InvalidParameterValue.BackupNotExists"
	CodeInstanceNotExists           = "ResourceNotFound.InstanceNotExists"
	CodeBackupStatusInvalid         = "ResourceUnavailable.BackupStatusInvalid"
	CodeNoCAMAuthed                 = "UnauthorizedOperation.NoCAMAuthed"
	CodeUserNotInWhiteList          = "UnauthorizedOperation.UserNotInWhiteList"
	CodeClusterInstanceAccessedDeny = "UnsupportedOperation.ClusterInstanceAccessedDeny"
	CodeIsAutoRenewError            = "UnsupportedOperation.IsAutoRenewError"
	CodeOnlyClusterCanExport        = "UnsupportedOperation.OnlyClusterInstanceCanExportBackup"

	CodeBackupLocked         = "ResourceUnavailable.BackupLockedError"
	CodeBackupStatusAbnormal = "ResourceUnavailable.BackupStatusAbnormal"
	CodeInstanceLocked       = "ResourceUnavailable.InstanceLockedError"
	CodeInstanceBeenLocked   = "ResourceInUse.InstanceBeenLocked"

	CodeCommitFlowError        = "FailedOperation.CommitFlowError"
	CodeInstanceStateError     = "ResourceUnavailable.InstanceStateError"
	CodeInstanceStatusAbnormal = "ResourceUnavailable.InstanceStatusAbnormal"
)
