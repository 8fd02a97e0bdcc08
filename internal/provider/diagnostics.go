// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// backupURLError tells a failed DescribeBackupUrl: what failed for which
// backup, what it means, what to do, and the facts that support asks for.
func backupURLError(err error, r redisapi.BackupURLRequest) diag.Diagnostic {
	a, facts := explain(err)
	detail := fmt.Sprintf("Reading the download URLs of backup %q of instance %q in region %q failed. %s\n\n%s\n\n%s",
		r.BackupID, r.InstanceID, r.Region, a.meaning, a.next, strings.Join(facts, "\n"))
	detail = strings.NewReplacer("{action}", "DescribeBackupUrl",
		"{instance}", r.InstanceID, "{backup}", r.BackupID, "{region}", r.Region).Replace(detail)

	const summary = "Unable to Read Redis Backup URL"
	if a.attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(a.attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func noFilesWarning(r redisapi.BackupURLRequest, requestID string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Redis Backup Without Files",
		fmt.Sprintf("The API answered without an error, but named no file for backup %q of instance %q in region %q, so there is nothing to download.\n\n"+
			"The backup may be empty, or limit_type may leave no URL. Check it in the console; Tencent Cloud's support can look the request ID up.\n\nRequest ID: %s",
			r.BackupID, r.InstanceID, r.Region, requestID))
}

// explain turns an error of the API client into advice and lines of facts.
func explain(err error) (advice, []string) {
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
		return advice{
			meaning: "What answered is not the API, or its answer did not come through whole.",
			next:    "Look at what stands between, such as a proxy. " + notTheAPI,
		}, append([]string{"Host: " + resErr.Host, fmt.Sprintf("HTTP status: %d", resErr.StatusCode), "Cause: " + resErr.Reason}, facts...)
	}
	if conErr, ok := errors.AsType[*tencentapi.ConnectionError](err); ok {
		return advice{
			meaning: "The API could not be reached.",
			next:    "Check the network, the proxy settings (HTTPS_PROXY, NO_PROXY), and that the host below is right: `endpoints.redis` and `domain` in the provider block name it.",
		}, append([]string{"Host: " + conErr.Host, "Cause: " + conErr.Err.Error()}, facts...)
	}
	if errors.Is(err, context.Canceled) {
		return advice{meaning: "The read was interrupted.", next: "Run again when ready; nothing was changed."}, append(facts, "Cause: interrupted")
	}
	return advice{meaning: "The request could not be made.", next: "The cause is below."}, append(facts, "Cause: "+err.Error())
}
