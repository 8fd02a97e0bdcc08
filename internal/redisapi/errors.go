// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

// The error codes in the documents of DescribeBackupUrl and ManualBackupInstance,
// and similar ones in the official SDK.
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
