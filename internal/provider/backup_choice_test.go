// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func aBackup(id, instance, name, kind, remark string) backupModel {
	s := types.StringValue
	return backupModel{BackupID: s(id), InstanceID: s(instance), InstanceName: s(name), BackupType: s(kind), Remark: s(remark), StartedAt: s("2026-11-20T18:00:00Z")}
}

// TestChoose: the backup that is chosen, or the text of the error.
func TestChoose(t *testing.T) {
	t.Parallel()
	s, null := types.StringValue, types.StringNull()
	orders := []backupModel{aBackup("4", "crs-1", "orders", "automatic", ""), aBackup("3", "crs-1", "orders", "manual", "by hand"), aBackup("2", "crs-1", "orders (old name)", "automatic", "")}
	similar := append([]backupModel{aBackup("5", "crs-2", "orders-2", "automatic", "")}, orders...)
	var many []backupModel
	for i := range 15 {
		many = append(many, aBackup(fmt.Sprint(90-i), "crs-1", "orders", "automatic", ""))
	}
	nameless := backupModel{BackupID: s("1")}
	undated := aBackup("1", "crs-1", "orders", "automatic", strings.Repeat("x", 500<<10))
	undated.StartedAt = null
	tests := map[string]struct {
		arguments    oneBackupModel
		backups      []backupModel
		want         string // "backup of instance"
		wantInstance types.String
		summary      string
		detail       string
	}{
		"one":                     {oneBackupModel{}, orders[:1], "4", s("crs-1"), "", ""},
		"newest":                  {oneBackupModel{MostRecent: types.BoolValue(true)}, orders, "4", s("crs-1"), "", ""},
		"by ID":                   {oneBackupModel{BackupID: s("3")}, similar, "3", s("crs-1"), "", ""},
		"no instance in response": {oneBackupModel{}, []backupModel{nameless}, "1", null, "", ""},
		"instance as configured":  {oneBackupModel{backupFilterModel: backupFilterModel{InstanceID: s("crs-9")}}, []backupModel{nameless}, "1", s("crs-9"), "", ""},
		"newest of two instances": {
			oneBackupModel{MostRecent: types.BoolValue(true)},
			similar, "", null, "More Than One Redis Instance Found",
			`Backups of 2 instances match, but exactly one instance is expected:
  - "crs-2" ("orders-2")
  - "crs-1" ("orders")

Set instance_id to one of them.`,
		},
		"several": {
			oneBackupModel{},
			orders, "", null, "More Than One Redis Backup Found",
			`3 backups match, but exactly one is expected. From the newest:
  - "4" of "crs-1", automatic, started at 2026-11-20T18:00:00Z
  - "3" of "crs-1", manual, started at 2026-11-20T18:00:00Z, remark "by hand"
  - "2" of "crs-1", automatic, started at 2026-11-20T18:00:00Z

Set most_recent = true to choose the newest, or set backup_id.`,
		},
		"many": {
			oneBackupModel{MostRecent: types.BoolValue(false)},
			many, "", null, "More Than One Redis Backup Found",
			`15 backups match, but exactly one is expected. From the newest:
  - "90" of "crs-1", automatic, started at 2026-11-20T18:00:00Z
  - "89" of "crs-1", automatic, started at 2026-11-20T18:00:00Z
  - "88" of "crs-1", automatic, started at 2026-11-20T18:00:00Z
  - "87" of "crs-1", automatic, started at 2026-11-20T18:00:00Z
  - "86" of "crs-1", automatic, started at 2026-11-20T18:00:00Z
  - and 10 more

Set most_recent = true to choose the newest, or set backup_id.`,
		},
		"newest of which one has no time": {
			oneBackupModel{MostRecent: types.BoolValue(true)},
			append(orders[:2:2], undated), "4", s("crs-1"), "Redis Backup Without Start Time",
			`The API returned no time for the start of these backups, or one that is not as documented:
  - "1" of "crs-1", automatic, remark "` + strings.Repeat("x", 265) + `…

They were left out, since begin_time, end_time, or most_recent is set.`,
		},
		"by ID without a time": {oneBackupModel{MostRecent: types.BoolValue(true), BackupID: s("1")}, append(orders[:2:2], undated), "1", s("crs-1"), "", ""},
		"newest without times": {
			oneBackupModel{MostRecent: types.BoolValue(true)},
			[]backupModel{{BackupID: s("1"), InstanceID: s("crs-1")}, {BackupID: s("2"), InstanceID: s("crs-1"), BackupType: s("\x1b[31m")}},
			"", null, "More Than One Redis Backup Found",
			`2 backups match, but exactly one is expected. From the newest:
  - "1" of "crs-1"
  - "2" of "crs-1"

The newest is not known, since the API returned no start time for them. Set backup_id.`,
		},
		"none": {
			oneBackupModel{},
			nil, "", null, "No Redis Backup Found",
			`There is no downloadable backup in region "ap-chengdu".

Check these arguments. The data source tencentredis_backups also lists backups that cannot be downloaded; set status to find one of them.`,
		},
		"none with all that": {
			oneBackupModel{BackupID: s("9"), backupFilterModel: backupFilterModel{
				InstanceID: s("crs-1"), InstanceName: s("o"), BeginTime: s("b"), EndTime: s("e"), BackupType: s("manual"), Remark: s("r"),
				Status: types.SetValueMust(types.StringType, []attr.Value{s("exporting")}),
			}},
			orders, "", null, "No Redis Backup Found",
			`No backup in region "ap-chengdu" matches backup_id = "9", instance_id = "crs-1", instance_name = "o", begin_time = "b", end_time = "e", status = ["exporting"], backup_type = "manual", remark = "r".

Check these arguments. The data source tencentredis_backups lists all backups.`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := tt.arguments
			m.Region = s("ap-chengdu")
			diags := m.choose(append([]backupModel{}, tt.backups...))
			if tt.summary == "" && len(diags) > 0 {
				t.Error(diags)
			}
			if tt.summary != "" {
				if len(diags) != 1 || diags[0].Summary() != tt.summary {
					t.Fatalf("diagnostics are %v, want one %q", diags, tt.summary)
				}
				if diff := cmp.Diff(tt.detail, diags[0].Detail()); diff != "" {
					t.Errorf("detail (-want +got):\n%s", diff)
				}
			}
			if diags.HasError() {
				return
			}
			if m.BackupID.ValueString() != tt.want || m.Backup == nil || !m.Backup.BackupID.Equal(m.BackupID) || !m.InstanceID.Equal(tt.wantInstance) {
				t.Errorf("backup %s of instance %s, diagnostics %v; want %s of %s", m.BackupID, m.InstanceID, diags, tt.want, tt.wantInstance)
			}
		})
	}
}
