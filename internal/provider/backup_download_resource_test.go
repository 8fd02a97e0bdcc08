// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const downloadAddress = "tencentredis_backup_download.test"

// backupDownload is a resource for the document's backup; more is put into it.
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

// eachFile uses the files in for_each.
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

// TestAccBackupDownload_basic goes from the first apply, in which for_each
// already uses the files, through changes in place and a replacement to destroy.
func TestAccBackupDownload_basic(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	dir := t.TempDir()
	folder := filepath.Join(dir, "one", fakeapi.DocumentBackupID)
	var files []knownvalue.Check
	for i, size := range []int64{1264547, 1278586, 1467647, 1264987, 1268499} {
		name := fmt.Sprintf("9527208-4633789-redis-server-4.0.8-1001463-ignore-%d-ignore.rdb", i+1)
		files = append(files, knownvalue.ObjectExact(map[string]knownvalue.Check{
			"file_name": knownvalue.StringExact(name), "path": knownvalue.StringExact(filepath.Join(folder, name)),
			"file_size": knownvalue.Int64Exact(size), "sha256": knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`)),
			"checked": knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("size"), knownvalue.StringExact("crc64ecma"), knownvalue.StringExact("rdb")}),
		}))
	}
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
					statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("files"), knownvalue.ListExact(files)),
					statecheck.CompareValuePairs(downloadAddress, tfjsonpath.New("fingerprint"), "data.tencentredis_backup_url.test", tfjsonpath.New("fingerprint"), sameValue{}),
				},
			},
			{ // in place, and nothing is asked of anybody
				PreConfig: func() { before = api.counts() },
				Config:    api.withProvider(backupDownload(filepath.Join(dir, "one"), `delete_on_destroy = false`+"\n"+`timeouts = { create = "5m" }`+"\n"+`network = "internal"`) + eachFile),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(downloadAddress, plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction(`terraform_data.each["shard-1"]`, plancheck.ResourceActionNoop),
				}},
			},
			{ // somewhere else; the files at the old place stay
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

type sameValue struct{}

func (sameValue) CompareValues(values ...any) error {
	if diff := cmp.Diff(values[0], values[1]); diff != "" {
		return fmt.Errorf("the values differ: %s", diff)
	}
	return nil
}

// TestAccBackupDownload_unknown: ids that are known only at apply.
func TestAccBackupDownload_unknown(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: api.withProvider(fmt.Sprintf(`
resource "terraform_data" "backup" { input = %q }
resource "tencentredis_backup_download" "test" {
  instance_id = %q
  backup_id   = terraform_data.backup.output
  directory   = %q
}
`, fakeapi.DocumentBackupID, fakeapi.DocumentInstanceID, t.TempDir())),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(downloadAddress, tfjsonpath.New("files")),
				plancheck.ExpectUnknownValue(downloadAddress, tfjsonpath.New("path")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("files"), knownvalue.ListSizeExact(5))},
		}},
	})
}

// TestAccBackupDownload_errors: each one is an error of plan or apply that
// names the backup and what to do.
func TestAccBackupDownload_errors(t *testing.T) {
	t.Parallel()
	onFiles := func(faults ...fakeapi.Fault) func(*testing.T, fake, string) {
		return func(_ *testing.T, api fake, _ string) { api.Always(faults...) }
	}
	files := func(files ...fakeapi.File) func(*testing.T, fake, string) {
		return func(t *testing.T, api fake, _ string) {
			err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, func(b *fakeapi.Backup) { b.Files = files })
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tt := range map[string]struct {
		arrange func(t *testing.T, api fake, dir string)
		more    string
		want    []string
		warning string // instead of an error
	}{
		"no such backup": {
			func(*testing.T, fake, string) {}, `region = "ap-guangzhou"`,
			[]string{"Unable to Download Redis Backup", `There is no such instance in region "ap-guangzhou"`},
			"",
		},
		"no files":          {files(), "", []string{"There is nothing to download", "The API named no file.", "Request ID: "}, ""},
		"no name":           {files(fakeapi.File{Key: "k"}), "", []string{"The API gave file 1 no name."}, ""},
		"no public URL":     {files(fakeapi.File{Name: new("1.rdb"), NoURL: true}), "", []string{`The API returned no internet URL for the file "1.rdb".`, `set network to "internal"`}, ""},
		"no internal URL":   {files(fakeapi.File{Name: new("1.rdb"), NoInnerURL: true}), `network = "internal"`, []string{`no internal URL`, `Set network to "internet"`}, ""},
		"unsafe name":       {files(fakeapi.NewFile("../1.rdb", 112)), "", []string{`Downloading the file "../1.rdb"`, "the name contains a path separator"}, ""},
		"refused":           {onFiles(fakeapi.Fail("AccessDenied").OnFiles()), `limit_type = "LimitOnlyIntranet"`, []string{"the store denied access", "limit_type: LimitOnlyIntranet", "Code: AccessDenied"}, ""},
		"refused, account":  {onFiles(fakeapi.Fail("AccessDenied").OnFiles()), "", []string{"the account's download restriction"}, ""},
		"refused, internal": {onFiles(fakeapi.Fail("AccessDenied").OnFiles()), `network = "internal"`, []string{"Internal URLs work only on a machine in the instance's region"}, ""},
		"not found":         {onFiles(fakeapi.Fail("NoSuchKey").OnFiles()), "", []string{"the store does not have the file", "Choose another backup"}, ""},
		"damaged":           {onFiles(fakeapi.FlipBit(5000)), "", []string{"the CRC-64 is ", "and the store announced ", "wrong both times"}, ""},
		"timeout":           {onFiles(fakeapi.Hang().OnFiles()), `timeouts = { create = "300ms" }`, []string{"Raise timeouts.create, which was exceeded at 300ms"}, ""},
		"something in the way": {func(t *testing.T, _ fake, dir string) {
			path := filepath.Join(dir, fakeapi.DocumentBackupID, "notes.txt")
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "", []string{`contains "notes.txt", but no manifest`, "Set directory to another directory"}, ""},
		"encrypted": {files(fakeapi.File{Name: new("1.rdb"), Size: new(int64(8)), Data: []byte("Salted__")}), "", nil, "Redis Backup Files Not Checked Inside"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			dir := t.TempDir()
			tt.arrange(t, api, dir)
			step := resource.TestStep{Config: api.withProvider(backupDownload(dir, tt.more))}
			if tt.want != nil {
				step.ExpectError = inAnyLines(tt.want...)
			} else {
				step.ConfigStateChecks = []statecheck.StateCheck{statecheck.ExpectKnownValue(downloadAddress, tfjsonpath.New("files").AtSliceIndex(0).AtMapKey("checked"),
					knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("size"), knownvalue.StringExact("crc64ecma")}))}
			}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories(), Steps: []resource.TestStep{step}})
		})
	}
}

// inAnyLines matches texts in that order, wherever Terraform breaks the lines.
func inAnyLines(texts ...string) *regexp.Regexp {
	for i, text := range texts {
		texts[i] = strings.Join(strings.Fields(regexp.QuoteMeta(text)), `[\s│]+`)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(texts, ".*"))
}

// TestAccBackupDownload_reused: where the folder is finished already, nothing is
// downloaded again; where the state is lost, too.
func TestAccBackupDownload_reused(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	config := api.withProvider(backupDownload(t.TempDir(), ""))
	for range 2 {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories(),
			Steps:                    []resource.TestStep{{Config: config}},
		})
	}
	if n := len(api.Downloads()); n != 5 {
		t.Errorf("%d downloads, want 5", n)
	}
}
