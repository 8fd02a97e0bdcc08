// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"fmt"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// NotDestroyed returns the error of a final backup that failed.
func NotDestroyed(summary, detail string) Advice {
	return Advice{Summary: summary, Detail: paragraphs(detail,
		"There is no final backup on disk yet, so what this resource protects is not destroyed. "+
			"Destroy again to continue; if the backup began more than two hours ago by then, a new one is made. "+
			"To destroy without a backup, set skip to true. Apply any change of an argument before you destroy.")}
}

// InstanceGone returns the warning that there was nothing to back up.
func InstanceGone(instance, region, requestID string) Advice {
	return Advice{Summary: "No Final Redis Backup", Detail: paragraphs(
		fmt.Sprintf("Instance %q no longer exists in region %q, so it could not be backed up.", instance, region),
		"Request ID: "+requestID)}
}

// NotGone returns the error of an instance that was not found, but may still exist: it
// was in the account then, and the credentials belong to the account now. Both are ""
// if they are not known.
func NotGone(summary, detail, then, now string) Advice {
	reason := fmt.Sprintf("The instance may still exist: the credentials belong to account %q, and it was in account %q. Use credentials of that account.", now, then)
	switch "" {
	case then:
		reason = "The instance may still exist: STS did not return the account when this resource was applied."
	case now:
		reason = fmt.Sprintf("The instance may still exist: it was in account %q, and STS did not return the account of the credentials.", then)
	}
	return Advice{Summary: summary, Detail: paragraphs(detail, reason)}
}

// FinalBackup returns the message about a final backup that is on disk. A destroyed
// resource has no outputs, so it is a warning.
func FinalBackup(d Download, folder string, files int, size int64) Advice {
	return Advice{Summary: "Final Redis Backup Downloaded", Detail: fmt.Sprintf(
		"The %s has been downloaded to %q and checked: %d files, %s. Its manifest.json lists them.", d, folder, files, download.FormatSize(size))}
}
