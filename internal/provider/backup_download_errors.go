// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

const unableToDownload = "Unable to Download Redis Backup"

// listingError is a response of the API that nothing can be downloaded by.
type listingError struct{ reason, next, requestID string }

func (e *listingError) Error() string { return e.reason }

// downloadError says what went wrong, what to do, and how much is there.
func downloadError(m *backupDownloadInput, region string, err error) diag.Diagnostic {
	instance, backup := m.InstanceID.ValueString(), m.BackupID.ValueString()
	what := fmt.Sprintf("backup %q of instance %q in region %q", backup, instance, region)
	if e, ok := errors.AsType[*listingError](err); ok {
		return diag.NewErrorDiagnostic(unableToDownload, fmt.Sprintf("There is nothing to download for %s: %s\n\n%s\n\nRequest ID: %s", what, e.reason, e.next, e.requestID))
	}
	e, ok := errors.AsType[*download.Error](err)
	if !ok || e.Kind == download.NoURL {
		if ok {
			err = e.Err
		}
		if failed, isListing := errors.AsType[*listingError](err); isListing {
			return downloadError(m, region, failed)
		}
		return failure(advice.Operation{
			Summary: unableToDownload, Action: "DescribeBackupUrl", Doing: "Reading the download URLs of " + what,
			Instance: instance, Region: region, Arguments: []string{"instance_id", "backup_id", "region"},
		}, err)
	}
	what = "Downloading " + what + " failed"
	if e.File != "" {
		what = fmt.Sprintf("Downloading the file %q of %s", e.File, strings.TrimPrefix(what, "Downloading "))
	}
	attribute, next := downloadAdvice(m, e)
	detail := fmt.Sprintf("%s: %s.\n\n%s%s", what, e.Reason, next, kept(e))
	if len(e.Facts) > 0 {
		detail += "\n\n" + strings.Join(e.Facts, "\n")
	}
	if attribute == "" {
		return diag.NewErrorDiagnostic(unableToDownload, detail)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), unableToDownload, detail)
}

// kept says how much of the download is on disk, and what becomes of it.
func kept(e *download.Error) string {
	p := e.Progress
	if p.Bytes == 0 {
		return ""
	}
	of := ""
	if p.Size >= p.Bytes {
		of = fmt.Sprintf(" of %d", p.Size)
	}
	return fmt.Sprintf(" %d%s bytes are on disk, %d of %d files are complete, and the next apply continues from there.", p.Bytes, of, p.Finished, p.Files)
}

// downloadAdvice returns the argument to blame, if any, and what to do.
func downloadAdvice(m *backupDownloadInput, e *download.Error) (attribute, next string) {
	switch e.Kind {
	case download.BadName:
		return "", "The name is not safe to use for a file. Download this file by its URL, under another name."
	case download.NotDirectory:
		return "directory", "Set directory to a directory, and remove what is in the way."
	case download.Occupied:
		return "directory", "Set directory to another directory, or move away what is there."
	case download.Changed:
		return "directory", "The folder is complete but no longer what was downloaded. Move it away to download the backup again."
	case download.Permission:
		return "directory", "Set directory to one that this user can write to."
	case download.DiskFull:
		return "directory", "Free some space, or set directory to a larger file system."
	case download.NoLock:
		return "directory", "Set directory to a local file system."
	case download.Expired:
		return "", "Check the clock of this machine, and apply again."
	case download.Refused:
		return refusedAdvice(m)
	case download.NotFound:
		return "backup_id", "The backup has expired or was deleted meanwhile. Choose another backup; the data source tencentredis_backups lists them."
	case download.BadResponse:
		return "", "Try again in a few minutes, and check for a proxy between this machine and the object storage."
	case download.Unreachable:
		return unreachableAdvice(m)
	case download.Mismatch:
		return "", "The file was fetched twice and was wrong both times. Check for a proxy between this machine and the object storage, or choose another backup."
	case download.Interrupted:
		if timeout, ok := errors.AsType[*advice.TimeoutError](e.Err); ok {
			return "", fmt.Sprintf("Raise %s, which was exceeded at %s, and apply again.", timeout.Argument, timeout.Limit)
		}
		if errors.Is(e.Err, context.Canceled) {
			return "", "Apply again when ready."
		}
	case download.Failed, download.NoURL:
	}
	return "", "Check the disk, and apply again."
}

func refusedAdvice(m *backupDownloadInput) (attribute, next string) {
	if m.Network.ValueString() == networkInternal {
		return "network", `Internal URLs work only on a machine in the instance's region, within the download restriction. Elsewhere, set network to "internet".`
	}
	limit := cmp.Or(m.LimitType.ValueString(), "not set, so the account's download restriction for the region applies")
	return "limit_type", "This machine's address is outside the download restriction (limit_type: " + limit + "). " +
		`Download from an address that it allows, set limit_type to "NoLimit", or set network to "internal" on a machine in the region.`
}

func unreachableAdvice(m *backupDownloadInput) (attribute, next string) {
	if m.Network.ValueString() == networkInternal {
		return "network", `Internal URLs work only on a machine in the instance's region. Elsewhere, set network to "internet".`
	}
	return "", "Check the network, the proxy settings (proxy, HTTPS_PROXY, NO_PROXY), and ca_bundle, then apply again."
}

// notRDBWarning is about files that could not be checked inside.
func notRDBWarning(m *backupDownloadInput, names []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Redis Backup Files Not Checked Inside", fmt.Sprintf(
		"These files of backup %q do not begin like an RDB file, so their inner checksum could not be checked: %s.\n\n"+
			"They are complete on disk. An encrypted backup looks like that; its key is in the console.",
		m.BackupID.ValueString(), strings.Join(names, ", ")))
}

// deleteDetail is about files that could not be deleted.
func deleteDetail(folder string, err error) string {
	next := "Delete the folder yourself, or set delete_on_destroy to false, and apply again."
	if timeout, ok := errors.AsType[*advice.TimeoutError](err); ok {
		next = "Raise " + timeout.Argument + ", and apply again."
	}
	return fmt.Sprintf("Deleting the files in %q failed: %s.\n\n%s", folder, err, next)
}
