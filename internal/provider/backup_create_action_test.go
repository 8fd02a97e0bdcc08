// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

const (
	createName     = "tencentredis_backup_create"
	firstNewBackup = "678362566696298532900000" // of the fake
)

// createConfig configures a backup of the document's instance with more arguments.
func createConfig(more object) object {
	return merge(object{"instance_id": fakeapi.DocumentInstanceID}, more)
}

var elapsed = regexp.MustCompile(`in \d+s`)

func TestBackupCreate(t *testing.T) {
	t.Parallel()
	const created = `Created backup "` + firstNewBackup + `" (6.5 MB) in TIME. To download it, set backup_id = "` + firstNewBackup +
		`" in tencentredis_backup_download or tencentredis_backup_url.`
	tests := map[string]struct {
		config   object
		fault    fakeapi.Fault
		progress []string
		body     object
	}{
		"all arguments": {
			config:   object{"remark": "before v2", "storage_days": 30, "region": fakeapi.DocumentRegion, "timeouts": object{"invoke": "1m"}},
			progress: []string{`The backup with remark "before v2" was started as task 1001.`, created},
			body:     object{"InstanceId": fakeapi.DocumentInstanceID, "Remark": "before v2", "StorageDays": 30.0},
		},
		"no remark": {
			progress: []string{`No remark is configured, so the backup gets the remark "REMARK".`, `The backup with remark "REMARK" was started as task 1001.`, created},
			body:     object{"InstanceId": fakeapi.DocumentInstanceID, "Remark": "REMARK"},
		},
		"blank remark": {
			config:   object{"remark": " "},
			progress: []string{`No remark is configured, so the backup gets the remark "REMARK".`, `The backup with remark "REMARK" was started as task 1001.`, created},
			body:     object{"InstanceId": fakeapi.DocumentInstanceID, "Remark": "REMARK"},
		},
		"lost response": {
			config:   object{"remark": "before v2"},
			fault:    fakeapi.LoseResponse().For("ManualBackupInstance"),
			progress: []string{`The response was lost, so the backup may have been started. Looking for a backup with remark "before v2".`, created},
			body:     object{"InstanceId": fakeapi.DocumentInstanceID, "Remark": "before v2"},
		},
	}
	generated := regexp.MustCompile(`terraform-[a-z2-7]{10}`)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{BackupTime: 50 * time.Millisecond})
			api.Next(tt.fault)
			got := api.session(t, nil).invoke(t.Context(), createName, createConfig(tt.config))
			if len(got.diags) > 0 {
				t.Fatalf("diagnostics: %s: %s", got.diags[0].Summary, got.diags[0].Detail)
			}
			for i, text := range got.progress {
				got.progress[i] = generated.ReplaceAllString(elapsed.ReplaceAllString(text, "in TIME"), "REMARK")
			}
			if diff := cmp.Diff(tt.progress, got.progress); diff != "" {
				t.Errorf("progress (-want +got):\n%s", diff)
			}
			bodies := api.requests(t, "ManualBackupInstance")
			for _, body := range bodies {
				body["Remark"] = generated.ReplaceAllString(body["Remark"].(string), "REMARK")
			}
			if diff := cmp.Diff([]object{tt.body}, bodies); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBackupCreate_uniqueRemark: two runs cannot mistake each other's backup for
// their own.
func TestBackupCreate_uniqueRemark(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{BackupTime: -1})
	s := api.session(t, nil)
	for range 2 {
		s.invoke(t.Context(), createName, createConfig(nil))
	}
	if bodies := api.requests(t, "ManualBackupInstance"); len(bodies) != 2 || bodies[0]["Remark"] == bodies[1]["Remark"] {
		t.Errorf("requests are %v, want two remarks", bodies)
	}
}

