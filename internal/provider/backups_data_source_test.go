// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// lately is the start of the newest backup in these tests' instances.
var lately = time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)

// listingFake knows an instance of 250 backups, a day apart, and one whose
// backups differ in every field that can be filtered by.
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

func block(kind, name, arguments string) string {
	return fmt.Sprintf("data %q %q {\n%s\n}\n", "tencentredis_"+kind, name, arguments)
}

// TestAccBackups_everyField compares a list whole.
func TestAccBackups_everyField(t *testing.T) {
	t.Parallel()
	api := listingFake(t)
	text, number, null := knownvalue.StringExact, knownvalue.Int64Exact, knownvalue.Null()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps: []resource.TestStep{{
			Config: api.withProvider(block("backups", "test", `
  instance_id = "crs-few"
  status      = [3, -1]
`)),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.tencentredis_backups.test", at("region"), text(fakeapi.DocumentRegion)),
				statecheck.ExpectKnownValue("data.tencentredis_backups.test", at("total_count"), number(2)),
				statecheck.ExpectKnownValue("data.tencentredis_backups.test", at("backups"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"backup_id": text("5"), "instance_id": text("crs-few"), "instance_name": text("sessions"), "region": text(fakeapi.DocumentRegion),
						"backup_type": text("0"), "status": number(3), "status_name": text("exporting"), "remark": text("before the upgrade"),
						"file_type": text("RDB-Redis 6.2"), "locked": number(0), "encrypted": knownvalue.Bool(false),
						"start_time": text("2026-11-21 02:00:00"), "end_time": text("2026-11-21 02:00:21"), "expire_time": text("2026-11-28 02:00:00"),
						"started_at": text("2026-11-20T18:00:00Z"), "ended_at": text("2026-11-20T18:00:21Z"), "expires_at": text("2026-11-27T18:00:00Z"),
						"backup_size": knownvalue.NotNull(), "full_backup": knownvalue.NotNull(), "instance_type": knownvalue.NotNull(),
					}),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"backup_id": text("2"), "backup_type": text("1"), "status": number(-1), "status_name": text("expired"),
						"locked": number(1), "encrypted": knownvalue.Bool(true),
					}),
				})),
				statecheck.ExpectKnownValue("data.tencentredis_backups.test", at("instance_name"), null),
			},
		}},
	})
}

// TestAccBackups_filters: which backups each set of arguments lets through.
func TestAccBackups_filters(t *testing.T) {
	t.Parallel()
	api := listingFake(t)
	tests := map[string]struct {
		arguments string
		count     int64
		first     string
	}{
		"instance":      {`instance_id = "crs-many"`, 250, fakeapi.NewBackups(250, lately, 24*time.Hour)[0].ID},
		"name":          {`instance_name = "session"`, 4, "5"},
		"everywhere":    {``, 254, ""},
		"region":        {`region = "ap-guangzhou"`, 1, "1"},
		"no match":      {`instance_name = "nowhere"`, 0, ""},
		"status":        {"instance_id = \"crs-few\"\nstatus = [2, 4]", 2, "4"},
		"by_hand":       {"instance_id = \"crs-few\"\nbackup_type = \"0\"", 2, "5"},
		"by_schedule":   {"instance_id = \"crs-few\"\nbackup_type = \"1\"", 2, "3"},
		"remark":        {`remark = "before the upgrade"`, 1, "5"},
		"part_remark":   {`remark = "before"`, 0, ""},
		"from":          {"instance_id = \"crs-few\"\nbegin_time = \"2026-11-20T17:00:00Z\"", 2, "5"},
		"from_in_china": {"instance_id = \"crs-few\"\nbegin_time = \"2026-11-21T01:00:00+08:00\"", 2, "5"},
		"until":         {"instance_id = \"crs-few\"\nend_time = \"2026-11-20T16:59:59Z\"", 2, "3"},
		"within":        {"instance_id = \"crs-few\"\nbegin_time = \"2026-11-20T16:00:00Z\"\nend_time = \"2026-11-20T17:00:00Z\"", 2, "4"},
		"long_span":     {"instance_id = \"crs-many\"\nbegin_time = \"2026-08-13T18:00:00Z\"", 100, ""},
	}
	var config strings.Builder
	var checks []statecheck.StateCheck
	for name, tt := range tests {
		name = strings.ReplaceAll(name, " ", "_")
		config.WriteString(block("backups", name, tt.arguments))
		address := "data.tencentredis_backups." + name
		checks = append(checks, statecheck.ExpectKnownValue(address, at("total_count"), knownvalue.Int64Exact(tt.count)),
			statecheck.ExpectKnownValue(address, at("backups"), knownvalue.ListSizeExact(int(tt.count))))
		if tt.first != "" {
			checks = append(checks, statecheck.ExpectKnownValue(address, at("backups").AtSliceIndex(0).AtMapKey("backup_id"), knownvalue.StringExact(tt.first)))
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps:                    []resource.TestStep{{Config: api.withProvider(config.String()), ConfigStateChecks: checks}},
	})
}

