// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const finalRemark = "last-abcdefghij"

// finalBackup returns a resource in the state, for the document's instance.
func finalBackup(directory string) *finalBackupModel {
	return &finalBackupModel{
		InstanceID: types.StringValue(fakeapi.DocumentInstanceID), Region: types.StringValue(fakeapi.DocumentRegion),
		Directory: types.StringValue(directory), BackupRemark: types.StringValue(finalRemark),
	}
}

// TestFinalBackup_earlier: the backup of an earlier destroy is used if it is fresh and
// can be downloaded; otherwise, a new one is made.
func TestFinalBackup_earlier(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, tt := range map[string]struct {
		backup fakeapi.Backup
		ahead  time.Duration // of the API's clock
		made   int
	}{
		"fresh":               {fakeapi.Backup{Start: now.Add(-time.Hour)}, 0, 0},
		"exported":            {fakeapi.Backup{Start: now.Add(-time.Hour), Status: fakeapi.BackupExported}, 0, 0},
		"of another resource": {fakeapi.Backup{Start: now.Add(-time.Hour), Remark: "last-aaaaaaaaaa"}, 0, 1},
		"old":                 {fakeapi.Backup{Start: now.Add(-3 * time.Hour)}, 0, 1},
		"expired":             {fakeapi.Backup{Start: now.Add(-time.Hour), Status: fakeapi.BackupExpired}, 0, 1},
		"deleted":             {fakeapi.Backup{Start: now.Add(-time.Hour), Status: fakeapi.BackupDeleted}, 0, 1},
		"fresh by our clock":  {fakeapi.Backup{Start: now.Add(-time.Hour)}, 24 * time.Hour, 1},
		"fresh by the API's":  {fakeapi.Backup{Start: now.Add(23 * time.Hour)}, 24 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{BackupTime: -1, RateLimit: -1, Now: func() time.Time { return time.Now().Add(tt.ahead) }})
			b := tt.backup
			b.ID, b.Type, b.Files = "earlier", fakeapi.ManualBackup, []fakeapi.File{fakeapi.NewFile("1.rdb", 4096)}
			if b.Remark == "" {
				b.Remark = finalRemark
			}
			if err := api.AddBackup(fakeapi.DocumentInstanceID, b); err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			diags := finalBackup(dir).backUp(t.Context(), api.configured(t), fakeapi.DefaultAccountID)
			if diags.HasError() || len(diags) != 1 || diags[0].Summary() != "Final Redis Backup Downloaded" {
				t.Fatalf("diagnostics: %v", diags)
			}
			if made := len(api.requests(t, "ManualBackupInstance")); made != tt.made {
				t.Errorf("%d backups made, want %d", made, tt.made)
			}
			folder := map[int]string{0: "earlier", 1: firstNewBackup}[tt.made]
			if _, err := os.Stat(filepath.Join(dir, folder, "manifest.json")); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestFinalBackup_notFound: an instance counts as gone only if the account that had it
// no longer lists its backups. In all other cases, it may still exist.
func TestFinalBackup_notFound(t *testing.T) {
	t.Parallel()
	const gone = "ResourceNotFound.InstanceNotExists"
	account := func(id string, err error) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return id, err }
	}
	for name, tt := range map[string]struct {
		fault fakeapi.Fault
		then  string
		now   func(context.Context) (string, error)
		want  diag.Severity
		text  string
	}{
		"gone":             {fakeapi.Fail(gone), "1", account("1", nil), diag.SeverityWarning, "no longer exists"},
		"another account":  {fakeapi.Fail(gone), "1", account("2", nil), diag.SeverityError, `belong to account "2", and it was in account "1"`},
		"account unknown":  {fakeapi.Fail(gone), "1", account("", errors.New("no STS")), diag.SeverityError, "may still exist"},
		"never known":      {fakeapi.Fail(gone), "", account("", errors.New("no STS")), diag.SeverityError, "may still exist"},
		"still listed":     {fakeapi.Fail(gone).For("ManualBackupInstance"), "1", account("1", nil), diag.SeverityError, gone},
		"gone at download": {fakeapi.Fail(gone).For("DescribeBackupUrl"), "1", account("1", nil), diag.SeverityError, gone},
		"isolated":         {fakeapi.Fail("ResourceUnavailable.InstanceStateError"), "1", account("1", nil), diag.SeverityError, "InstanceStateError"},
		"no permission":    {fakeapi.Fail("UnauthorizedOperation.NoCAMAuthed"), "1", account("1", nil), diag.SeverityError, "NoCAMAuthed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{BackupTime: -1, RateLimit: -1})
			api.Always(tt.fault)
			data := api.configured(t)
			data.account = tt.now
			diags := finalBackup(t.TempDir()).backUp(t.Context(), data, tt.then)
			if len(diags) != 1 || diags[0].Severity() != tt.want || !strings.Contains(diags[0].Detail(), tt.text) {
				t.Errorf("diagnostics: %v", diags)
			}
		})
	}
}

