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
  input    = "${each.value.file_name} ${each.value.path} ${each.value.file_size} ${each.value.sha256}"
}
`

func (f fake) counts() map[string]int {
	counts := map[string]int{"files": len(f.Downloads())}
	for _, r := range f.Requests() {
		counts[r.Action]++
	}
	return counts
}

// TestAccBackupDownload_basic applies with for_each over the files, changes
// arguments in place, replaces, and destroys.
func TestAccBackupDownload_basic(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	dir := t.TempDir()
	folder := filepath.Join(dir, "one", fakeapi.DocumentBackupID)
	var before map[string]int
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: api.withProvider(backupDownload(filepath.Join(dir, "one"), "") + eachFile + documentBackup("")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("path"), knownvalue.StringExact(folder)),
					plancheck.ExpectUnknownValue(downloadAddress, tfjsonpath.New("files").AtSliceIndex(4).AtMapKey("sha256")),
					plancheck.ExpectResourceAction(`terraform_data.each["shard-5"]`, plancheck.ResourceActionCreate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("path"), knownvalue.StringExact(folder)),
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("region"), knownvalue.StringExact(fakeapi.DocumentRegion)),
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("files"), knownvalue.ListSizeExact(5)),
					statecheck.CompareValuePairs(downloadAddress, tfjsonpath.New("fingerprint"), "data.tencentredis_backup_url.test", tfjsonpath.New("fingerprint"), compare.ValuesSame()),
				},
			},
			{ // in place, without a request
				PreConfig: func() { before = api.counts() },
				Config:    api.withProvider(backupDownload(filepath.Join(dir, "one"), `delete_on_destroy = false`+"\n"+`timeouts = { create = "5m" }`+"\n"+`network = "internal"`) + eachFile),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(downloadAddress, plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction(`terraform_data.each["shard-1"]`, plancheck.ResourceActionNoop),
				}},
			},
			{ // to another directory; the old files stay
				PreConfig: func() {
					if diff := cmp.Diff(before, api.counts()); diff != "" {
						t.Errorf("requests of an update (-want +got):\n%s", diff)
					}
				},
				Config: api.withProvider(backupDownload(filepath.Join(dir, "two"), "delete_on_destroy = true")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(downloadAddress, plancheck.ResourceActionDestroyBeforeCreate),
				}},
			},
		},
	})
	if left, _ := os.ReadDir(filepath.Join(dir, "two")); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
	if kept, err := os.ReadDir(folder); len(kept) != 6 {
		t.Errorf("the replaced one should have kept its files: %v, %v", kept, err)
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
		"changed since the plan": {func(t *testing.T, api fake, _ string) {
			api.OnResponse(func(fakeapi.Request) { files(fakeapi.NewFile("1.rdb", 112))(t, api, "") })
		}, nil, []string{"The API lists other files for backup", "Run terraform plan again"}, ""},
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
	checked := state["files"].([]any)[0].(object)["checked"].([]any)
	if len(checked) != 2 || slices.Contains(checked, any("rdb")) {
		t.Errorf("checked is %v", checked)
	}
}

// TestBackupDownload_plan: names, paths, and sizes are known at plan, hashes and
// checks after apply. Neither an update nor a lost state downloads files again.
func TestBackupDownload_plan(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	dir := t.TempDir()
	s, config := api.session(t, nil), downloadConfig(dir, nil)
	planned, diags := s.plan(nil, config)
	if left, err := os.ReadDir(dir); len(diags) > 0 || len(left) > 0 {
		t.Fatalf("the plan wrote %v, error %v, diagnostics %v", left, err, diags)
	}
	state, diags := s.apply(nil, config, planned)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	folder := filepath.Join(dir, fakeapi.DocumentBackupID)
	for name, want := range map[string]any{"path": folder, "region": fakeapi.DocumentRegion, "fingerprint": state["fingerprint"]} {
		if planned[name] != want || state[name] != want {
			t.Errorf("%s is planned as %v and becomes %v, want %v", name, planned[name], state[name], want)
		}
	}
	for i, file := range planned["files"].([]any) {
		got := state["files"].([]any)[i].(object)
		want := object{"file_name": got["file_name"], "path": filepath.Join(folder, got["file_name"].(string)), "file_size": got["file_size"], "sha256": unknown{}, "checked": unknown{}}
		if diff := cmp.Diff(want, file); diff != "" || len(got["sha256"].(string)) != 64 || len(got["checked"].([]any)) != 3 {
			t.Errorf("file %d of the plan (-state +plan):\n%s", i, diff)
		}
	}
	updated, diags := s.change(state, merge(config, object{"delete_on_destroy": true}))
	if len(diags) > 0 || updated["delete_on_destroy"] != true || updated["path"] != folder {
		t.Errorf("the updated state is %v, diagnostics %v", updated, diags)
	}
	if _, diags := s.change(nil, config); len(diags) > 0 || len(api.Downloads()) != 5 {
		t.Errorf("%d downloads, want 5; diagnostics %v", len(api.Downloads()), diags)
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

// TestBackupDownload_elsewhere: apply writes to the planned path, even if Terraform
// now runs in another directory.
func TestBackupDownload_elsewhere(t *testing.T) {
	t.Parallel()
	s, config := newFake(t, fakeapi.Options{}).session(t, nil), downloadConfig("backups", nil)
	planned, diags := s.plan(nil, config)
	if len(diags) > 0 || !filepath.IsAbs(planned["path"].(string)) {
		t.Fatalf("path is planned as %v, diagnostics %v", planned["path"], diags)
	}
	planned["path"] = filepath.Join(t.TempDir(), fakeapi.DocumentBackupID)
	if state, diags := s.apply(nil, config, planned); len(diags) > 0 || state["path"] != planned["path"] {
		t.Errorf("path is %v, want %v; diagnostics %v", state["path"], planned["path"], diags)
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