func TestAccBackups_invalid(t *testing.T) {
	t.Parallel()
	api := listingFake(t)
	for name, tt := range map[string]struct{ arguments, want string }{
		"instance id":     {`instance_id = "x"`, `instance_id: must begin with "crs-"`},
		"empty name":      {`instance_name = ""`, `instance_name: must not be empty; leave it out`},
		"time":            {`begin_time = "2026-11-20 18:00:00"`, `begin_time: must be a time in RFC 3339, like "2026-11-01T00:00:00\+08:00"; got "2026-11-20 18:00:00"`},
		"backwards":       {"begin_time = \"2026-11-20T18:00:00Z\"\nend_time = \"2026-11-20T17:00:00Z\"", `end_time \("2026-11-20T17:00:00Z"\) is before begin_time \("2026-11-20T18:00:00Z"\)`},
		"status":          {`status = [5]`, `must be 1, 2, 3, 4, -1, or -2; got 5`},
		"no status":       {`status = []`, `status: must not be empty`},
		"empty remark":    {`remark = ""`, `remark: must not be empty; leave it out`},
		"type":            {`backup_type = "2"`, `backup_type: must be 0 or 1; got "2"`},
		"region":          {`region = "x"`, `region: must be a region`},
		"no such":         {`instance_id = "crs-none"`, `Unable to List Redis Backups.*Listing the backups of instance "crs-none" in region "ap-chengdu" failed.*Code: ResourceNotFound.InstanceNotExists`},
		"unknown to API":  {`region = "ap-nowhere"`, `Listing the backups in region "ap-nowhere" failed.*Code: UnsupportedRegion`},
		"a zone":          {`region = "ap-chengdu-1"`, `"ap-chengdu-1" is an availability zone; its region is "ap-chengdu"`},
		"misspelled":      {`region = "ap-chendgu"`, `Did you mean region "ap-chengdu"\?.*Code: UnsupportedRegion`},
		"no time at all":  {`timeouts = { read = "-5m" }`, `timeouts.read: must be greater than zero; got "-5m"`},
		"out of time":     {`timeouts = { read = "1ns" }`, `Listing the backups in region "ap-chengdu" failed. It took longer than timeouts.read allows \(1ns\)`},
		"backup_id there": {`backup_id = "1"`, `Unsupported argument`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(nil),
				Steps:                    []resource.TestStep{{Config: api.withProvider(block("backups", "test", tt.arguments)), PlanOnly: true, ExpectError: wrapped(tt.want)}},
			})
		})
	}
}

func TestAccBackup_found(t *testing.T) {
	t.Parallel()
	api := listingFake(t)
	tests := map[string]struct{ arguments, want string }{
		"most_recent":  {"instance_id = \"crs-few\"\nmost_recent = true", "4"}, // 5 cannot be downloaded
		"any_state":    {"instance_id = \"crs-few\"\nmost_recent = true\nstatus = [1, 2, 3, 4, -1]", "5"},
		"by_id":        {"instance_id = \"crs-few\"\nbackup_id = \"3\"", "3"},
		"only_one":     {"instance_id = \"crs-few\"\nbackup_type = \"1\"", "3"},
		"by_name":      {"instance_name = \"sess\"\nmost_recent = true\ntimeouts = { read = \"1m\" }", "4"},
		"by_remark":    {"remark = \"before the upgrade\"\nstatus = [3]", "5"},
		"other_region": {"instance_id = \"crs-away\"\nregion = \"ap-guangzhou\"", "1"},
	}
	var config strings.Builder
	var checks []statecheck.StateCheck
	for name, tt := range tests {
		config.WriteString(block("backup", name, tt.arguments))
		address := "data.tencentredis_backup." + name
		checks = append(checks,
			statecheck.ExpectKnownValue(address, at("backup_id"), knownvalue.StringExact(tt.want)),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("backup").AtMapKey("backup_id"), knownvalue.StringExact(tt.want)))
	}
	// A backup that was found by its instance's name leads to its URLs.
	config.WriteString(`
data "tencentredis_backup_url" "test" {
  instance_id = data.tencentredis_backup.by_name.instance_id
  backup_id   = data.tencentredis_backup.by_name.backup_id
}
`)
	checks = append(checks, expect("backup_infos", knownvalue.ListSizeExact(1)))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps:                    []resource.TestStep{{Config: api.withProvider(config.String()), ConfigStateChecks: checks}},
	})
}

func TestAccBackup_notOne(t *testing.T) {
	t.Parallel()
	api := listingFake(t)
	for name, tt := range map[string]struct{ arguments, want string }{
		"several":     {`instance_id = "crs-few"`, `More Than One Redis Backup Found.*2 backups match, but exactly one is expected.*- "4" of "crs-few", made manually at 2026-11-20T17:00:00Z.*most_recent = true`},
		"no match":    {"instance_id = \"crs-few\"\nbackup_id = \"9\"", `No Redis Backup Found.*with backup_id = "9", instance_id = "crs-few" that can be downloaded`},
		"two of them": {"instance_name = \"s\"\nmost_recent = true", `More Than One Redis Instance Found.*- "crs-many" \("orders-live"\) - "crs-few" \("sessions"\)`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(nil),
				Steps:                    []resource.TestStep{{Config: api.withProvider(block("backup", "test", tt.arguments)), PlanOnly: true, ExpectError: wrapped(tt.want)}},
			})
		})
	}
}
