// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// Deleting returns the message for files in folder that could not be deleted.
func Deleting(folder string, err error) Advice {
	next := "Delete the folder yourself, or set delete_on_destroy to false, and apply again."
	if timeout, ok := ended(err); ok {
		next = "Raise " + timeout.Argument + ", and apply again."
	} else if e, ok := errors.AsType[*download.Error](err); ok && e.Kind == download.Locked {
		next = downloads[e.Kind].next
	}
	return Advice{Summary: "Unable to Delete Redis Backup Files", Detail: paragraphs(fmt.Sprintf("Deleting the files in %q failed: %s.", folder, cmp.Or(overrun(err), err.Error())), next)}
}

// DeletingOld returns the warning about files that an update replaced, and that could
// not be deleted.
func DeletingOld(folder string, err error) Advice {
	return Advice{Summary: "Old Redis Backup Files Not Deleted", Detail: paragraphs(
		fmt.Sprintf("The new files are complete, but deleting the old ones in %q failed: %s.", folder, cmp.Or(overrun(err), err.Error())),
		"Delete that folder yourself. Terraform no longer knows it.",
	)}
}

// Kept returns the warning about files that were not deleted because they have changed.
func Kept(folder string, names []string) Advice {
	return Advice{Summary: "Redis Backup Files Kept", Detail: paragraphs(
		fmt.Sprintf("These files in %q have changed since the download and were kept: %s.", folder, strings.Join(names, ", ")),
		"Delete them yourself if they are not needed.",
	)}
}

// NotOwner returns the warning about files that were not deleted because the manifest
// does not have this resource's token.
func NotOwner(folder string) Advice {
	return Advice{Summary: "Redis Backup Files Kept", Detail: paragraphs(
		fmt.Sprintf("The files in %q were kept, because their manifest does not name this resource: something else has downloaded them since.", folder),
		"Delete them yourself if they are not needed.",
	)}
}

// NotChecked returns the warning about a folder that a refresh could not look into.
func NotChecked(folder string, err error) Advice {
	return Advice{Summary: "Redis Backup Files Not Checked", Detail: paragraphs(
		fmt.Sprintf("Looking for the files in %q failed: %s.", folder, err),
		"Check the disk, or set check_on_refresh to false.",
	)}
}

// Missing returns the warning about files that a refresh found missing or changed.
// Each line names a file and what is wrong.
func Missing(folder string, lines []string) Advice {
	return Advice{Summary: "Redis Backup Files Missing or Changed", Detail: paragraphs(
		fmt.Sprintf("These files in %q are not as they were downloaded:", folder)+"\n  - "+strings.Join(lines, "\n  - "),
		"The next apply downloads them again, and no others.",
	)}
}
