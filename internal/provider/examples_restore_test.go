// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// tryRestoreBackup needs no Redis: real servers are for `make e2e`.
func tryRestoreBackup(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	e.plan()
	e.succeed("apply", "-input=false", "saved")
	folder := "restored/" + fakeapi.DocumentBackupID
	e.expectFiles(folder, documentSizes())
	var directory string
	if e.output("directory", false, &directory); directory != folder {
		e.t.Errorf("directory is %s, want %s", directory, folder)
	}
	e.later(time.Minute)
	e.plan(plancheck.ExpectEmptyPlan())
	e.keepsNoSignature()

	e.newer()
	encrypt := func(b *fakeapi.Backup) { b.Encrypted = true }
	if err := e.api.UpdateBackup(fakeapi.DocumentInstanceID, "newer", encrypt); err != nil {
		e.t.Fatal(err)
	}
	if printed, ok := e.run("apply", "-input=false", "-auto-approve"); ok || !strings.Contains(flat(printed), "The backup is encrypted") {
		e.t.Errorf("it succeeded, or does not say why:\n%s", printed)
	}
	e.env["TF_VAR_backup_id"] = fakeapi.DocumentBackupID // an older one by its ID
	e.plan(plancheck.ExpectEmptyPlan())
}

// trySeveralAccounts reads two accounts, the second with a role.
func trySeveralAccounts(e *tryout) {
	e.t.Helper()
	backups := fakeapi.NewBackups(2, time.Now(), 24*time.Hour)
	api := newFake(e.t, fakeapi.Options{
		RateLimit: -1,
		Instances: []fakeapi.Instance{
			{ID: fakeapi.DocumentInstanceID, Region: "ap-chengdu", Backups: backups[:1]},
			{ID: ordersInstanceID, Region: "ap-shanghai", Backups: backups},
		},
	})
	e.env = with(e.env, "TENCENTCLOUD_ENDPOINT_URL_REDIS", api.url, "TENCENTCLOUD_ENDPOINT_URL_STS", api.url, "TENCENTCLOUD_REGION", "")
	e.apply()
	var ids map[string]string
	e.output("backup_ids", false, &ids)
	for _, name := range []string{"chengdu", "archive"} {
		if ids[name] != backups[0].ID {
			e.t.Errorf("backup_ids has %q for %s, want %q", ids[name], name, backups[0].ID)
		}
	}
	if api.counts()["AssumeRole"] == 0 {
		e.t.Error("no role was assumed")
	}
}

// tryBackupNow makes a backup with -invoke.
func tryBackupNow(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	e.succeed("apply", "-input=false", "-auto-approve", "-invoke=action.tencentredis_backup_create.now")
	if n := len(e.api.requests(e.t, "ManualBackupInstance")); n != 1 {
		e.t.Errorf("%d backups were made, want 1", n)
	}
}

// tryBackupBeforeChange makes two releases. Each is tried with a backup and with a
// download that fails first, which must stop the apply before the release is touched.
func tryBackupBeforeChange(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	touched := regexp.MustCompile(`terraform_data\.release.*: (Creat|Modify|Destroy)ing`)
	for i, version := range []string{"1.0.0", "1.1.0"} {
		e.env["TF_VAR_release"] = version
		for _, fault := range []fakeapi.Fault{fakeapi.FailTask(fakeapi.TaskError, "disk full"), fakeapi.Fail("AccessDenied").OnFiles()} {
			e.api.Always(fault)
			if printed, ok := e.run("apply", "-input=false", "-auto-approve"); ok || touched.MatchString(printed) {
				e.t.Errorf("release %s was made or destroyed without a backup:\n%s", version, printed)
			}
		}
		e.api.Always()
		printed := e.apply()
		done := []string{"Creation", "Modifications"}[i]
		order := []int{strings.Index(printed, "tencentredis_backup_download.before_release: "+done+" complete"), strings.Index(printed, "terraform_data.release: Creating")}
		if i > 0 {
			order = append(order, strings.Index(printed, "terraform_data.release (deposed object "))
		}
		if order[0] < 0 || !slices.IsSorted(order) {
			e.t.Errorf("release %s: it is not downloaded, created, destroyed in this order: %d\n%s", version, order, printed)
		}
		var id, path string
		e.output("backup_id", false, &id)
		if e.output("path", false, &path); id == fakeapi.DocumentBackupID || filepath.Base(path) != id {
			e.t.Errorf("release %s: backup_id is %q, path is %q", version, id, path)
		}
		e.plan(plancheck.ExpectEmptyPlan())
		if made := len(e.api.requests(e.t, "ManualBackupInstance")); made != 2*(i+1) { // one failed
			e.t.Errorf("release %s: %d backups were requested, want %d", version, made, 2*(i+1))
		}
	}

	e.env["TF_VAR_release"] = "1.2.0" // in two applies
	printed := e.succeed("apply", "-input=false", "-auto-approve", "-target=tencentredis_backup_download.before_release")
	if touched.MatchString(printed) || !strings.Contains(printed, "tencentredis_backup_download.before_release: Modifications complete") {
		e.t.Errorf("the first apply touched the release, or downloaded nothing:\n%s", printed)
	}
	if printed := e.apply(); !touched.MatchString(printed) || len(e.api.requests(e.t, "ManualBackupInstance")) != 5 {
		e.t.Errorf("the second apply made no release, or another backup:\n%s", printed)
	}
}
