// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import "github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"

const (
	grant = "Ask the account's administrator for a CAM policy that allows redis:{action} on " +
		"qcs::redis:{region}:uin/ACCOUNT:instance/{instance}."
	busy   = "Another task is running on the instance or its backup."
	busyDo = "Try again when that task has finished. The task list in the console shows it."

	badArgument   = "The API rejected an argument."
	badArgumentDo = "Check the IDs and the download restriction; the message below may say which is wrong. limit_type \"Customize\" requires limit_vpc or limit_ip."

	wrongState   = "The instance is in a state that does not allow this: it is being changed, for example, or is isolated."
	wrongStateDo = "Check its status in the console, and try again when it is running."

	chooseAnother = "Choose another backup. The data source tencentredis_backups or \"{list}\" lists them."
)

// redisTable has the codes of the Redis API, and common ones with a more specific
// meaning.
//
// Sources: the error codes in the documents of DescribeBackupUrl and
// ManualBackupInstance, and for CAM
// https://cloud.tencent.com/document/product/239/38702.
var redisTable = table{
	redisapi.CodeBackupNotExists: {
		attribute: "backup_id", meaning: "The instance has no backup with this ID. It may have expired, or belong to another instance.",
		next: "Check backup_id. The data source tencentredis_backups or \"{list}\" lists the backups.",
	},
	redisapi.CodeInstanceNotExists: {
		attribute: "instance_id", meaning: "There is no such instance in region \"{region}\".",
		next: "Check instance_id and region. An instance is found only in its own region.",
	},
	redisapi.CodeBackupStatusInvalid: {
		attribute: "backup_id", meaning: "The backup cannot be downloaded in its present status.",
		next: "Look up its status with the data source tencentredis_backups or \"{list}\". For status in_use (1) or exporting (3), set wait_for_available = true or try again in a few minutes. Otherwise, choose another backup.",
	},
	redisapi.CodeOnlyClusterCanExport: {
		attribute: "instance_id", meaning: "Only instances of the cluster architecture can export backups, and this is a standard one.",
		next: "Read the backups of a cluster instance, or export the data of this one with \"redis-cli --rdb\".",
	},
	redisapi.CodeNoCAMAuthed:            {meaning: notAllowed, next: grant},
	redisapi.CodePermissionDenied:       {meaning: notAllowed, next: grant},
	"UnauthorizedOperation":             {meaning: notAllowed, next: grant},
	"AuthFailure.UnauthorizedOperation": {meaning: notAllowed, next: grant},
	redisapi.CodeUserNotInWhiteList: {
		meaning: "This feature is not enabled for the account.", next: "Open a ticket at " + tickets + " to have it enabled.",
	},
	"InvalidParameter":       {meaning: badArgument, next: badArgumentDo},
	"InvalidParameterValue":  {meaning: badArgument, next: badArgumentDo},
	redisapi.CodeSystemError: {meaning: apiFault, next: apiFaultDo},
	redisapi.CodeClusterInstanceAccessedDeny: {
		attribute: "instance_id", meaning: "A cluster instance cannot be attached to a security group.",
		next: "Check the type and the security groups of the instance in the console.",
	},
	redisapi.CodeIsAutoRenewError: {
		attribute: "instance_id", meaning: "The instance's auto-renewal flag is wrong.", next: "Check the renewal setting of the instance in the console.",
	},
	redisapi.CodeBackupLocked: {attribute: "backup_id", meaning: busy, next: busyDo},
	redisapi.CodeBackupStatusAbnormal: {
		attribute: "backup_id", meaning: "The backup is damaged or incomplete.", next: "Choose another backup, or open a ticket at " + tickets + ".",
	},
	redisapi.CodeInstanceLocked:         {attribute: "instance_id", meaning: busy, next: busyDo},
	redisapi.CodeInstanceBeenLocked:     {attribute: "instance_id", meaning: busy, next: busyDo},
	redisapi.CodeInstanceStateError:     {attribute: "instance_id", meaning: wrongState, next: wrongStateDo},
	redisapi.CodeInstanceStatusAbnormal: {attribute: "instance_id", meaning: wrongState, next: wrongStateDo},
	redisapi.CodeCommitFlowError:        {meaning: "The API could not start the task.", next: apiFaultDo},
	"ResourceInUse":                     {meaning: busy, next: busyDo},
	"ResourceUnavailable": {
		meaning: "The instance or its backup is unavailable.", next: "Check their status in the console, and try again when it has changed.",
	},
	"ResourceNotFound": {
		meaning: "The request names something that does not exist in region \"{region}\".", next: "Check the IDs and the region.",
	},
	"UnsupportedOperation": {
		meaning: "The API does not support this for such an instance or backup.", next: "Check its type and status in the console. The message below may say more.",
	},
	"FailedOperation":           {meaning: "The operation failed.", next: "See the message below. " + apiFaultDo},
	"RequestSizeLimitExceeded":  {meaning: "The request is too large.", next: "Shorten limit_vpc and limit_ip. A CIDR block covers many addresses."},
	"ResponseSizeLimitExceeded": {meaning: "The response would be too large.", next: "Filter by instance_id, begin_time and end_time, or status."},
}
