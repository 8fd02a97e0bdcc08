// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const downloadAddress = "tencentredis_backup_download.test"

// backupDownload returns a resource for the document's backup, with more in it.
func backupDownload(directory, more string) string {
	return fmt.Sprintf(`
resource "tencentredis_backup_download" "test" {
  instance_id = %q
  backup_id   = %q
  directory   = %q
  %s
}
`, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, directory, more)
}

const eachFile = `
resource "terraform_data" "each" {
  for_each = { for i, f in tencentredis_backup_download.test.files : "shard-${i + 1}" => f }
  input    = "${each.value.file_name} ${each.value.path} ${each.value.file_size} ${each.value.sha256} ${filesha256(each.value.path)}"
}
`

func (f fake) counts() map[string]int {
	counts := map[string]int{"files": len(f.Downloads())}
	for _, r := range f.Requests() {
		counts[r.Action]++
	}
	return counts
}

// TestAccBackupDownload_basic applies with for_each over the files, which it reads in
// the same apply, changes arguments in place, moves to another directory, and destroys.
func TestAccBackupDownload_basic(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	dir := t.TempDir()
	folder := filepath.Join(dir, "one", fakeapi.DocumentBackupID)
	var before map[string]int
	unchanged := func() {
		if diff := cmp.Diff(before, api.counts()); diff != "" {
			t.Errorf("requests of an update (-want +got):\n%s", diff)
		}
	}
	action := func(want plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(downloadAddress, want)}}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: api.withProvider(backupDownload(filepath.Join(dir, "one"), "") + eachFile + documentBackup("")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(downloadAddress, tfjsonpath.New("path")),
					plancheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("files").AtSliceIndex(4).AtMapKey("file_name"), knownvalue.NotNull()),
					plancheck.ExpectUnknownValue(downloadAddress, tfjsonpath.New("files").AtSliceIndex(4).AtMapKey("file_size")),
					plancheck.ExpectResourceAction(`terraform_data.each["shard-5"]`, plancheck.ResourceActionCreate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("path"), knownvalue.StringExact(folder)),
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("region"), knownvalue.StringExact(fakeapi.DocumentRegion)),
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("files"), knownvalue.ListSizeExact(5)),
					statecheck.CompareValuePairs(downloadAddress, tfjsonpath.New("fingerprint"), "data.tencentredis_backup_url.test", tfjsonpath.New("fingerprint"), compare.ValuesSame()),
				},
			},
			{ // another spelling is no change
				PreConfig: func() { before = api.counts() },
				Config:    api.withProvider(backupDownload(dir+"/./one/", "") + eachFile),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(downloadAddress, plancheck.ResourceActionNoop),
					plancheck.ExpectResourceAction(`terraform_data.each["shard-1"]`, plancheck.ResourceActionNoop),
				}},
			},
			{ // in place, without a request
				PreConfig: unchanged,
				Config: api.withProvider(backupDownload(filepath.Join(dir, "one"), `
  delete_on_destroy  = true
  timeouts           = { create = "5m" }
  network            = "internal"
  connections        = 2
  idle_timeout       = "30s"
  first_byte_timeout = "5m"`) + eachFile),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(downloadAddress, plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction(`terraform_data.each["shard-1"]`, plancheck.ResourceActionNoop),
				}},
			},
			{ // the new files are complete before the old ones go
				PreConfig:        unchanged,
				Config:           api.withProvider(backupDownload(filepath.Join(dir, "two"), "delete_on_destroy = false")),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			},
			{ // without delete_on_destroy, they stay
				PreConfig: func() {
					if _, err := os.Stat(folder); err == nil {
						t.Errorf("the update left %s", folder)
					}
				},
				Config:           api.withProvider(backupDownload(filepath.Join(dir, "three"), "delete_on_destroy = true")),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			},
		},
	})
	for name, want := range map[string]int{"one": 0, "two": 6, "three": 0} {
		if left, _ := os.ReadDir(filepath.Join(dir, name, fakeapi.DocumentBackupID)); len(left) != want {
			t.Errorf("%s has %v, want %d files", name, left, want)
		}
	}
}

