// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// expectHashes compares files of the example's folder with their SHA-256.
func (e *tryout) expectHashes(hashes map[string]string) {
	e.t.Helper()
	for path, want := range hashes {
		got := sha256.Sum256(e.read(path))
		if hex.EncodeToString(got[:]) != want {
			e.t.Errorf("the hash of %s is not %s", path, want)
		}
	}
}

func tryDownloadNewest(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	e.trace()
	e.plan()
	e.succeed("apply", "-input=false", "saved")
	var files map[string]struct {
		Bytes  int64
		SHA256 string
	}
	e.output("files", false, &files)
	sizes, hashes := map[string]int64{}, map[string]string{}
	folder := filepath.Join("backups", fakeapi.DocumentBackupID)
	for name, f := range files {
		sizes[name], hashes[filepath.Join(folder, name)] = f.Bytes, f.SHA256
	}
	if diff := cmp.Diff(documentSizes(), sizes); diff != "" {
		e.t.Errorf("sizes (-want +got):\n%s", diff)
	}
	e.expectFiles(folder, documentSizes())
	e.expectHashes(hashes)
	e.keepsNoSignature()
	e.holdsNoSignature("the manifest", e.read(filepath.Join(folder, "manifest.json")))
	e.later(time.Minute)
	e.plan(plancheck.ExpectEmptyPlan())

	e.newer()
	e.plan(plancheck.ExpectResourceAction("tencentredis_backup_download.newest", plancheck.ResourceActionUpdate))
	e.later(7 * time.Hour) // apply signs new URLs
	e.succeed("apply", "-input=false", "saved")
	e.expectFiles("backups/newer", map[string]int64{"newer.rdb": 5000})
	e.expectFiles(folder, documentSizes())
	e.keepsNoSignature()
	e.logsNoSignature()
}

func tryBackupDownload(e *tryout) {
	e.apply()
	hashes := map[string]string{}
	e.output("hashes", false, &hashes)
	if len(hashes) != 5 {
		e.t.Errorf("there are hashes of %v", slices.Collect(maps.Keys(hashes)))
	}
	e.expectHashes(hashes)
	e.expectFiles("internal/"+fakeapi.DocumentBackupID, documentSizes())
	e.plan(plancheck.ExpectEmptyPlan())
	e.keepsNoSignature()
	e.succeed("destroy", "-input=false", "-auto-approve")
	e.expectHashes(hashes)
	if left, _ := filepath.Glob(filepath.Join(e.dir, "internal", "*")); len(left) > 0 {
		e.t.Errorf("destroy left %v", left)
	}
}
