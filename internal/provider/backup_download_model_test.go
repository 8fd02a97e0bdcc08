// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func documentDownload(t *testing.T) *backupDownloadModel {
	t.Helper()
	return &backupDownloadModel{backupDownloadInput: backupDownloadInput{backupURLInput: documentModel().backupURLInput, Directory: types.StringValue(t.TempDir())}}
}

// TestBackupDownload_promise: apply downloads the planned files, or none.
func TestBackupDownload_promise(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change  func(*fakeapi.Backup)
		refused bool
	}{
		"same":       {func(*fakeapi.Backup) {}, false},
		"fewer":      {func(b *fakeapi.Backup) { b.Files = b.Files[:3] }, true},
		"other name": {func(b *fakeapi.Backup) { b.Files[1].Name = new("other.rdb") }, true},
		"other size": {func(b *fakeapi.Backup) { b.Files[1].Size = new(int64(5)) }, true},
		"order":      {func(b *fakeapi.Backup) { slices.Reverse(b.Files) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{})
			m := documentDownload(t)
			l, diags := m.list(t.Context(), api.configured(t))
			if diags = append(diags, m.plan(t.Context(), l)...); diags.HasError() {
				t.Fatal(diags)
			}
			if err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, tt.change); err != nil {
				t.Fatal(err)
			}
			l, diags = m.list(t.Context(), api.configured(t))
			if diags = append(diags, m.promise(t.Context(), l)...); diags.HasError() != tt.refused {
				t.Errorf("refused is %v, want %v: %v", diags.HasError(), tt.refused, diags)
			}
			if tt.refused && !strings.Contains(diags[0].Detail(), "The API lists other files") {
				t.Errorf("it says %q", diags[0].Detail())
			}
		})
	}
}

// TestBackupDownload_freshURLs: each file gets the URL of the listing, and a new
// listing must have the same files.
func TestBackupDownload_freshURLs(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	m := documentDownload(t)
	l, diags := m.list(t.Context(), api.configured(t))
	if diags.HasError() {
		t.Fatal(diags)
	}
	source := &urlSource{listing: l, used: map[string]bool{}}
	first := l.response
	for i := range 5 {
		if u, err := source.url(t.Context(), l.files[i].Name); err != nil || u != *first.BackupInfos[i].DownloadURL {
			t.Errorf("file %d: URL is not that of the listing, or error %v", i, err)
		}
	}
	if err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, func(b *fakeapi.Backup) { b.Files = b.Files[:4] }); err != nil {
		t.Fatal(err)
	}
	l.data = api.configured(t)
	if _, err := source.url(t.Context(), l.files[0].Name); err == nil || err.Error() != "the API lists other files than when the download started" {
		t.Errorf("got error %v for a listing that has changed", err)
	}
}

// firstState is a state of the first release. It must never change.
const firstState = `{
  "backup_id": "678362566696298532848117", "delete_on_destroy": true, "directory": "./backups",
  "files": [{"checked": ["crc64ecma", "rdb", "size"], "file_name": "1.rdb", "file_size": 112,
    "path": "/home/someone/backups/678362566696298532848117/1.rdb", "sha256": "0d1f"}],
  "fingerprint": "38701a0f", "instance_id": "crs-4y9t57vt", "ip_comparison_symbol": "In", "limit_ip": ["10.0.0.0/8"],
  "limit_type": "Customize", "limit_vpc": [{"region": "ap-chengdu", "vpc_list": ["vpc-5xg9qpb1"]}], "network": "internal",
  "path": "/home/someone/backups/678362566696298532848117", "region": "ap-chengdu",
  "timeouts": {"create": "30m", "delete": null}, "vpc_comparison_symbol": "In"
}`

// TestBackupDownload_state: a state of the first release can be read.
func TestBackupDownload_state(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	resp, err := s.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: downloadName, Version: 0, RawState: &tfprotov6.RawState{JSON: []byte(firstState)},
	})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatalf("error %v, diagnostics %v", err, resp.Diagnostics)
	}
	read, err := json.Marshal(s.values(s.schemas.ResourceSchemas[downloadName].ValueType(), resp.UpgradedState))
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := errors.Join(json.Unmarshal(read, &got), json.Unmarshal([]byte(firstState), &want)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
}

// TestBackupDownload_planned: a relative directory is made absolute, and ~ is the
// home directory.
func TestBackupDownload_planned(t *testing.T) {
	t.Parallel()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for directory, want := range map[string]string{
		"backups": filepath.Join(here, "backups"), "~/backups": filepath.Join(home, "backups"),
		"~": home, "~other/x": filepath.Join(here, "~other/x"),
	} {
		api := newFake(t, fakeapi.Options{})
		m := documentDownload(t)
		m.Directory = types.StringValue(directory)
		l, diags := m.list(t.Context(), api.configured(t))
		if diags = append(diags, m.plan(t.Context(), l)...); diags.HasError() {
			t.Fatal(diags)
		}
		if want = filepath.Join(want, fakeapi.DocumentBackupID); m.Path.ValueString() != want {
			t.Errorf("%q: path is %s, want %s", directory, m.Path, want)
		}
	}
}