// TestBackupDownload_errors: each error names the backup and what to do.
func TestBackupDownload_errors(t *testing.T) {
	t.Parallel()
	files := func(files ...fakeapi.File) func(*testing.T, fake, string) {
		return func(t *testing.T, api fake, _ string) {
			if err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, func(b *fakeapi.Backup) { b.Files = files }); err != nil {
				t.Fatal(err)
			}
		}
	}
	faulty := func(fault fakeapi.Fault) func(*testing.T, fake, string) {
		return func(_ *testing.T, api fake, _ string) { api.Always(fault) }
	}
	refused := faulty(fakeapi.Fail("AccessDenied").OnFiles())
	for name, tt := range map[string]struct {
		arrange func(t *testing.T, api fake, dir string)
		more    object
		want    []string
		at      string
	}{
		"no such instance":  {files(), object{"region": "ap-guangzhou"}, []string{`There is no such instance in region "ap-guangzhou"`}, "instance_id"},
		"no files":          {files(), nil, []string{"failed: the API returned no files.", "Request ID: "}, ""},
		"no name":           {files(fakeapi.File{Key: "k"}), nil, []string{"the API returned a file without a name"}, ""},
		"no public URL":     {files(fakeapi.File{Name: new("1.rdb"), NoURL: true}), nil, []string{`the API returned no internet URL for the file "1.rdb".`, `set network to "internal"`}, ""},
		"no internal URL":   {files(fakeapi.File{Name: new("1.rdb"), NoInnerURL: true}), object{"network": "internal"}, []string{`no internal URL`, `Set network to "internet"`}, ""},
		"unsafe name":       {files(fakeapi.NewFile("../1.rdb", 112)), nil, []string{`Downloading the file "../1.rdb"`, "the name contains a path separator"}, ""},
		"refused":           {refused, object{"limit_type": "LimitOnlyIntranet"}, []string{"the object storage denied access", "limit_type: LimitOnlyIntranet", "Code: AccessDenied"}, "limit_type"},
		"refused, account":  {refused, nil, []string{"the account's download restriction"}, "limit_type"},
		"refused, internal": {refused, object{"network": "internal"}, []string{"Internal URLs work only on a machine in the instance's region"}, "network"},
		"not found":         {faulty(fakeapi.Fail("NoSuchKey").OnFiles()), nil, []string{"the object storage does not have the file", "Choose another backup"}, "backup_id"},
		"damaged":           {faulty(fakeapi.FlipBit(5000)), nil, []string{"the CRC-64 is ", "and the object storage announced ", "wrong both times"}, ""},
		"timeout":           {faulty(fakeapi.Hang().OnFiles()), timeout("create", "300ms"), []string{"failed: it took longer than timeouts.create allows (300ms).", "Raise timeouts.create, "}, ""},
		"occupied folder": {func(t *testing.T, _ fake, dir string) {
			path := filepath.Join(dir, fakeapi.DocumentBackupID, "notes.txt")
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
				t.Fatal(err)
			}
		}, nil, []string{`contains "notes.txt", but no manifest`, "Set directory to another directory"}, "directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			dir := t.TempDir()
			tt.arrange(t, api, dir)
			_, diags := api.session(t, nil).change(nil, downloadConfig(dir, tt.more))
			if len(diags) != 1 || diags[0].Summary != "Unable to Download Redis Backup" {
				t.Fatalf("diagnostics are %v, want one", diags)
			}
			for _, part := range tt.want {
				if !strings.Contains(diags[0].Detail, part) {
					t.Errorf("the error lacks %q:\n%s", part, diags[0].Detail)
				}
			}
			if at := attributeOf(diags[0]); at != tt.at {
				t.Errorf("the error is at %q, want %q", at, tt.at)
			}
		})
	}
}

// TestBackupDownload_encrypted: a file that is not RDB is downloaded, with a warning.
func TestBackupDownload_encrypted(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, func(b *fakeapi.Backup) {
		b.Files = []fakeapi.File{{Name: new("1.rdb"), Size: new(int64(8)), Data: []byte("Salted__")}}
	})
	if err != nil {
		t.Fatal(err)
	}
	state, diags := api.session(t, nil).change(nil, downloadConfig(t.TempDir(), nil))
	if len(diags) != 1 || diags[0].Summary != "Contents Not Verified" || !strings.Contains(diags[0].Detail, "1.rdb") {
		t.Fatalf("diagnostics are %v, want a warning", diags)
	}
	file := state["files"].([]any)[0].(object)
	if checked := file["checked"].([]any); len(checked) != 2 || slices.Contains(checked, any("rdb")) || file["rdb"] != nil {
		t.Errorf("checked is %v, rdb is %v", checked, file["rdb"])
	}
}

// TestBackupDownload_plan: the names are known at plan, all else after apply. Nothing
// absolute is in either, and the API's order does not matter.
func TestBackupDownload_plan(t *testing.T) {
	t.Chdir(t.TempDir())
	api := newFake(t, fakeapi.Options{})
	s, config := api.session(t, nil), downloadConfig("./backups/", nil)
	planned, diags := s.plan(nil, config)
	if left, err := os.ReadDir("."); len(diags) > 0 || len(left) > 0 {
		t.Fatalf("the plan wrote %v, error %v, diagnostics %v", left, err, diags)
	}
	err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, func(b *fakeapi.Backup) { slices.Reverse(b.Files) })
	if err != nil {
		t.Fatal(err)
	}
	state, diags := s.apply(nil, config, planned)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	if planned["path"] != (unknown{}) || planned["fingerprint"] != (unknown{}) || planned["region"] != fakeapi.DocumentRegion || state["path"] != "backups/"+fakeapi.DocumentBackupID {
		t.Errorf("planned: %v; state: %v", planned, state)
	}
	for i, file := range planned["files"].([]any) {
		got := state["files"].([]any)[i].(object)
		want := object{"file_name": got["file_name"], "path": unknown{}, "file_size": unknown{}, "sha256": unknown{}, "checked": unknown{}, "rdb": unknown{}}
		if diff := cmp.Diff(want, file); diff != "" || got["path"] != "backups/"+fakeapi.DocumentBackupID+"/"+got["file_name"].(string) || len(got["checked"].([]any)) != 3 {
			t.Errorf("file %d of the plan (-state +plan):\n%s\n%v", i, diff, got)
		}
	}
	if _, diags := s.change(nil, config); len(diags) > 0 || len(api.Downloads()) != 5 {
		t.Errorf("after a lost state: %d downloads, want 5; diagnostics %v", len(api.Downloads()), diags)
	}
}

