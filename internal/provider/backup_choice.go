// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

const (
	// maxShown is the maximum number of backups or instances that an error lists.
	maxShown = 5
	// maxLine is the maximum length in bytes of what it says about each.
	maxLine = 300
)

// choose sets m to the matching backup out of backups, which are sorted from
// newest to oldest. All matches must belong to one instance: instance_name also
// matches a part of a name, so the newest may belong to an unintended instance.
func (m *oneBackupModel) choose(backups []backupModel) diag.Diagnostics {
	if !m.BackupID.IsNull() {
		backups = slices.DeleteFunc(backups, func(b backupModel) bool { return !b.BackupID.Equal(m.BackupID) })
	}
	instances := instancesOf(backups)
	var diags diag.Diagnostics
	next := "Set most_recent = true to choose the newest, or set backup_id."
	if m.MostRecent.ValueBool() && len(instances) == 1 && len(backups) > 1 {
		next = "The newest is not known, since the API returned no start time for them. Set backup_id."
		if known, warning := dated(backups); len(known) > 0 {
			backups, diags = known[:1], warning
		}
	}
	switch {
	case len(backups) == 0:
		return diag.Diagnostics{diag.NewErrorDiagnostic("No Redis Backup Found", m.noneMatches())}
	case len(instances) > 1:
		return diag.Diagnostics{diag.NewErrorDiagnostic("More Than One Redis Instance Found", fmt.Sprintf(
			"Backups of %d instances match, but exactly one instance is expected:\n%s\n\nSet instance_id to one of them.",
			len(instances), strings.Join(shown(instances), "\n")))}
	case len(backups) > 1:
		lines := make([]string, len(backups))
		for i, b := range backups {
			lines[i] = b.summary()
		}
		return diag.Diagnostics{diag.NewErrorDiagnostic("More Than One Redis Backup Found", fmt.Sprintf(
			"%d backups match, but exactly one is expected. From the newest:\n%s\n\n%s",
			len(backups), strings.Join(shown(lines), "\n"), next))}
	}
	m.Backup, m.BackupID = &backups[0], backups[0].BackupID
	if m.InstanceID.IsNull() {
		m.InstanceID = backups[0].InstanceID
	}
	return diags
}

// noneMatches returns the error for no match, with the arguments that are set.
func (m *oneBackupModel) noneMatches() string {
	var conditions []string
	for _, c := range []struct {
		argument string
		value    attr.Value
	}{
		{"backup_id", m.BackupID},
		{"instance_id", m.InstanceID},
		{"instance_name", m.InstanceName},
		{"begin_time", m.BeginTime},
		{"end_time", m.EndTime},
		{"status", m.Status},
		{"backup_type", m.BackupType},
		{"remark", m.Remark},
	} {
		if !c.value.IsNull() {
			conditions = append(conditions, c.argument+" = "+c.value.String())
		}
	}
	backup, next := "backup", "lists all backups."
	if m.Status.IsNull() {
		backup, next = "downloadable backup", "also lists backups that cannot be downloaded; set status to find one of them."
	}
	text := fmt.Sprintf("There is no %s in region %s", backup, m.Region)
	if len(conditions) > 0 {
		text = fmt.Sprintf("No %s in region %s matches %s", backup, m.Region, strings.Join(conditions, ", "))
	}
	return text + ".\n\nCheck these arguments. The data source tencentredis_backups " + next
}

// instancesOf returns "ID (name)" of each instance, in the order of their backups.
func instancesOf(backups []backupModel) []string {
	var instances []string
	seen := map[types.String]bool{}
	for _, b := range backups {
		if !seen[b.InstanceID] {
			instances = append(instances, fmt.Sprintf("%s (%s)", b.InstanceID, b.InstanceName))
		}
		seen[b.InstanceID] = true
	}
	return instances
}

// summary describes b in one line.
func (b *backupModel) summary() string {
	line := fmt.Sprintf("%s of %s", b.BackupID, b.InstanceID)
	if _, documented := redisapi.BackupTypes[b.BackupType.ValueString()]; documented {
		line += ", " + b.BackupType.ValueString()
	}
	if !b.StartedAt.IsNull() {
		line += ", started at " + b.StartedAt.ValueString()
	}
	if b.Remark.ValueString() != "" {
		line += ", remark " + b.Remark.String()
	}
	return line
}

// shown returns the first lines as a list, and how many more there are.
func shown(lines []string) []string {
	list := make([]string, 0, maxShown+1)
	for _, line := range lines[:min(len(lines), maxShown)] {
		if len(line) > maxLine {
			line = strings.ToValidUTF8(line[:maxLine], "") + "…"
		}
		list = append(list, "  - "+line)
	}
	if more := len(lines) - maxShown; more > 0 {
		list = append(list, fmt.Sprintf("  - and %d more", more))
	}
	return list
}
