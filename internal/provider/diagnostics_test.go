// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestErrors pins the diagnostic of each operation.
func TestErrors(t *testing.T) {
	t.Parallel()
	noInstance := &tencentapi.Error{Code: "ResourceNotFound.InstanceNotExists", Message: "no", RequestID: "r"}
	broken := &tencentapi.Error{Code: "InternalError", Message: "no", RequestID: "r"}
	const checkInstance = "There is no such instance in region \"ap-chengdu\".\n\nCheck instance_id and region. An instance is found only in its own region.\n\n" +
		"Code: ResourceNotFound.InstanceNotExists\nMessage: no\nRequest ID: r"
	for name, tt := range map[string]struct{ got, want diag.Diagnostic }{
		"URLs": {
			backupURLError(noInstance, redisapi.BackupURLRequest{Region: "ap-chengdu", InstanceID: "crs-1", BackupID: "678"}),
			diag.NewAttributeErrorDiagnostic(path.Root("instance_id"), "Unable to Read Redis Backup URL",
				`Reading the download URLs of backup "678" of instance "crs-1" in region "ap-chengdu" failed. `+checkInstance),
		},
		"backups of an instance": {
			backupsError(noInstance, redisapi.InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: "crs-1"}),
			diag.NewAttributeErrorDiagnostic(path.Root("instance_id"), "Unable to List Redis Backups",
				`Listing the backups of instance "crs-1" in region "ap-chengdu" failed. `+checkInstance),
		},
		"all backups": {
			backupsError(broken, redisapi.InstanceBackupsFilter{Region: "ap-chengdu"}),
			diag.NewErrorDiagnostic("Unable to List Redis Backups", `Listing the backups in region "ap-chengdu" failed. `+
				"The API had an internal error. Your configuration is not the cause.\n\n"+
				"Try again in a few minutes. If it persists, open a ticket at https://console.cloud.tencent.com/workorder and quote the request ID.\n\n"+
				"Code: InternalError\nMessage: no\nRequest ID: r"),
		},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s: diagnostic (-want +got):\n%s", name, diff)
		}
	}
}

var requestID = regexp.MustCompile(`Request ID: [0-9a-f-]{36}`)

// TestErrorsGuide_example: the guide shows an error as the provider returns it.
func TestErrorsGuide_example(t *testing.T) {
	t.Parallel()
	m := documentModel()
	m.BackupID = types.StringValue("1")
	diags := m.read(t.Context(), newFake(t, fakeapi.Options{}).configured(t))
	if len(diags) != 1 {
		t.Fatalf("diagnostics are %v", diags)
	}
	_, example, _ := strings.Cut(guide(t, "errors"), "```text\n")
	example, _, _ = strings.Cut(example, "```")
	flatten := func(text string) string {
		return requestID.ReplaceAllString(strings.Join(strings.Fields(text), " "), "Request ID: ID")
	}
	if diff := cmp.Diff(flatten("Error: "+diags[0].Summary()+" "+diags[0].Detail()), flatten(example)); diff != "" {
		t.Errorf("the guide's example (-provider +guide):\n%s", diff)
	}
}
