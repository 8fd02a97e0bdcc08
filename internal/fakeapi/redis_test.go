// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// at returns a time on 7 March 2019 in UTC+8.
func at(clock string) time.Time {
	when, _ := time.ParseInLocation(time.DateTime, "2019-03-07 "+clock, beijing)
	return when
}

// listed returns the IDs of the backups that the list has.
func listed(t *testing.T, s *Server, body string) (ids []string) {
	t.Helper()
	got := lister.call(t, s, body)
	wantCode(t, got, "")
	for _, item := range got.response["BackupSet"].([]any) {
		ids = append(ids, item.(map[string]any)["BackupId"].(string))
	}
	return ids
}

func TestBackupFilters(t *testing.T) {
	t.Parallel()
	s, _ := newServer(Options{RateLimit: -1, Instances: []Instance{
		{ID: "crs-a", Name: "Orders", Region: "ap-chengdu", Backups: []Backup{
			{ID: "a1", Start: at("01:00:00")},
			{ID: "a3", Start: at("03:00:00"), Status: BackupExported},
			{ID: "a2", Start: at("02:00:00"), Status: BackupExpired},
			{ID: "gone", Start: at("04:00:00"), Status: BackupDeleted},
		}},
		{ID: "crs-b", Name: "reorders", Region: "ap-chengdu", Backups: []Backup{
			{ID: "b2", Start: at("02:00:00").Add(time.Millisecond), ReadyAt: documentTime.Add(time.Second)},
			{ID: "b3", Start: at("03:00:00").Add(time.Millisecond)},
		}},
		{ID: "crs-c", Region: "ap-guangzhou", Backups: []Backup{{ID: "c1"}}},
	}})
	for body, want := range map[string]string{
		`{}`:                                          "a3 b3 a2 b2 a1",
		`{"InstanceId":"crs-a"}`:                      "a3 a2 a1",
		`{"InstanceName":"RDER"}`:                     "a3 b3 a2 b2 a1",
		`{"InstanceName":"reo"}`:                      "b3 b2",
		`{"Limit":2,"Offset":4}`:                      "a1",
		`{"Status":[3]}`:                              "b2",
		`{"Status":[-1,4,4]}`:                         "a3 a2",
		`{"Status":[-2]}`:                             "gone",
		`{"Limit":100,"Offset":900}`:                  "",
		`{"InstanceId":"crs-a","InstanceName":"reo"}`: "",
		`{"BeginTime":"2019-03-07 02:00:00"}`:         "a3 b3 a2 b2",
		`{"BeginTime":"2019-03-07 02:00:01"}`:         "a3 b3",
		`{"EndTime":"2019-03-07 02:00:00"}`:           "a2 b2 a1",
		`{"BeginTime":"2019-02-05 02:00:00","EndTime":"2019-03-07 02:00:00"}`: "a2 b2 a1",
	} {
		if got := strings.Join(listed(t, s, body), " "); got != want {
			t.Errorf("%s: got %q, want %q", body, got, want)
		}
	}
	wantCode(t, lister.call(t, s, `{"InstanceId":"crs-c"}`), "ResourceNotFound.InstanceNotExists") // it is elsewhere
}

