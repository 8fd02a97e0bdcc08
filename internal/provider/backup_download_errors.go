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

// listingError is the error for a response without usable files.
type listingError struct{ reason, next, requestID string }

func (e *listingError) Error() string { return e.reason }

// downloadError returns the diagnostic for a failed download.
func downloadError(m *backupDownloadInput, region string, err error) diag.Diagnostic {
	instance, backup := m.InstanceID.ValueString(), m.BackupID.ValueString()
	subject := fmt.Sprintf("backup %q of instance %q in region %q", backup, instance, region)
	if e, ok := errors.AsType[*listingError](err); ok {
		return diag.NewErrorDiagnostic(unableToDownload, fmt.Sprintf("Downloading %s failed: %s.\n\n%s\n\nRequest ID: %s", subject, e.reason, e.next, e.requestID))
	}
	e, ok := errors.AsType[*download.Error](err)
	if !ok || e.Kind == download.NoURL {
		if ok && e.Err != nil {
			err = e.Err
		}
		return failure(advice.Operation{
			Summary: unableToDownload, Action: "DescribeBackupUrl", Doing: "Reading the download URLs of " + subject,
			Instance: instance, Region: region, Arguments: []string{"instance_id", "backup_id", "region"},
		}, err)
	}
	if e.File != "" {
		subject = fmt.Sprintf("the file %q of %s", e.File, subject)
	}
	reason := e.Reason
	if timeout, ok := errors.AsType[*advice.TimeoutError](e.Err); ok {
		reason = fmt.Sprintf("it took longer than %s allows (%s)", timeout.Argument, timeout.Limit)
	}
	attribute, next := downloadAdvice(m, e)
	detail := fmt.Sprintf("Downloading %s failed: %s.\n\n%s%s", subject, reason, next, kept(e))
	if len(e.Facts) > 0 {
		detail += "\n\n" + strings.Join(e.Facts, "\n")
	}
	if attribute == "" {
		return diag.NewErrorDiagnostic(unableToDownload, detail)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), unableToDownload, detail)
}

// kept describes how much of the download is on disk and can be resumed.
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

// downloadAdvices is what to do about an error, and the argument to blame, if any.
var downloadAdvices = map[download.Kind]struct{ attribute, next string }{
	download.Failed:       {"", "Check the disk, and apply again."},
	download.BadName:      {"", "The name is not safe to use for a file. Download this file by its URL, under another name."},
	download.NotDirectory: {"directory", "Set directory to a directory, and remove what is in the way."},
	download.Occupied:     {"directory", "Set directory to another directory, or move away what is there."},
	download.Changed:      {"directory", "The folder has changed since the download. Move it away to download the backup again."},
	download.Permission:   {"directory", "Set directory to one that this user can write to."},
	download.DiskFull:     {"directory", "Free some space, or set directory to a larger file system."},
	download.NoLock:       {"directory", "Set directory to a local file system."},
	download.Expired:      {"", "Check the clock of this machine, and apply again."},
	download.NotFound:     {"backup_id", "The backup has expired or was deleted meanwhile. Choose another backup; the data source tencentredis_backups lists them."},
	download.BadResponse:  {"", "Try again in a few minutes, and check for a proxy between this machine and the object storage."},
	download.Mismatch:     {"", "The file was fetched twice and was wrong both times. Check for a proxy between this machine and the object storage, or choose another backup."},
}

// downloadAdvice returns the argument to blame, if any, and what to do.
func downloadAdvice(m *backupDownloadInput, e *download.Error) (attribute, next string) {
	if e.Kind == download.Refused {
		return refusedAdvice(m)
	}
	if e.Kind == download.Unreachable {
		return unreachableAdvice(m)
	}
	if timeout, ok := errors.AsType[*advice.TimeoutError](e.Err); ok && e.Kind == download.Interrupted {
		if len(e.Facts) > 0 {
			return "", "Raise " + timeout.Argument + ", or see below what takes so long, and apply again."
		}
		return "", "Raise " + timeout.Argument + ", and apply again."
	}
	if e.Kind == download.Interrupted && errors.Is(e.Err, context.Canceled) {
		return "", "Apply again when ready."
	}
	known, ok := downloadAdvices[e.Kind]
	if !ok {
		known = downloadAdvices[download.Failed]
	}
	return known.attribute, known.next
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

// notRDBWarning returns a warning about files whose content could not be checked.
func notRDBWarning(m *backupDownloadInput, names []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Redis Backup Files Not Checked Inside", fmt.Sprintf(
		"These files of backup %q do not begin like an RDB file, so their inner checksum could not be checked: %s.\n\n"+
			"They are complete on disk. An encrypted backup looks like that; its key is in the console.",
		m.BackupID.ValueString(), strings.Join(names, ", ")))
}

// deleteDetail returns the detail for files that could not be deleted.
func deleteDetail(folder string, err error) string {
	next := "Delete the folder yourself, or set delete_on_destroy to false, and apply again."
	if timeout, ok := errors.AsType[*advice.TimeoutError](err); ok {
		next = "Raise " + timeout.Argument + ", and apply again."
	}
	return fmt.Sprintf("Deleting the files in %q failed: %s.\n\n%s", folder, err, next)
}
