// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// Download describes a download for its messages.
type Download struct {
	Instance, Backup, Region string

	Internal  bool   // whether it uses the internal URLs
	LimitType string // "" if limit_type is not set
	Final     bool   // whether it is that of a final backup, which has fewer arguments
}

const unableToDownload = "Unable to Download Redis Backup"

func (d Download) String() string {
	return fmt.Sprintf("backup %q of instance %q in region %q", d.Backup, d.Instance, d.Region)
}

// Explain returns the message for an error of [download.Run], of listing the
// files, or of requesting their URLs.
func (d Download) Explain(err error) Advice {
	if e, ok := errors.AsType[*ListingError](err); ok {
		return d.explainListing(e)
	}
	e, ok := errors.AsType[*download.Error](err)
	if !ok || e.Kind == download.NoURL {
		if ok && e.Err != nil {
			err = e.Err
		}
		return Operation{
			Summary: unableToDownload, Action: "DescribeBackupUrl", Doing: "Reading the download URLs of " + d.String(),
			Instance: d.Instance, Region: d.Region, Arguments: []string{"instance_id", "backup_id", "region", "wait_for_available"},
		}.Explain(err)
	}
	subject := d.String()
	if e.File != "" {
		subject = fmt.Sprintf("the file %q of %s", e.File, subject)
	}
	attribute, next := d.next(e)
	return downloadAdvice(attribute, fmt.Sprintf("Downloading %s failed: %s.", subject, cmp.Or(overrun(e), e.Reason)), next+kept(e), strings.Join(e.Facts, "\n"))
}

// ended returns the timeout that ended a download or a removal, if one did.
func ended(err error) (*TimeoutError, bool) {
	e, ok := errors.AsType[*download.Error](err)
	if !ok || e.Kind != download.Interrupted {
		return nil, false
	}
	return errors.AsType[*TimeoutError](e.Err)
}

// overrun returns a clause about that timeout, or "".
func overrun(err error) string {
	if timeout, ok := ended(err); ok {
		return fmt.Sprintf("it took longer than %s allows (%s)", timeout.Argument, timeout.Limit)
	}
	return ""
}

// downloadAdvice returns a message with those parts that are not empty.
func downloadAdvice(attribute string, parts ...string) Advice {
	return Advice{Summary: unableToDownload, Attribute: attribute, Detail: paragraphs(parts...)}
}

// kept describes how much of the download is on disk and can be resumed.
func kept(e *download.Error) string {
	p := e.Progress
	if p.Bytes == 0 {
		return ""
	}
	of := ""
	if p.Size >= p.Bytes {
		of = " of " + download.FormatSize(p.Size)
	}
	return fmt.Sprintf(" %s%s are on disk, %d of %d files are complete, and the next apply continues from there.", download.FormatSize(p.Bytes), of, p.Finished, p.Files)
}

// downloads is what to do about an error, and the argument to blame, if any.
var downloads = map[download.Kind]entry{
	download.Failed:       {attribute: "directory", next: "Check directory and the disk that it is on, and apply again."},
	download.BadName:      {next: "The name is not safe to use for a file. Download this file by its URL, under another name."},
	download.NotDirectory: {attribute: "directory", next: "Set directory to a directory, and remove what is in the way."},
	download.Occupied:     {attribute: "directory", next: "Set directory to another directory, or move away what is there."},
	download.Changed:      {attribute: "directory", next: "Keep other processes away from the folder, and apply again."},
	download.Permission:   {attribute: "directory", next: "Set directory to one that this user can write to."},
	download.DiskFull:     {attribute: "directory", next: "Free some space, or set directory to a larger file system."},
	download.NoLock:       {attribute: "directory", next: "Set directory to a local file system."},
	download.Locked:       {next: "Wait until that run has ended, and apply again."},
	download.Expired:      {next: "Check the clock of this machine, and apply again."},
	download.BadSignature: {next: "Check for a proxy that changes URLs on the way to the object storage, and apply again."},
	download.Archived:     {attribute: "backup_id", next: "Restore the backup from the archive in the console, or choose another backup."},
	download.NotFound:     {attribute: "backup_id", next: "The backup has expired or was deleted meanwhile. Choose another backup; the data source tencentredis_backups lists them."},
	download.BadResponse:  {next: "Try again in a few minutes, and check for a proxy between this machine and the object storage."},
	download.Mismatch:     {next: "The file was fetched twice and was wrong both times. Check for a proxy between this machine and the object storage, or choose another backup."},
	download.Unverifiable: {next: "Download this file by its URL, and compare it yourself."},
}

// next returns the argument to blame, if any, and what to do.
func (d Download) next(e *download.Error) (attribute, next string) {
	timeout, timedOut := ended(e)
	switch {
	case e.Kind == download.Refused:
		return d.refused()
	case e.Idle() && d.Final:
		return "", "Check the network and the proxy."
	case e.Idle():
		return "", "Raise idle_timeout and, if it is set, first_byte_timeout, or check the network and the proxy. Then apply again."
	case e.Kind == download.Unreachable && d.Internal:
		return "network", `Internal URLs work only on a machine in the instance's region. Elsewhere, set network to "internet".`
	case e.Kind == download.Unreachable:
		return "", "Check the network, the proxy settings (proxy, HTTPS_PROXY, NO_PROXY), and ca_bundle, then apply again."
	case timedOut && len(e.Facts) > 0:
		return "", "Raise " + timeout.Argument + ", or see below what takes so long, and apply again."
	case timedOut:
		return "", "Raise " + timeout.Argument + ", and apply again."
	case e.Kind == download.Interrupted && errors.Is(e.Err, context.Canceled):
		return "", "Apply again when ready."
	}
	known, ok := downloads[e.Kind]
	if !ok {
		known = downloads[download.Failed]
	}
	return known.attribute, known.next
}

func (d Download) refused() (attribute, next string) {
	if d.Internal {
		return "network", `Internal URLs work only on a machine in the instance's region, within the download restriction. Elsewhere, set network to "internet".`
	}
	if d.Final {
		return "", "This machine's address is outside the account's download restriction for the region. Destroy from an address that it allows, " +
			`change it in the console, or set network to "internal" on a machine in the region.`
	}
	limit := cmp.Or(d.LimitType, "not set, so the account's download restriction for the region applies")
	return "limit_type", "This machine's address is outside the download restriction (limit_type: " + limit + "). " +
		`Download from an address that it allows, set limit_type to "NoLimit", or set network to "internal" on a machine in the region.`
}

// NotVerified returns the warning about files whose content could not be verified.
func (d Download) NotVerified(names []string) Advice {
	return Advice{Summary: "Contents Not Verified", Detail: paragraphs(
		fmt.Sprintf("These files of %s do not begin like an RDB file, so their inner checksum could not be verified: %s.", d, strings.Join(names, ", ")),
		"They are complete on disk. An encrypted backup looks like that; its key is in the console.",
	)}
}