// What is refused for the data alone is tested in the package conformance.
func TestRedisRefusals(t *testing.T) {
	t.Parallel()
	const business, kind, list, url, backup = "InvalidParameter.InvalidParameter", "InvalidParameter",
		"DescribeInstanceBackups", "DescribeBackupUrl", "ManualBackupInstance"
	with := func(members string) string { return strings.TrimSuffix(documentBody, "}") + "," + members + "}" }
	s := newDocumentServer()
	for _, test := range []struct{ action, body, code, message string }{
		{list, `{"Limit":"20"}`, kind, "The value type of parameter `Limit` is not valid, it should be Integer."},
		{list, `{"Offset":0.5}`, kind, "`Offset`"},
		{list, `{"Limit":101}`, business, "it should be from 1 to 100."},
		{list, `{"Limit":100,"Offset":150}`, business, "it should be a multiple of `Limit`, which is 100."},
		{list, `{"BeginTime":"2019-03-07T02:00:00Z"}`, business, "it should be like `2017-02-08 16:46:34`."},
		{list, `{"EndTime":"2019-02-30 02:00:00"}`, business, ""},
		{list, `{"BeginTime":"2019-03-07 02:00:01","EndTime":"2019-03-07 02:00:00"}`, business, "must not be before"},
		{list, `{"BeginTime":"2019-02-05 02:00:00","EndTime":"2019-03-07 02:00:01"}`, business, "must not exceed 30 days."},
		{list, `{"Status":["2"]}`, kind, "`Status.0`"},
		{list, `{"Status":[2,0]}`, business, "it should be one of 1, 2, 3, 4, -1, -2."},
		{url, `{"InstanceId":"crs-4y9t57vt","BackupId":null}`, kind, "`BackupId`"},
		{url, with(`"LimitType":"nolimit"`), business, "`LimitType`"},
		{url, with(`"VpcComparisonSymbol":"NotIn"`), business, "`VpcComparisonSymbol`"},
		{url, with(`"IpComparisonSymbol":"in"`), business, "`IpComparisonSymbol`"},
		{url, with(`"LimitType":"Customize"`), business, "`LimitVpc` or `LimitIp`"},
		{url, with(`"LimitIp":["10.1.1.12","example.com"]`), business, "`LimitIp.1` has the value `example.com`"},
		{url, with(`"LimitIp":["::1"]`), business, "`LimitIp.0`"},
		{url, with(`"LimitIp":["10.0.0.0/33"]`), business, "`LimitIp.0`"},
		{url, with(`"LimitVpc":[{"VpcList":["vpc-1"]}]`), "MissingParameter", "`LimitVpc.0.Region`"},
		{url, with(`"LimitVpc":[{"Region":"ap-chengdu"}]`), "MissingParameter", "`LimitVpc.0.VpcList`"},
		{url, with(`"LimitVpc":[{"Region":"ap-chengdu","VpcList":[""]}]`), business, "`LimitVpc.0.VpcList`"},
		{url, with(`"LimitVpc":[{"Region":"ap-chengdu","VpcList":["vpc-1"],"Zone":"1"}]`), "UnknownParameter", "`LimitVpc.0.Zone`"},
		{backup, `{"InstanceId":"crs-4y9t57vt","ClientToken":"x"}`, "UnknownParameter", "`ClientToken`"},
		{backup, `{"InstanceId":"crs-4y9t57vt","StorageDays":1826}`, business, "from 0 to 1825."},
		{"DescribeTaskInfo", `{}`, "MissingParameter", "`TaskId`"},
		{"DescribeTaskInfo", `{"TaskId":1001}`, business, "no task `1001`"},
	} {
		got := caller{action: test.action}.call(t, s, test.body)
		if got.code != test.code || !strings.Contains(got.message, test.message) {
			t.Errorf("%s %s: got %q, %q, want %q, %q", test.action, test.body, got.code, got.message, test.code, test.message)
		}
	}
}

func newTaskServer() (s *Server, pass func(time.Duration)) {
	return newServer(Options{BackupTime: time.Minute, Instances: []Instance{
		{ID: "crs-a", Region: "ap-chengdu", Backups: []Backup{{ID: "old", Files: []File{{Name: new("x.rdb"), Key: "k", Data: []byte("REDIS")}}}}},
		{ID: "crs-locked", Region: "ap-chengdu", RefuseBackup: "ResourceUnavailable.InstanceLockedError"},
	}})
}

const ofA = `{"InstanceId":"crs-a"}`

var (
	backupTaker = caller{action: "ManualBackupInstance"}
	taskWatcher = caller{action: "DescribeTaskInfo"}
)

func TestManualBackup(t *testing.T) {
	t.Parallel()
	s, pass := newTaskServer()
	wantCode(t, backupTaker.call(t, s, `{"InstanceId":"crs-a","Remark":"before","StorageDays":30}`), "")
	wantCode(t, backupTaker.call(t, s, ofA), "")                                                                                              // a second one
	wantCode(t, caller{}.call(t, s, `{"InstanceId":"crs-a","BackupId":"678362566696298532900000"}`), "InvalidParameterValue.BackupNotExists") // not yet
	for _, step := range []struct {
		after   time.Duration
		status  string
		backups int
	}{{0, "preparing", 1}, {15 * time.Second, "running", 1}, {45*time.Second - 1, "running", 1}, {1, "succeed", 3}} {
		pass(step.after)
		status, all := taskWatcher.call(t, s, `{"TaskId":1001}`).response["Status"], listed(t, s, ofA)
		if status != step.status || len(all) != step.backups {
			t.Errorf("got status %v and backups %v, want %s and %d", status, all, step.status, step.backups)
		}
	}
	got := lister.call(t, s, `{"InstanceId":"crs-a","Limit":1}`).response["BackupSet"].([]any)[0].(map[string]any)
	for name, want := range map[string]any{
		"BackupType": "0", "Remark": "before", "StartTime": "2019-03-07 18:01:05", "EndTime": "2019-03-07 18:02:05", "ExpireTime": "2019-04-06 18:01:05",
	} {
		if got[name] != want {
			t.Errorf("got %s %v, want %v", name, got[name], want)
		}
	}
	address := firstURL(t, s, fmt.Sprintf(`{"InstanceId":"crs-a","BackupId":%q}`, got["BackupId"]))
	if w := download(t, s, http.MethodGet, address); w.Body.String() != "REDIS" || strings.Contains(address, "/k?") {
		t.Errorf("%s: got HTTP %d: %q, want a copy of the file", address, w.Code, w.Body)
	}
}