// TestBackupDownload_unknown: if the ID is known only at apply, plan makes no
// request, and apply does everything.
func TestBackupDownload_unknown(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	s, config := api.session(t, nil), downloadConfig(t.TempDir(), nil)
	planned, diags := s.plan(nil, merge(config, object{"backup_id": unknown{}}))
	if len(diags) > 0 || planned["files"] != (unknown{}) || planned["path"] != (unknown{}) || len(api.Requests()) > 0 {
		t.Errorf("the plan is %v after %d requests, diagnostics %v", planned, len(api.Requests()), diags)
	}
	planned["backup_id"] = config["backup_id"]
	if state, diags := s.apply(nil, config, planned); len(diags) > 0 || len(state["files"].([]any)) != 5 {
		t.Errorf("the state is %v, diagnostics %v", state, diags)
	}
}

// TestBackupDownload_wait: with wait_for_available, a plan leaves unknown what the
// apply waits for.
func TestBackupDownload_wait(t *testing.T) {
	t.Parallel()
	s := exporting(t, 4).session(t, nil)
	config := downloadConfig(t.TempDir(), object{"instance_id": "crs-slow", "backup_id": "1"})
	if _, diags := s.plan(nil, config); len(diags) != 1 || !strings.Contains(diags[0].Detail, "Set wait_for_available = true") {
		t.Errorf("without it, diagnostics are %v", diags)
	}
	config["wait_for_available"] = true
	planned, diags := s.plan(nil, config)
	if len(diags) > 0 || planned["files"] != (unknown{}) {
		t.Fatalf("the plan is %v, diagnostics %v", planned, diags)
	}
	if state, diags := s.apply(nil, config, planned); len(diags) > 0 || len(state["files"].([]any)) != 1 {
		t.Errorf("the state is %v, diagnostics %v", state, diags)
	}
	config["directory"] = t.TempDir()
	if got := exporting(t, 2).session(t, nil).invoke(t.Context(), downloadName, config); len(got.diags) > 0 {
		t.Errorf("the action does not wait: %s", got.diags[0].Detail)
	}
}

// TestBackupDownload_failedUpdate: the state and the files stay as they were.
func TestBackupDownload_failedUpdate(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	dir := t.TempDir()
	s, config := api.session(t, nil), downloadConfig(dir, object{"delete_on_destroy": true})
	before, diags := s.change(nil, config)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	api.Always(fakeapi.Fail("AccessDenied").OnFiles())
	after, diags := s.change(before, merge(config, object{"directory": filepath.Join(dir, "other")}))
	if diff := cmp.Diff(before, after); diff != "" || len(diags) != 1 || diags[0].Summary != "Unable to Download Redis Backup" {
		t.Errorf("diagnostics are %v, state (-before +after):\n%s", diags, diff)
	}
	if left, _ := os.ReadDir(before["path"].(string)); len(left) != 6 {
		t.Errorf("%v is left", left)
	}
}

// TestBackupDownload_destroy: files are deleted only with delete_on_destroy, and
// only if they are what was downloaded.
func TestBackupDownload_destroy(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		more object
		want string // of the diagnostic
		left int
	}{
		"kept":    {nil, "", 6},
		"deleted": {object{"delete_on_destroy": true}, "have changed since the download and were kept: ", 2},
		"timeout": {merge(object{"delete_on_destroy": true}, timeout("delete", "1ns")), "Raise timeouts.delete, and apply again.", 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFake(t, fakeapi.Options{RateLimit: -1}).session(t, nil)
			state, diags := s.change(nil, downloadConfig(t.TempDir(), tt.more))
			if len(diags) > 0 {
				t.Fatal(diags[0].Detail)
			}
			changed := state["files"].([]any)[2].(object)
			content, err := os.ReadFile(changed["path"].(string))
			if err != nil {
				t.Fatal(err)
			}
			content[100]++ // the size stays the same
			if err := os.WriteFile(changed["path"].(string), content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, diags = s.change(state, nil)
			if len(diags) > 0 != (tt.want != "") || len(diags) > 0 && !strings.Contains(diags[0].Detail, tt.want) {
				t.Errorf("diagnostics are %v, want %q", diags, tt.want)
			}
			left, _ := os.ReadDir(state["path"].(string))
			if len(left) != tt.left || tt.left == 2 && left[0].Name() != changed["file_name"] { // beside the manifest
				t.Errorf("%d files are left, want %d: %v", len(left), tt.left, left)
			}
		})
	}
}
