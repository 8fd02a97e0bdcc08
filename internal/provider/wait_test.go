// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// exporting returns a fake whose backup is exported after that many requests for
// its URLs; never if there are 0.
func exporting(t *testing.T, requests int) fake {
	t.Helper()
	api := newFake(t, fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{{ID: "crs-slow", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{
		{ID: "1", Start: lately, Status: fakeapi.BackupExporting, Files: []fakeapi.File{fakeapi.NewFile("1.rdb", 4096)}},
	}}}})
	var mu sync.Mutex
	api.OnResponse(func(r fakeapi.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.Action != "DescribeBackupUrl" {
			return
		}
		if requests--; requests == 0 {
			if err := api.UpdateBackup("crs-slow", "1", func(b *fakeapi.Backup) { b.Status = fakeapi.BackupExported }); err != nil {
				t.Error(err)
			}
		}
	})
	return api
}

func waiting(backupID, limit string) backupURLModel {
	m := documentModel()
	m.InstanceID, m.BackupID = types.StringValue("crs-slow"), types.StringValue(backupID)
	m.WaitForAvailable = types.BoolValue(true)
	if limit != "" {
		m.Timeouts = types.ObjectValueMust(map[string]attr.Type{"read": types.StringType}, map[string]attr.Value{"read": types.StringValue(limit)})
	}
	return m
}

func actions(requests []fakeapi.Request) string {
	var names []string
	for _, r := range requests {
		names = append(names, strings.TrimPrefix(r.Action, "Describe"))
	}
	return strings.Join(names, " ")
}

func TestWait_untilAvailable(t *testing.T) {
	t.Parallel()
	api := exporting(t, 3)
	m := waiting("1", "")
	if diags := m.read(t.Context(), api.configured(t)); len(diags) > 0 || len(m.BackupInfos) != 1 {
		t.Errorf("diagnostics %v, files %v; want one file", diags, m.BackupInfos)
	}
	want := "BackupUrl InstanceBackups BackupUrl InstanceBackups BackupUrl InstanceBackups BackupUrl"
	if got := actions(api.Requests()); got != want {
		t.Errorf("requests are %s\nwant %s", got, want)
	}
}

// TestWait_ends: the error if the backup does not become available.
func TestWait_ends(t *testing.T) {
	t.Parallel()
	setStatus := func(status fakeapi.BackupStatus) func(fake, context.CancelFunc) {
		return func(f fake, _ context.CancelFunc) {
			_ = f.UpdateBackup("crs-slow", "1", func(b *fakeapi.Backup) { b.Status = status })
		}
	}
	const refused = "Code: ResourceUnavailable.BackupStatusInvalid"
	tests := map[string]struct {
		backupID, limit string
		noWait          bool
		prepare         func(fake, context.CancelFunc)
		want            []string
		requests        int // 0: any number
	}{
		"no wait": {
			noWait: true,
			want:   []string{refused, "The backup is still being exported.", "Set wait_for_available = true", "Last status: exporting"}, requests: 2,
		},
		"no wait, and no permission to list": {
			noWait: true,
			prepare: func(f fake, _ context.CancelFunc) {
				f.Next(fakeapi.Fail("ResourceUnavailable.BackupStatusInvalid"), fakeapi.Fail("UnauthorizedOperation.NoCAMAuthed"))
			},
			want: []string{
				"The backup cannot be downloaded in its present status.", refused,
				"Last status: unknown, because the backups could not be listed", "Listing: DescribeInstanceBackups: UnauthorizedOperation.NoCAMAuthed",
			}, requests: 2,
		},
		"timeout": {
			limit: "500ms",
			want:  []string{"It took longer than timeouts.read allows (500ms).", refused, "Request ID: ", "Last status: exporting", "Raise timeouts.read if the backup needs longer."},
		},
		"interrupted": {
			prepare: func(f fake, interrupt context.CancelFunc) {
				f.OnResponse(func(r fakeapi.Request) {
					if len(f.Requests()) == 4 {
						interrupt()
					}
				})
			},
			want: []string{"It was interrupted.", refused, "Last status: exporting"},
		},
		"expired":        {prepare: setStatus(fakeapi.BackupExpired), want: []string{"The backup has expired.", "Choose another backup", "Last status: expired"}, requests: 2},
		"deleted":        {prepare: setStatus(fakeapi.BackupDeleted), want: []string{"has expired or was deleted", "Choose another backup", "Last status: no longer listed"}, requests: 2},
		"does not exist": {backupID: "2", want: []string{"Code: InvalidParameterValue.BackupNotExists"}, requests: 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			api := exporting(t, 0)
			if tt.prepare != nil {
				tt.prepare(api, cancel)
			}
			m := waiting(cmp.Or(tt.backupID, "1"), tt.limit)
			m.WaitForAvailable = types.BoolValue(!tt.noWait)
			diags := m.read(ctx, api.configured(t))
			if len(diags) != 1 {
				t.Fatalf("diagnostics are %v, want one", diags)
			}
			for _, part := range tt.want {
				if !strings.Contains(diags[0].Detail(), part) {
					t.Errorf("the error lacks %q:\n%s", part, diags[0].Detail())
				}
			}
			if n := len(api.Requests()); tt.requests > 0 && n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

// TestWait_withoutListing: waiting does not need the permission to list backups.
func TestWait_withoutListing(t *testing.T) {
	t.Parallel()
	api := exporting(t, 2)
	api.Next(fakeapi.Pass(), fakeapi.Fail("UnauthorizedOperation.NoCAMAuthed"))
	m := waiting("1", "")
	if diags := m.read(t.Context(), api.configured(t)); len(diags) > 0 || len(m.BackupInfos) != 1 {
		t.Errorf("diagnostics %v, files %v; want one file", diags, m.BackupInfos)
	}
	if !slices.ContainsFunc(api.Requests(), func(r fakeapi.Request) bool { return r.Code == "UnauthorizedOperation.NoCAMAuthed" }) {
		t.Error("the listing was not refused")
	}
}

// TestLook_bounded: looking up the status, which only improves an error, does not
// delay it for long.
func TestLook_bounded(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		timeout string
		want    time.Duration
	}{
		"by itself":   {"", 10 * time.Second},
		"by the read": {"3s", 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := fake{Server: fakeapi.New(fakeapi.Options{}), url: "http://127.0.0.1"}
				api.Always(fakeapi.Hang().For("DescribeInstanceBackups"))
				m := waiting(fakeapi.ExportingBackupID, tt.timeout)
				m.InstanceID, m.WaitForAvailable = types.StringValue(fakeapi.StatusesInstanceID), types.BoolNull()
				start := time.Now()
				diags := m.read(t.Context(), api.configured(t, tencentapi.WithTransport(inMemory{api.Server})))
				if took := time.Since(start); took != tt.want {
					t.Errorf("it took %s, want %s", took, tt.want)
				}
				if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "Last status: unknown, because the backups could not be listed\nListing: ") {
					t.Errorf("diagnostics are %v", diags)
				}
			})
		})
	}
}