func TestFailedTask(t *testing.T) {
	t.Parallel()
	s, pass := newTaskServer()
	wantCode(t, backupTaker.call(t, s, `{"InstanceId":"crs-locked"}`), "ResourceUnavailable.InstanceLockedError")
	s.Always(FailTask(TaskError, "always"))
	s.Next(FailTask(TaskFailed, "disk full"))
	wantCode(t, backupTaker.call(t, s, ofA), "")
	wantCode(t, backupTaker.call(t, s, ofA), "")
	pass(time.Hour)
	for id, want := range map[int][2]string{1001: {"failed", "disk full"}, 1002: {"error", "always"}} {
		got := taskWatcher.call(t, s, fmt.Sprintf(`{"TaskId":%d}`, id)).response
		if got["Status"] != want[0] || got["TaskMessage"] != want[1] {
			t.Errorf("task %d: got %v, want %v", id, got, want)
		}
	}
	if got := listed(t, s, ofA); len(got) != 1 {
		t.Errorf("got %v: a failed task created a backup", got)
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	s, pass := newTaskServer()
	pass(time.Minute)
	served, _ := s.redis.data.instance("crs-a", "ap-chengdu")
	files := []File{NewFile("1.rdb", 300)}
	if err := s.AddBackup("crs-a", Backup{ID: "new", Files: files}); err != nil {
		t.Fatal(err)
	}
	*files[0].Size = 7 // the server has a copy
	if got := listed(t, s, ofA); !slices.Equal(got, []string{"new", "old"}) {
		t.Errorf("after an addition: got %v", got)
	}
	address := firstURL(t, s, `{"InstanceId":"crs-a","BackupId":"new"}`)
	if n := download(t, s, http.MethodGet, address).Body.Len(); n != 300 {
		t.Errorf("the file has %d bytes, want 300", n)
	}
	if err := s.UpdateBackup("crs-a", "old", func(b *Backup) { b.Status, b.Files[0].Data = BackupExported, []byte("other") }); err != nil {
		t.Fatal(err)
	}
	if old := served.Backups[0]; old.Status != BackupNormal || string(old.Files[0].Data) != "REDIS" {
		t.Error("the change affects requests in progress")
	}
	if got := download(t, s, http.MethodGet, firstURL(t, s, `{"InstanceId":"crs-a","BackupId":"old"}`)).Body.String(); got != "other" {
		t.Errorf("after an update: got %q", got)
	}
	if err := s.RemoveBackup("crs-a", "new"); err != nil {
		t.Fatal(err)
	}
	if w := download(t, s, http.MethodGet, address); w.Code != http.StatusNotFound {
		t.Errorf("got HTTP %d for a file of a removed backup", w.Code)
	}
	for name, err := range map[string]error{
		"add, instance":  s.AddBackup("crs-z", Backup{ID: "new"}),
		"add, twice":     s.AddBackup("crs-a", Backup{ID: "old"}),
		"update, backup": s.UpdateBackup("crs-a", "none", func(*Backup) { t.Error("change was called") }),
		"remove, backup": s.RemoveBackup("crs-a", "none"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A backup that is being exported becomes ready.
func TestReadyAt(t *testing.T) {
	t.Parallel()
	for status, want := range map[BackupStatus]BackupStatus{
		0: BackupNormal, BackupExported: BackupExported, BackupExporting: BackupExported, BackupExpired: BackupExpired,
	} {
		b := Backup{Status: status, ReadyAt: documentTime}.withDefaults(Instance{}, documentTime)
		if before, after := b.statusAt(documentTime.Add(-1)), b.statusAt(documentTime); before != BackupExporting || after != want {
			t.Errorf("status %d: it becomes %d, then %d; want %d", status, before, after, want)
		}
	}
}
