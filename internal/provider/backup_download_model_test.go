// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"golang.org/x/text/unicode/norm"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func documentDownload(t *testing.T) *backupDownloadModel {
	t.Helper()
	return &backupDownloadModel{backupDownloadInput: backupDownloadInput{backupURLInput: documentModel().backupURLInput, Directory: types.StringValue(t.TempDir())}}
}

// TestListing: the API may list the same files in another order each time, and each
// file gets a URL of its own once. Other files are an error.
func TestListing(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	change := func(change func(*fakeapi.Backup)) {
		t.Helper()
		if err := api.UpdateBackup(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, change); err != nil {
			t.Fatal(err)
		}
	}
	change(func(b *fakeapi.Backup) {
		b.Files = []fakeapi.File{fakeapi.NewFile("10.rdb", 112), fakeapi.NewFile("2.rdb", 112), fakeapi.NewFile("cafe\u0301.rdb", 112)}
	})
	m := documentDownload(t)
	l, diags := m.newListing(t.Context(), api.configured(t))
	if err := l.read(t.Context(), false); err != nil || diags.HasError() {
		t.Fatal(err, diags)
	}
	urls := map[string]string{}
	for _, info := range l.response.BackupInfos {
		urls[norm.NFC.String(*info.FileName)] = *info.DownloadURL
	}
	for i, name := range []string{"2.rdb", "10.rdb", "caf\u00e9.rdb"} {
		if u, err := l.url(t.Context(), name); err != nil || l.files[i].Name != name || u == "" || u != urls[name] {
			t.Errorf("file %d is %q, want %q; its URL is that of another file, or error %v", i, l.files[i].Name, name, err)
		}
	}
	before := l.fingerprint()
	change(func(b *fakeapi.Backup) { slices.Reverse(b.Files) })
	u, err := l.url(t.Context(), "10.rdb")
	if err != nil || !strings.Contains(u, "10.rdb") || l.fingerprint() != before || len(api.Requests()) != 2 {
		t.Errorf("in another order: error %v, %d requests, fingerprint %s (before: %s)", err, len(api.Requests()), l.fingerprint(), before)
	}
	change(func(b *fakeapi.Backup) { b.Files = b.Files[:1] })
	if _, err := l.url(t.Context(), "10.rdb"); err == nil || err.Error() != "the API lists other files than when the download started" {
		t.Errorf("got error %v for other files", err)
	}
}

// firstState is a state of the first release. From then on, it must never change.
const firstState = `{
  "backup_id": "678362566696298532848117", "check_on_refresh": null, "connections": 4, "delete_on_destroy": true, "directory": "./backups",
  "files": [{"checked": ["crc64ecma", "rdb", "size"], "file_name": "1.rdb", "file_size": 112,
    "path": "backups/678362566696298532848117/1.rdb", "rdb": {"created_at": "2019-03-07T09:58:53Z", "keys": 1, "redis_version": "4.0.8",
      "used_memory": 1048576, "version": 8}, "sha256": "0d1f"}],
  "fingerprint": "38701a0f", "first_byte_timeout": "10m", "idle_timeout": null, "instance_id": "crs-4y9t57vt", "ip_comparison_symbol": "In", "limit_ip": ["10.0.0.0/8"],
  "limit_type": "Customize", "limit_vpc": [{"region": "ap-chengdu", "vpc_list": ["vpc-5xg9qpb1"]}], "network": "internal",
  "path": "backups/678362566696298532848117", "region": "ap-chengdu",
  "timeouts": {"create": "30m", "delete": null, "update": null}, "vpc_comparison_symbol": "In", "wait_for_available": true
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
