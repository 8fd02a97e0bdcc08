// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// invoke runs an action of the example with -invoke.
func (e *tryout) invoke(address string) string {
	e.t.Helper()
	return e.succeed("apply", "-input=false", "-auto-approve", "-invoke="+address)
}

var (
	varying = regexp.MustCompile(`terraform-[a-z2-7]{10}|678362566696298532\d{6}|\b\d+s\b|\d+ files?, [\d.]+ [kM]B|\([\d.]+ [kM]B\)|"/.*"`)
	task    = regexp.MustCompile(`task \d+`)
)

// expectShown compares the output of a command with that on the page, except for
// IDs, sizes, times, and directories.
func (e *tryout) expectShown(file, printed string) {
	e.t.Helper()
	even := func(text string) string {
		return strings.TrimSpace(task.ReplaceAllString(varying.ReplaceAllString(text, "X"), "task X"))
	}
	if want := even(exampleFile(e.t, file)); want == "" || !strings.Contains(even(printed), want) {
		e.t.Errorf("the output is\n%s\nand the page shows\n%s", even(printed), want)
	}
}

// tryBackupCreateAction invokes the action, then triggers it with two releases.
func tryBackupCreateAction(e *tryout) {
	e.expectShown("actions/tencentredis_backup_create/output.txt", e.invoke("action.tencentredis_backup_create.now"))
	for _, release := range []string{"1.0.0", "1.1.0"} {
		e.env["TF_VAR_release"] = release
		printed := e.apply()
		var id string
		if e.output("backup_id", false, &id); !strings.Contains(printed, `Created backup "`+id+`"`) {
			e.t.Errorf("release %s: the output is %q, which was not created:\n%s", release, id, printed)
		}
		e.plan(plancheck.ExpectEmptyPlan())
	}
	e.invoke("action.tencentredis_backup_create.full")
	remarks := []string{}
	for _, body := range e.api.requests(e.t, "ManualBackupInstance")[1:] {
		remarks = append(remarks, body["Remark"].(string))
	}
	if got := strings.Join(remarks, ", "); got != "before release 1.0.0, before release 1.1.0, before the upgrade" {
		e.t.Errorf("the remarks are %s", got)
	}
}

func tryBackupDownloadAction(e *tryout) {
	e.trace()
	e.expectShown("actions/tencentredis_backup_download/output.txt", e.invoke("action.tencentredis_backup_download.newest"))
	e.expectFiles("backups/"+fakeapi.DocumentBackupID, documentSizes())
	e.invoke("action.tencentredis_backup_download.internal")
	e.expectFiles("internal/"+fakeapi.DocumentBackupID, documentSizes())
	e.logsNoSignature()
}
