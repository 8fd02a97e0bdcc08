// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// tryRestoreBackup needs no Redis: a script of the test's stands for
// redis-check-rdb. The real one, and servers, are for `make e2e`.
func tryRestoreBackup(e *tryout) {
	e.withTools("sh", "curl")
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	checkRDB(e, "exit 0")
	e.trace()
	e.plan()
	e.succeed("apply", "-input=false", "saved")
	sizes := map[string]int64{}
	for name, size := range documentSizes() {
		shard := strings.TrimSuffix(name, "-ignore.rdb")
		sizes["shard-"+shard[len(shard)-1:]+"/dump.rdb"] = size
	}
	folder := "restored/" + fakeapi.DocumentBackupID
	e.expectFiles(folder, sizes)
	var directory string
	if e.output("directory", false, &directory); directory != folder {
		e.t.Errorf("directory is %s, want %s", directory, folder)
	}
	e.later(time.Minute)
	e.plan(plancheck.ExpectEmptyPlan())
	e.keepsNoSignature()
	e.logsNoSignature()

	e.newer()
	e.restoresNothing("newer", "exit 0", "is there already")
	e.restoresNothing("newer", "echo '[offset 9] bad'; echo secret; exit 1", "newer.rdb is not sound: [offset 9] bad")
	encrypt := func(b *fakeapi.Backup) { b.Encrypted = true }
	if err := e.api.UpdateBackup(fakeapi.DocumentInstanceID, "newer", encrypt); err != nil {
		e.t.Fatal(err)
	}
	e.restoresNothing("newer", "exit 0", "The backup is encrypted")
	e.env["TF_VAR_backup_id"] = fakeapi.DocumentBackupID // an older one by its id
	e.plan(plancheck.ExpectResourceAction("terraform_data.restore", plancheck.ResourceActionReplace))
	e.restoresAgain(folder)
}

// restoresAgain: what is there is kept, whatever a server has made of it, until
// it is removed.
func (e *tryout) restoresAgain(folder string) {
	e.t.Helper()
	checkRDB(e, "exit 0")
	if printed, ok := e.run("apply", "-input=false", "saved"); ok || !strings.Contains(flat(printed), "is there already") {
		e.t.Errorf("it succeeded, or does not say why:\n%s", printed)
	}
	if err := os.RemoveAll(filepath.Join(e.dir, filepath.FromSlash(folder))); err != nil {
		e.t.Fatal(err)
	}
	e.apply()
	e.read(filepath.Join(folder, "shard-1", "dump.rdb"))
}

// restoresNothing applies with that redis-check-rdb; it must fail with a text,
// and leave the restored backups as they are.
func (e *tryout) restoresNothing(backupID, check, want string) {
	e.t.Helper()
	checkRDB(e, check)
	folder := filepath.Join(e.dir, "restored")
	taken := filepath.Join(folder, backupID)
	if strings.Contains(want, "already") {
		if err := os.Mkdir(taken, 0o700); err != nil {
			e.t.Fatal(err)
		}
		defer func() {
			if err := os.Remove(taken); err != nil { // it is still empty
				e.t.Error(err)
			}
		}()
	}
	before := names(e.t, folder)
	printed, ok := e.run("apply", "-input=false", "-auto-approve")
	if printed = flat(printed); ok || !strings.Contains(printed, want) || strings.Contains(printed, "secret") {
		e.t.Errorf("it succeeded, does not say %q, or says more:\n%s", want, printed)
	}
	if diff := cmp.Diff(before, names(e.t, folder)); diff != "" {
		e.t.Errorf("%s: folders (-before +after):\n%s", want, diff)
	}
}

// checkRDB puts a redis-check-rdb that does this before all others.
func checkRDB(e *tryout, script string) {
	e.t.Helper()
	bin := e.t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "redis-check-rdb"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		e.t.Fatal(err)
	}
	e.env["PATH"] = bin + string(os.PathListSeparator) + os.Getenv("PATH")
}

// names are those of what is in a folder.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}
