// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// tryEveryInstance plays nights on runners that start with an empty disk.
func tryEveryInstance(e *tryout) {
	e.withTools("sh")
	archive := e.t.TempDir()
	e.env["TF_VAR_archive"] = archive
	expect := func(want int, folder string, sizes map[string]int64) {
		e.t.Helper()
		if got := len(e.api.Downloads()); got != want {
			e.t.Errorf("%d files were fetched, want %d", got, want)
		}
		for name, size := range sizes {
			content, err := os.ReadFile(filepath.Join(archive, folder, name))
			if err != nil {
				e.t.Fatal(err)
			}
			looksLikeRDB(e.t, name, content, size)
		}
		if err := os.RemoveAll(filepath.Join(e.dir, "backups")); err != nil { // the next runner has none
			e.t.Error(err)
		}
	}

	e.fail("OnlyClusterInstanceCanExportBackup", "apply", "-input=false", "-auto-approve")
	expect(0, "", nil)
	e.env["TF_VAR_skip"] = `["` + fakeapi.StandardInstanceID + `", "` + fakeapi.OdditiesInstanceID + `"]`
	e.apply()
	expect(8, fakeapi.DocumentInstanceID+"/"+fakeapi.DocumentBackupID, documentSizes()) // 5, and of other instances 2 and 1
	e.later(24 * time.Hour)
	e.plan(plancheck.ExpectEmptyPlan())

	e.newer()
	e.env["TF_VAR_archive"] = filepath.Join(e.dir, "main.tf") // not a directory
	e.fail("local-exec provisioner error", "apply", "-input=false", "-auto-approve")
	e.env["TF_VAR_archive"] = archive
	e.apply() // on the same runner, so it verifies what is there
	expect(9, fakeapi.DocumentInstanceID+"/newer", map[string]int64{"newer.rdb": 5000})
	e.plan(plancheck.ExpectEmptyPlan())
}