// TestFinalBackup_advice: an error names only arguments that the resource has.
func TestFinalBackup_advice(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault   fakeapi.Fault
		network string
		want    string
	}{
		"refused":            {fakeapi.Fail("AccessDenied").OnFiles(), "internet", "account's download restriction"},
		"refused internally": {fakeapi.Fail("AccessDenied").OnFiles(), "internal", `set network to "internet"`},
		"refused by a proxy": {fakeapi.HTTPError(http.StatusForbidden).OnFiles(), "internet", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{BackupTime: -1, RateLimit: -1})
			api.Always(tt.fault)
			m := finalBackup(t.TempDir())
			m.Network = types.StringValue(tt.network)
			diags := m.backUp(t.Context(), api.configured(t), fakeapi.DefaultAccountID)
			if len(diags) != 1 || !diags.HasError() || !strings.Contains(diags[0].Detail(), tt.want) {
				t.Fatalf("diagnostics: %v", diags)
			}
			for _, other := range []string{"limit_type", "idle_timeout", "wait_for_available", "backup_id"} {
				if strings.Contains(diags[0].Detail(), other) {
					t.Errorf("the detail names %s:\n%s", other, diags[0].Detail())
				}
			}
		})
	}
}

// memory is a private state.
type memory map[string]string

func (m memory) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return []byte(m[key]), nil
}

func (m memory) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	m[key] = string(value)
	return nil
}

// TestFinalBackup_settle: an apply refuses an instance that the region does not have,
// and remembers the account, unless no backup is wanted.
func TestFinalBackup_settle(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change  func(*finalBackupModel)
		account string // from STS; "" is an error
		private memory
		want    string
		failed  bool
		asked   int // requests for the list of backups
	}{
		"create":         {account: "1", private: memory{}, want: "1", asked: 1},
		"without STS":    {private: memory{}, asked: 1},
		"STS lost":       {private: memory{accountKey: `"1"`}, want: "1", asked: 1},
		"another region": {change: func(m *finalBackupModel) { m.Region = types.StringValue("ap-shanghai") }, account: "1", private: memory{}, failed: true, asked: 1},
		"skip":           {change: func(m *finalBackupModel) { m.Skip = types.BoolValue(true) }, account: "1", private: memory{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{})
			data := api.configured(t)
			data.account = func(context.Context) (string, error) {
				if tt.account == "" {
					return "", errors.New("no STS")
				}
				return tt.account, nil
			}
			m := finalBackup(t.TempDir())
			if tt.change != nil {
				tt.change(m)
			}
			diags := m.settle(t.Context(), data, tt.private)
			got, _ := textIn(t.Context(), tt.private, accountKey)
			if diags.HasError() != tt.failed || got != tt.want || len(api.requests(t, "DescribeInstanceBackups")) != tt.asked {
				t.Errorf("account %q after %d requests, diagnostics %v", got, len(api.Requests()), diags)
			}
		})
	}
}