func TestBackupCreate_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config object
		env    map[string]string
		fault  fakeapi.Fault
		want   []string // parts of the detail
		at     string
	}{
		"failed task": {
			config: object{"remark": "r"}, fault: fakeapi.FailTask(fakeapi.TaskFailed, "disk full"),
			want: []string{"ended without a backup", "Task ID: 1001", "Status: failed", "Message: disk full", "Request ID: "},
		},
		"refused": {
			config: object{"remark": "r"}, fault: fakeapi.Fail("ResourceUnavailable.InstanceLockedError"), at: "instance_id",
			want: []string{"Another task is running", "Code: ResourceUnavailable.InstanceLockedError", "Request ID: "},
		},
		"timeout": {
			config: object{"remark": "r", "timeouts": object{"invoke": "300ms"}},
			want:   []string{"timeouts.invoke allows (300ms)", "continues in the cloud, as task 1001", `remark "r"`},
		},
		"no region": {env: map[string]string{"TENCENTCLOUD_REGION": ""}, want: []string{"Set region here"}, at: "region"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{BackupTime: time.Second})
			api.Next(tt.fault.For("ManualBackupInstance"))
			got := api.session(t, tt.env).invoke(t.Context(), createName, createConfig(tt.config))
			if len(got.diags) != 1 || got.diags[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("diagnostics are %v, want one error", got.diags)
			}
			for _, part := range tt.want {
				if !strings.Contains(got.diags[0].Detail, part) {
					t.Errorf("the detail lacks %q:\n%s", part, got.diags[0].Detail)
				}
			}
			if at := attributeOf(got.diags[0]); at != tt.at {
				t.Errorf("the error is at %q, want %q", at, tt.at)
			}
			if n := len(api.requests(t, "ManualBackupInstance")); n > 1 {
				t.Errorf("%d requests for a backup", n)
			}
		})
	}
}

// TestBackupCreate_plan: a missing region is reported at plan, without a request.
func TestBackupCreate_plan(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env    map[string]string
		config object
		errors int
	}{
		"provider's region": {nil, nil, 0},
		"own region":        {map[string]string{"TENCENTCLOUD_REGION": ""}, object{"region": "ap-chengdu"}, 0},
		"unknown region":    {map[string]string{"TENCENTCLOUD_REGION": ""}, object{"region": unknown{}}, 0},
		"no region":         {map[string]string{"TENCENTCLOUD_REGION": ""}, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{})
			s := api.session(t, tt.env)
			config := s.dynamic(s.schema("action."+createName).ValueType(), createConfig(tt.config))
			resp, err := s.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: createName, Config: config})
			if err != nil || len(resp.Diagnostics) != tt.errors || len(api.Requests()) > 0 {
				t.Errorf("got %v, %v after %d requests; want %d errors", err, resp, len(api.Requests()), tt.errors)
			}
		})
	}
}

// TestBackupProgress: news are reported at once, and otherwise every ten seconds.
func TestBackupProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var got []string
		p := newBackupProgress("before v2", func(text string) { got = append(got, text) })
		p.report(redisapi.BackupProgress{Lost: true})
		for range 11 {
			time.Sleep(2 * time.Second)
			p.report(redisapi.BackupProgress{Lost: true})
		}
		p.report(redisapi.BackupProgress{TaskID: 7})
		for range 11 {
			time.Sleep(2 * time.Second)
			p.report(redisapi.BackupProgress{TaskID: 7, Status: redisapi.TaskRunning})
		}
		p.created(&redisapi.InstanceBackup{BackupID: new("id"), Status: new(int64(redisapi.BackupExporting))})
		want := []string{
			`The response was lost, so the backup may have been started. Looking for a backup with remark "before v2".`,
			"The backup is not listed yet, 10s elapsed.",
			"The backup is not listed yet, 20s elapsed.",
			`The backup with remark "before v2" was started as task 7.`,
			"Task 7: running, 32s elapsed.",
			"Task 7: running, 42s elapsed.",
			`Created backup "id" in 44s. To download it, set backup_id = "id" in tencentredis_backup_download or tencentredis_backup_url. ` +
				"It cannot be downloaded yet: its status is exporting.",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("progress (-want +got):\n%s", diff)
		}
	})
}
