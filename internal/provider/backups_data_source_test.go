// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// lately is the start of the newest backup in these tests' instances.
var lately = time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)

// listingFake returns a fake with an instance of 250 backups, a day apart, and one
// whose backups differ in every filter.
func listingFake(t *testing.T) fake {
	t.Helper()
	return newFake(t, fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
		{ID: "crs-many", Name: "orders-live", Region: fakeapi.DocumentRegion, Backups: fakeapi.NewBackups(250, lately, 24*time.Hour)},
		{ID: "crs-few", Name: "sessions", Region: fakeapi.DocumentRegion, Version: "6.2", Backups: []fakeapi.Backup{
			{ID: "5", Start: lately, Status: fakeapi.BackupExporting, Type: fakeapi.ManualBackup, Remark: "before the upgrade"},
			{ID: "4", Start: lately.Add(-time.Hour), Type: fakeapi.ManualBackup, Files: []fakeapi.File{fakeapi.NewFile("4.rdb", 4096)}},
			{ID: "3", Start: lately.Add(-2 * time.Hour), Status: fakeapi.BackupExported, Files: []fakeapi.File{fakeapi.NewFile("3.rdb", 4096)}},
			{ID: "2", Start: lately.Add(-3 * time.Hour), Status: fakeapi.BackupExpired, Locked: true, Encrypted: true},
		}},
		{ID: "crs-away", Region: "ap-guangzhou", Backups: []fakeapi.Backup{{ID: "1", Start: lately}}},
	}})
}

// TestBackups_everyField: each field of the response is in the state, or null.
func TestBackups_everyField(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	api.Next(fakeapi.Respond(`{"TotalCount":2,"BackupSet":[{
  "BackupId":"b","InstanceId":"crs-1","InstanceName":"n","Region":"r","BackupType":"0","Status":3,"Remark":"m","FileType":"f","Locked":1,"Encrypted":true,
  "StartTime":"2026-11-21 02:00:00","EndTime":"2026-11-21 02:00:21","ExpireTime":"2026-11-28 02:00:00","BackupSize":5,"FullBackup":6,"InstanceType":7
},{"BackupId":"a"}],"RequestId":"r"}`))
	state, diags := api.session(t, nil).read("tencentredis_backups", object{"instance_id": "crs-1"})
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	full, empty := object{
		"backup_id": "b", "instance_id": "crs-1", "instance_name": "n", "region": "r", "backup_type": "manual", "status": "exporting", "remark": "m",
		"file_type": "f", "locked": int64(1), "encrypted": true, "start_time": "2026-11-21 02:00:00", "end_time": "2026-11-21 02:00:21", "expire_time": "2026-11-28 02:00:00",
		"started_at": "2026-11-20T18:00:00Z", "ended_at": "2026-11-20T18:00:21Z", "expires_at": "2026-11-27T18:00:00Z",
		"backup_size": int64(5), "full_backup": int64(6), "instance_type": int64(7),
	}, object{}
	for name := range full {
		empty[name] = nil
	}
	if diff := cmp.Diff(list(full, merge(empty, object{"backup_id": "a"})), state["backups"]); diff != "" {
		t.Errorf("backups (-want +got):\n%s", diff)
	}
}

// TestBackups_undated: a backup whose start cannot be read is left out of a span, and
// the warning names it.
func TestBackups_undated(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	api.Always(fakeapi.Respond(`{"TotalCount":2,"BackupSet":[{"BackupId":"b","StartTime":"2026-11-1 2:0:0"},{"BackupId":"a","StartTime":"soon"}],"RequestId":"r"}`))
	for begin, want := range map[any]int{nil: 2, "2026-10-01T00:00:00Z": 1} {
		state, diags := api.session(t, nil).read("tencentredis_backups", object{"begin_time": begin})
		if got := len(state["backups"].([]any)); got != want {
			t.Errorf("from %v: %d backups, want %d", begin, got, want)
		}
		if (begin != nil) != (len(diags) == 1 && strings.Contains(diags[0].Detail, `"a" of <null>`)) {
			t.Errorf("from %v: diagnostics are %v", begin, diags)
		}
	}
}

// TestAccBackups_everyField reads a list with Terraform.
func TestAccBackups_everyField(t *testing.T) {
	t.Parallel()
	check := func(name string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.tencentredis_backups.test", at(name), value)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: listingFake(t).withProvider(`data "tencentredis_backups" "test" { instance_id = "crs-few" }`),
			ConfigStateChecks: []statecheck.StateCheck{
				check("region", knownvalue.StringExact(fakeapi.DocumentRegion)), check("backups", knownvalue.ListSizeExact(4)), check("status", knownvalue.Null()),
			},
		}},
	})
}

