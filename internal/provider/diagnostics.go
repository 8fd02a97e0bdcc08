// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// operation is what was asked of the API, in the words of its errors.
type operation struct {
	summary string
	doing   string // "Reading …", to be read on behind with "failed"
	action  string

	instance, backup, region string
}

// backupURLError tells a failed DescribeBackupUrl.
func backupURLError(err error, r redisapi.BackupURLRequest) diag.Diagnostic {
	return operation{
		summary: "Unable to Read Redis Backup URL", action: "DescribeBackupUrl",
		doing:    fmt.Sprintf("Reading the download URLs of backup %q of instance %q in region %q", r.BackupID, r.InstanceID, r.Region),
		instance: r.InstanceID, backup: r.BackupID, region: r.Region,
	}.failed(err)
}

// backupsError tells a failed DescribeInstanceBackups.
func backupsError(err error, f redisapi.InstanceBackupsFilter) diag.Diagnostic {
	of, instance := "", "*"
	if f.InstanceID != "" {
		of, instance = fmt.Sprintf(" of instance %q", f.InstanceID), f.InstanceID
	}
	return operation{
		summary: "Unable to List Redis Backups", action: "DescribeInstanceBackups",
		doing:    fmt.Sprintf("Listing the backups%s in region %q", of, f.Region),
		instance: instance, region: f.Region,
	}.failed(err)
}

// failed says what failed, what it means, what to do, and the facts that
// support asks for.
func (o operation) failed(err error) diag.Diagnostic {
	a, facts := explain(err)
	detail := fmt.Sprintf("%s failed. %s\n\n%s\n\n%s", o.doing, a.meaning, a.next, strings.Join(facts, "\n"))
	detail = strings.NewReplacer("{action}", o.action,
		"{instance}", o.instance, "{backup}", o.backup, "{region}", o.region).Replace(detail)
	if a.attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(a.attribute), o.summary, detail)
	}
	return diag.NewErrorDiagnostic(o.summary, detail)
}

// noFilesWarning tells of an answer without BackupInfos: of no file at all, or
// of files that only the fields name which the API is retiring.
func noFilesWarning(r redisapi.BackupURLRequest, requestID string, retired bool) diag.Diagnostic {
	backup := fmt.Sprintf("backup %q of instance %q in region %q", r.BackupID, r.InstanceID, r.Region)
	if retired {
		return diag.NewWarningDiagnostic("Redis Backup Only in Retired Fields", fmt.Sprintf(
			"The API named the files of %s only in download_url and inner_download_url, so backup_infos is empty.\n\nRequest ID: %s", backup, requestID))
	}
	return diag.NewWarningDiagnostic("Redis Backup Without Files", fmt.Sprintf(
		"The API answered without an error, but named no file for %s, so there is nothing to download.\n\n"+
			"The backup may be empty, or limit_type may leave no URL. Check it in the console; Tencent Cloud's support can look the request ID up.\n\nRequest ID: %s",
		backup, requestID))
}

// explain turns an error into advice and lines of facts.
func explain(err error) (advice, []string) {
	if waited, ok := errors.AsType[*waitError](err); ok {
		return waited.explain()
	}
	if ended, ok := errors.AsType[*tencentapi.EndedError](err); ok {
		_, facts := explain(ended.Last)
		return adviceForCause(ended.Cause), append(facts, "Cause: "+ended.Cause.Error())
	}
	if a, facts, ok := explainCredentials(err); ok {
		return a, facts
	}
	return explainRequest(err)
}

// explainRequest is explain for a request that was made with a credential, or
// could not be made for other reasons than the lack of one.
func explainRequest(err error) (advice, []string) {
	var facts []string
	if tries, ok := errors.AsType[*tencentapi.AttemptsError](err); ok {
		facts = append(facts, fmt.Sprintf("Attempts: %d in %s", tries.Attempts, tries.Elapsed.Round(100*time.Millisecond)))
	}
	if apiErr, ok := errors.AsType[*tencentapi.Error](err); ok {
		return adviceFor(apiErr.Code), append([]string{
			"Code: " + apiErr.Code, "Message: " + apiErr.Message, "Request ID: " + apiErr.RequestID,
		}, facts...)
	}
	if resErr, ok := errors.AsType[*tencentapi.ResponseError](err); ok {
		return adviceNotTheAPI, append([]string{"Host: " + resErr.Host, fmt.Sprintf("HTTP status: %d", resErr.StatusCode), "Cause: " + resErr.Reason}, facts...)
	}
	if conErr, ok := errors.AsType[*tencentapi.ConnectionError](err); ok {
		return adviceForConnection(conErr.Err), append([]string{"Host: " + conErr.Host, "Cause: " + conErr.Err.Error()}, facts...)
	}
	return adviceForCause(err), append(facts, "Cause: "+err.Error())
}

// explain keeps the facts of the API's last refusal, and says why the wait for
// another answer ended.
func (e *waitError) explain() (advice, []string) {
	_, facts := explain(e.last)
	facts = append(facts, "Last status: "+e.status)
	if e.cause == nil {
		return adviceHopeless, facts
	}
	a := adviceForCause(e.cause)
	a.attribute = "backup_id"
	return a, append(facts, "Cause: "+e.cause.Error())
}

// adviceForConnection is for a request that got no answer.
func adviceForConnection(cause error) advice {
	if _, ended := errors.AsType[*timeoutError](cause); ended || errors.Is(cause, context.Canceled) {
		return adviceForCause(cause)
	}
	if errors.Is(cause, http.ErrSchemeMismatch) {
		return adviceNotTheAPI
	}
	return adviceNoConnection
}

// adviceForCause is for what ended a read from outside of the API.
func adviceForCause(err error) advice {
	if timeout, ok := errors.AsType[*timeoutError](err); ok {
		return advice{
			meaning: fmt.Sprintf("It took longer than timeouts.read allows, which is %s.", timeout.limit),
			next:    "Raise timeouts.read, or find out from the facts below what takes so long.",
		}
	}
	if errors.Is(err, context.Canceled) {
		return advice{meaning: "The read was interrupted.", next: "Run again when ready; nothing was changed."}
	}
	return advice{meaning: "The request could not be made.", next: "The cause is below."}
}
