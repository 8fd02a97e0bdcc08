// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestAccBackupDownload_owners: with delete_on_destroy, Terraform deletes the files
// only as their last owner, and never for a replacement.
func TestAccBackupDownload_owners(t *testing.T) {
	t.Parallel()
	const deleting = "delete_on_destroy = true\n"
	named := func(name, config string) string { return strings.Replace(config, `"test"`, fmt.Sprintf("%q", name), 1) }
	for name, tt := range map[string]struct {
		before, after func(directory string) string
		tainted       []string
		left          int // after the second apply
		downloads     int // 0: depends on the order
	}{
		"destroyed": {
			before: func(d string) string { return backupDownload(d, deleting) },
			after:  func(string) string { return "" },
			left:   0, downloads: 5,
		},
		"replaced": {
			before:  func(d string) string { return backupDownload(d, deleting) },
			after:   func(d string) string { return backupDownload(d, deleting) },
			tainted: []string{downloadAddress},
			left:    6, downloads: 5,
		},
		"replaced, created first": {
			before:  func(d string) string { return backupDownload(d, deleting+"lifecycle { create_before_destroy = true }") },
			after:   func(d string) string { return backupDownload(d, deleting+"lifecycle { create_before_destroy = true }") },
			tainted: []string{downloadAddress},
			left:    6, downloads: 5,
		},
		"created first for a dependent": {
			before: func(d string) string { return backupDownload(d, deleting) + dependent },
			after:  func(d string) string { return backupDownload(d, deleting) + dependent },
			// A dependent that is created first makes its dependencies do the same.
			tainted: []string{downloadAddress, "terraform_data.dependent"},
			left:    6, downloads: 5,
		},
		"replaced by a trigger": {
			before: func(d string) string { return triggered(d, deleting, 1) },
			after:  func(d string) string { return triggered(d, deleting, 2) },
			left:   6, downloads: 5,
		},
		"two, one destroyed": {
			before: func(d string) string {
				return backupDownload(d, deleting) + named("other", backupDownload(d, deleting+"depends_on = [tencentredis_backup_download.test]"))
			},
			after: func(d string) string { return backupDownload(d, deleting) },
			left:  6, downloads: 5,
		},
		"two, one moves away": {
			before: func(d string) string {
				return backupDownload(d, deleting) + named("other", backupDownload(d, deleting+"depends_on = [tencentredis_backup_download.test]"))
			},
			after: func(d string) string {
				return backupDownload(d, deleting) + named("other", backupDownload(d+"-2", deleting+"depends_on = [tencentredis_backup_download.test]"))
			},
			left: 6, downloads: 10,
		},
		"renamed": { // as a for_each key would be
			before: func(d string) string { return backupDownload(d, deleting) },
			after:  func(d string) string { return named("other", backupDownload(d, deleting)) },
			left:   6, downloads: 0,
		},
		"the same directory by another path": {
			before: func(d string) string { return backupDownload(d, deleting) },
			after:  func(d string) string { return backupDownload(filepath.Dir(d)+"/link", deleting) },
			left:   6, downloads: 5,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			dir := filepath.Join(t.TempDir(), "backups")
			if err := errors.Join(os.Mkdir(dir, 0o700), os.Symlink(dir, filepath.Join(filepath.Dir(dir), "link"))); err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join(dir, fakeapi.DocumentBackupID)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(),
				Steps: []resource.TestStep{
					{Config: api.withProvider(tt.before(dir))},
					{
						Config: api.withProvider(tt.after(dir)), Taint: tt.tainted,
						Check: func(*terraform.State) error {
							if left, _ := os.ReadDir(folder); len(left) != tt.left || tt.downloads > 0 && len(api.Downloads()) != tt.downloads {
								t.Errorf("%d files are left, want %d; %d downloads, want %d", len(left), tt.left, len(api.Downloads()), tt.downloads)
							}
							return nil
						},
					},
				},
			})
			if left, _ := os.ReadDir(folder); len(left) > 0 {
				t.Errorf("the last destroy left %v", left)
			}
		})
	}
}

const dependent = `
resource "terraform_data" "dependent" {
  input = tencentredis_backup_download.test.path
  lifecycle { create_before_destroy = true }
}
`

// triggered returns a download that another number replaces.
func triggered(directory, more string, n int) string {
	return fmt.Sprintf(`
resource "terraform_data" "trigger" {
  input = %d
}
`, n) + backupDownload(directory, more+"lifecycle { replace_triggered_by = [terraform_data.trigger] }")
}

// TestAccBackupDownload_deposed: an old object that could not be destroyed at once does
// not take the files along later.
func TestAccBackupDownload_deposed(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	dir := t.TempDir()
	folder := filepath.Join(dir, fakeapi.DocumentBackupID)
	manifest := filepath.Join(folder, "manifest.json")
	config := api.withProvider(backupDownload(dir, `
  delete_on_destroy = true
  lifecycle { create_before_destroy = true }
  provisioner "local-exec" { command = "mkdir -p `+manifest+`.part/x" }
`))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{ // a directory is in the way of the manifest
				PreConfig: func() { removeAll(t, manifest+".part") },
				Config:    config, Taint: []string{downloadAddress},
				ExpectError: regexp.MustCompile("Unable to Delete Redis Backup Files"),
			},
			{
				PreConfig: func() { removeAll(t, manifest+".part") },
				Config:    config,
				Check: func(*terraform.State) error {
					if left, _ := os.ReadDir(folder); len(left) != 6 || len(api.Downloads()) != 5 {
						t.Errorf("%v is left after %d downloads", left, len(api.Downloads()))
					}
					return nil
				},
			},
		},
	})
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("the last destroy left %v", left)
	}
}

func removeAll(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

// TestBackupDownload_afterFailedDestroy: a destroy that failed does not make a
// later replacement delete the files.
func TestBackupDownload_afterFailedDestroy(t *testing.T) {
	t.Parallel()
	s := newFake(t, fakeapi.Options{}).session(t, nil)
	config := downloadConfig(t.TempDir(), merge(object{"delete_on_destroy": true}, timeout("delete", "1ns")))
	state, diags := s.change(nil, config)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	if _, diags := s.change(state, nil); len(diags) != 1 || !strings.Contains(diags[0].Detail, "Raise timeouts.delete") {
		t.Fatalf("diagnostics are %v, want a timeout", diags)
	}
	state["timeouts"] = nil
	if _, diags := s.plan(state, config); len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	_, diags = s.apply(state, nil, nil) // the first half of a replacement
	if left, _ := os.ReadDir(state["path"].(string)); len(diags) > 0 || len(left) != 6 {
		t.Errorf("%v is left, diagnostics %v", left, diags)
	}
}