// TestBackups_filters: the backups that each set of arguments lets through.
func TestBackups_filters(t *testing.T) {
	t.Parallel()
	s := listingFake(t).session(t, nil)
	few := func(more object) object { return merge(object{"instance_id": "crs-few"}, more) }
	for name, tt := range map[string]struct {
		arguments object
		want      string // IDs, or their number if there are many
	}{
		"instance":      {object{"instance_id": "crs-many"}, "250 backups"},
		"name":          {object{"instance_name": "session"}, "5 4 3 2"},
		"everywhere":    {object{}, "254 backups"},
		"region":        {object{"region": "ap-guangzhou"}, "1"},
		"no match":      {object{"instance_name": "nowhere"}, ""},
		"status":        {few(object{"status": list("normal", "exported")}), "4 3"},
		"manual":        {few(object{"backup_type": "manual"}), "5 4"},
		"automatic":     {few(object{"backup_type": "automatic"}), "3 2"},
		"remark":        {object{"remark": "before the upgrade"}, "5"},
		"part remark":   {object{"remark": "before"}, ""},
		"from":          {few(object{"begin_time": "2026-11-20T17:00:00Z"}), "5 4"},
		"from in China": {few(object{"begin_time": "2026-11-21T01:00:00+08:00"}), "5 4"},
		"until":         {few(object{"end_time": "2026-11-20T16:59:59Z"}), "3 2"},
		"within":        {few(object{"begin_time": "2026-11-20T16:00:00Z", "end_time": "2026-11-20T17:00:00Z"}), "4 3"},
		"long span":     {object{"instance_id": "crs-many", "begin_time": "2026-08-13T18:00:00Z"}, "100 backups"},
	} {
		state, diags := s.read("tencentredis_backups", tt.arguments)
		if len(diags) > 0 {
			t.Errorf("%s: %s", name, diags[0].Detail)
			continue
		}
		backups := state["backups"].([]any)
		var ids []string
		for _, b := range backups {
			ids = append(ids, b.(object)["backup_id"].(string))
		}
		got := strings.Join(ids, " ")
		if len(ids) > 10 {
			got = fmt.Sprintf("%d backups", len(ids))
		}
		if got != tt.want || state["total_count"] != int64(len(ids)) {
			t.Errorf("%s: got %q and total_count %v, want %q", name, got, state["total_count"], tt.want)
		}
	}
}

// TestBackup_found: by default, only backups that can be downloaded count. The
// choice among several is tested in TestChoose.
func TestBackup_found(t *testing.T) {
	t.Parallel()
	s := listingFake(t).session(t, nil)
	for name, tt := range map[string]struct {
		arguments object
		want      string
	}{
		"most recent":  {object{"instance_name": "sess", "most_recent": true, "timeouts": object{"read": "1m"}}, "4 of crs-few"},
		"any state":    {object{"instance_id": "crs-few", "most_recent": true, "status": list("in_use", "normal", "exporting", "exported", "expired")}, "5 of crs-few"},
		"by ID":        {object{"instance_id": "crs-few", "backup_id": "3"}, "3 of crs-few"},
		"other region": {object{"instance_id": "crs-away", "region": "ap-guangzhou"}, "1 of crs-away"},
	} {
		state, diags := s.read("tencentredis_backup", tt.arguments)
		if len(diags) > 0 {
			t.Errorf("%s: %s", name, diags[0].Detail)
			continue
		}
		backup := state["backup"].(object)
		got := fmt.Sprintf("%s of %s", backup["backup_id"], backup["instance_id"])
		if got != tt.want || state["backup_id"] != backup["backup_id"] || state["instance_id"] != backup["instance_id"] {
			t.Errorf("%s: got %s, want %s; the state is %v", name, got, tt.want, state)
		}
	}
}

// TestBackups_errors: an error of the API, and of the choice, reaches Terraform.
func TestBackups_errors(t *testing.T) {
	t.Parallel()
	s := listingFake(t).session(t, nil)
	for name, tt := range map[string]struct {
		source    string
		arguments object
		want      string
	}{
		"instance": {"tencentredis_backups", object{"instance_id": "crs-none"}, `Listing the backups of instance "crs-none" in region "ap-chengdu" failed.`},
		"region":   {"tencentredis_backups", object{"region": "ap-chendgu"}, `Did you mean region "ap-chengdu"?`},
		"timeout":  {"tencentredis_backups", timeout("read", "1ns"), "It took longer than timeouts.read allows (1ns)"},
		"several":  {"tencentredis_backup", object{"instance_id": "crs-few"}, "2 backups match, but exactly one is expected."},
		"no match": {"tencentredis_backup", object{"instance_id": "crs-few", "backup_id": "9"}, `matches backup_id = "9", instance_id = "crs-few".`},
	} {
		if _, diags := s.read(tt.source, tt.arguments); len(diags) != 1 || !strings.Contains(diags[0].Detail, tt.want) {
			t.Errorf("%s: diagnostics are %v, want %q", name, diags, tt.want)
		}
	}
}
