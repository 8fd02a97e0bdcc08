// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// failure returns the diagnostic for an operation that failed with err.
func failure(o advice.Operation, err error) diag.Diagnostic {
	return errorFrom(o.Explain(err))
}

func errorFrom(a advice.Advice) diag.Diagnostic {
	if a.Attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(a.Attribute), a.Summary, a.Detail)
	}
	return diag.NewErrorDiagnostic(a.Summary, a.Detail)
}

func warningFrom(a advice.Advice) diag.Diagnostic {
	return diag.NewWarningDiagnostic(a.Summary, a.Detail)
}

// backupURLError returns the diagnostic for a failed DescribeBackupUrl.
func backupURLError(err error, r redisapi.BackupURLRequest) diag.Diagnostic {
	return failure(advice.Operation{
		Summary: "Unable to Read Redis Backup URL", Action: "DescribeBackupUrl",
		Doing:    fmt.Sprintf("Reading the download URLs of backup %q of instance %q in region %q", r.BackupID, r.InstanceID, r.Region),
		Instance: r.InstanceID, Region: r.Region, Arguments: []string{"instance_id", "backup_id", "region"},
	}, err)
}

// backupsError returns the diagnostic for a failed DescribeInstanceBackups.
func backupsError(err error, f redisapi.InstanceBackupsFilter) diag.Diagnostic {
	of := ""
	if f.InstanceID != "" {
		of = fmt.Sprintf(" of instance %q", f.InstanceID)
	}
	return failure(advice.Operation{
		Summary: "Unable to List Redis Backups", Action: "DescribeInstanceBackups",
		Doing:    fmt.Sprintf("Listing the backups%s in region %q", of, f.Region),
		Instance: f.InstanceID, Region: f.Region, Arguments: []string{"instance_id", "region"},
	}, err)
}

// noFilesWarning returns a warning about a response without BackupInfos, which has
// no files at all or only in the fields that the API is retiring.
func noFilesWarning(r redisapi.BackupURLRequest, requestID string, retired bool) diag.Diagnostic {
	backup := fmt.Sprintf("backup %q of instance %q in region %q", r.BackupID, r.InstanceID, r.Region)
	if retired {
		return diag.NewWarningDiagnostic("Redis Backup Only in Retired Fields", fmt.Sprintf(
			"The API returned the files of %s only in download_url and inner_download_url, so backup_infos is empty.\n\nRequest ID: %s", backup, requestID))
	}
	return diag.NewWarningDiagnostic("Redis Backup Without Files", fmt.Sprintf(
		"The API returned no file for %s, so there is nothing to download.\n\n"+
			"The backup may be empty, or limit_type may leave no URL. Check the backup in the console. Tencent Cloud's support can look up the request ID.\n\nRequest ID: %s",
		backup, requestID))
}
