// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

// backups is the part of a DescribeInstanceBackups response that the tests check.
type backups struct {
	TotalCount int
	BackupSet  []struct {
		InstanceID string `json:"InstanceId"`
		BackupID   string `json:"BackupId"`
		StartTime  string
		Status     int
	}
}

func (b backups) ids() []string {
	var ids []string
	for _, backup := range b.BackupSet {
		ids = append(ids, backup.BackupID)
	}
	return ids
}

var lister = caller{action: "DescribeInstanceBackups"}

// list returns a list of backups.
func (c caller) list(t *testing.T, s *Server, body string) backups {
	t.Helper()
	got := c.call(t, s, body)
	wantCode(t, got, "")
	var envelope struct{ Response backups }
	if err := json.Unmarshal([]byte(got.text), &envelope); err != nil {
		t.Fatal(err)
	}
	return envelope.Response
}

// at returns a time on 7 March 2019 in UTC+8.
func at(clock string) time.Time {
	when, err := time.ParseInLocation(time.DateTime, "2019-03-07 "+clock, beijing)
	if err != nil {
		panic(err)
	}
	return when
}

// newListServer returns a server with two instances in ap-chengdu and one elsewhere.
func newListServer() *Server {
	return New(Options{Now: func() time.Time { return documentTime }, RateLimit: -1, Instances: []Instance{
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
}

func TestInstanceBackupsFilters(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		region, body string
		want         []string
	}{
		"all of the region":      {body: `{}`, want: []string{"a3", "b3", "a2", "b2", "a1"}},
		"another region":         {region: "ap-guangzhou", body: `{}`, want: []string{"c1"}},
		"one instance":           {body: `{"InstanceId":"crs-a"}`, want: []string{"a3", "a2", "a1"}},
		"by name, fuzzily":       {body: `{"InstanceName":"RDER"}`, want: []string{"a3", "b3", "a2", "b2", "a1"}},
		"by name":                {body: `{"InstanceName":"reo"}`, want: []string{"b3", "b2"}},
		"by the id as name":      {region: "ap-guangzhou", body: `{"InstanceName":"crs"}`, want: []string{"c1"}},
		"by id and name":         {body: `{"InstanceId":"crs-a","InstanceName":"reo"}`},
		"from, included":         {body: `{"BeginTime":"2019-03-07 02:00:00"}`, want: []string{"a3", "b3", "a2", "b2"}},
		"from a second later":    {body: `{"BeginTime":"2019-03-07 02:00:01"}`, want: []string{"a3", "b3"}},
		"until, included":        {body: `{"EndTime":"2019-03-07 02:00:00"}`, want: []string{"a2", "b2", "a1"}},
		"until a second earlier": {body: `{"EndTime":"2019-03-07 01:59:59"}`, want: []string{"a1"}},
		"30 days":                {body: `{"BeginTime":"2019-02-05 02:00:00","EndTime":"2019-03-07 02:00:00"}`, want: []string{"a2", "b2", "a1"}},
		"normal":                 {body: `{"Status":[2]}`, want: []string{"b3", "a1"}},
		"exporting":              {body: `{"Status":[3]}`, want: []string{"b2"}},
		"exported and expired":   {body: `{"Status":[-1,4,4]}`, want: []string{"a3", "a2"}},
		"deleted":                {body: `{"Status":[-2]}`, want: []string{"gone"}},
		"everything at once": {
			body: `{"InstanceId":"crs-a","InstanceName":"o","Status":[2,-1],"BeginTime":"2019-03-07 00:00:00","EndTime":"2019-03-07 01:30:00"}`,
			want: []string{"a1"},
		},
	}
	for name, test := range tests {
		c := lister
		c.region = test.region
		got := c.list(t, newListServer(), test.body)
		if !slices.Equal(got.ids(), test.want) || got.TotalCount != len(test.want) {
			t.Errorf("%s: got %v and TotalCount %d, want %v", name, got.ids(), got.TotalCount, test.want)
		}
	}
}

func TestInstanceBackupsPages(t *testing.T) {
	t.Parallel()
	newest := at("02:00:00")
	s := New(Options{
		Now: func() time.Time { return documentTime }, RateLimit: -1,
		Instances: []Instance{{ID: "crs-many", Region: "ap-chengdu", Backups: NewBackups(250, newest, 24*time.Hour)}},
	})
	seen := map[string]string{}
	last := "9999"
	for _, page := range []struct{ offset, size int }{{0, 100}, {100, 100}, {200, 50}, {300, 0}} {
		got := lister.list(t, s, fmt.Sprintf(`{"InstanceId":"crs-many","Limit":100,"Offset":%d}`, page.offset))
		if len(got.BackupSet) != page.size || got.TotalCount != 250 {
			t.Errorf("from %d: got %d backups and TotalCount %d, want %d and 250", page.offset, len(got.BackupSet), got.TotalCount, page.size)
		}
		for _, b := range got.BackupSet {
			if b.StartTime >= last || seen[b.BackupID] != "" {
				t.Errorf("%s of %s comes after %s, or twice", b.BackupID, b.StartTime, last)
			}
			seen[b.BackupID], last = b.StartTime, b.StartTime
		}
	}
	if want := newest.AddDate(0, 0, -249).Format(time.DateTime); len(seen) != 250 || last != want {
		t.Errorf("got %d backups until %s, want 250 until %s", len(seen), last, want)
	}
	if got := lister.list(t, s, `{}`); len(got.BackupSet) != 20 {
		t.Errorf("got %d backups without Limit, want 20", len(got.BackupSet))
	}
	if got := lister.list(t, s, `{"Limit":7,"Offset":245}`); len(got.BackupSet) != 5 {
		t.Errorf("got %d backups on the last page, want 5", len(got.BackupSet))
	}
	if got := lister.list(t, s, `{"Limit":1,"Offset":9223372036854775807}`); len(got.BackupSet) != 0 || got.TotalCount != 250 {
		t.Errorf("got %d backups and TotalCount %d far behind the end, want 0 and 250", len(got.BackupSet), got.TotalCount)
	}
}

func TestInstanceBackupsRefusals(t *testing.T) {
	t.Parallel()
	const business, kind = "InvalidParameter.InvalidParameter", "InvalidParameter"
	tests := map[string]struct{ body, code, message string }{
		"unknown instance":     {`{"InstanceId":"crs-z"}`, "ResourceNotFound.InstanceNotExists", ""},
		"instance elsewhere":   {`{"InstanceId":"crs-c"}`, "ResourceNotFound.InstanceNotExists", ""},
		"unknown parameter":    {`{"BackupType":"1"}`, "UnknownParameter", "The parameter `BackupType` is not recognized."},
		"no number":            {`{"Limit":"20"}`, kind, "The value type of parameter `Limit` is not valid, it should be Integer."},
		"null number":          {`{"Limit":null}`, kind, "The value type of parameter `Limit` is not valid, it should be Integer."},
		"a fraction":           {`{"Offset":0.5}`, kind, "The value type of parameter `Offset` is not valid, it should be Integer."},
		"no page":              {`{"Limit":0}`, business, "The parameter `Limit` has the value `0`, it should be from 1 to 100."},
		"too large a page":     {`{"Limit":101}`, business, "The parameter `Limit` has the value `101`, it should be from 1 to 100."},
		"no multiple":          {`{"Limit":100,"Offset":150}`, business, "The parameter `Offset` has the value `150`, it should be a multiple of `Limit`, which is 100."},
		"RFC 3339":             {`{"BeginTime":"2019-03-07T02:00:00Z"}`, business, "The parameter `BeginTime` has the value `2019-03-07T02:00:00Z`, it should be like `2017-02-08 16:46:34`."},
		"a fraction of time":   {`{"EndTime":"2019-03-07 02:00:00.5"}`, business, ""},
		"no such day":          {`{"EndTime":"2019-02-30 02:00:00"}`, business, ""},
		"end before begin":     {`{"BeginTime":"2019-03-07 02:00:01","EndTime":"2019-03-07 02:00:00"}`, business, "`EndTime` must not be before `BeginTime`."},
		"30 days and a second": {`{"BeginTime":"2019-02-05 02:00:00","EndTime":"2019-03-07 02:00:01"}`, business, "The time from `BeginTime` to `EndTime` must not exceed 30 days."},
		"status is no list":    {`{"Status":2}`, kind, "The value type of parameter `Status` is not valid, it should be Array of Integer."},
		"status of strings":    {`{"Status":["2"]}`, kind, "The value type of parameter `Status.0` is not valid, it should be Integer."},
		"unknown status":       {`{"Status":[2,0]}`, business, "The parameter `Status` has the value `0`, it should be one of 1, 2, 3, 4, -1, -2."},
	}
	for name, test := range tests {
		got := lister.call(t, newListServer(), test.body)
		if got.code != test.code || test.message != "" && got.message != test.message {
			t.Errorf("%s: got %q, %q, want %q, %q", name, got.code, got.message, test.code, test.message)
		}
	}
}

// Every field, in the order of the document's example.
func TestInstanceBackupsFields(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.May, 31, 18, 0, 48, 999e6, time.UTC)
	s := New(Options{Now: func() time.Time { return documentTime }, Instances: []Instance{{
		ID: "crs-ei43p3gr", Name: "testbackup", Region: "ap-guangzhou", Version: "6.2",
		Backups: []Backup{
			{ID: "165706342-5832225-1641692389", Start: start, Size: 537},
			{
				ID: "2", Status: BackupExported, Type: ManualBackup, Start: start.Add(-time.Hour), End: start, Expire: start.Add(time.Minute),
				FileType: "RDB", Locked: true, Encrypted: true, Remark: "<a&b>", Files: []File{NewFile("1", 5), {}, NewFile("2", 7)},
			},
		},
	}}})
	c := lister
	c.region = "ap-guangzhou"
	got := c.call(t, s, `{"InstanceId":"crs-ei43p3gr"}`)
	want := `{"Response":{"BackupSet":[{"BackupId":"165706342-5832225-1641692389","BackupSize":537,"BackupType":"1","Encrypted":false,` +
		`"EndTime":"2026-06-01 02:01:09","ExpireTime":"2026-06-08 02:00:48","FileType":"RDB-Redis 6.2","FullBackup":0,` +
		`"InstanceId":"crs-ei43p3gr","InstanceName":"testbackup","InstanceType":16,"Locked":0,"Region":"ap-guangzhou","Remark":"",` +
		`"StartTime":"2026-06-01 02:00:48","Status":2},` +
		`{"BackupId":"2","BackupSize":12,"BackupType":"0","Encrypted":true,` +
		`"EndTime":"2026-06-01 02:00:48","ExpireTime":"2026-06-01 02:01:48","FileType":"RDB","FullBackup":0,` +
		`"InstanceId":"crs-ei43p3gr","InstanceName":"testbackup","InstanceType":16,"Locked":1,"Region":"ap-guangzhou","Remark":"<a&b>",` +
		`"StartTime":"2026-06-01 01:00:48","Status":4}],"TotalCount":2,"RequestId":"` + got.requestID + `"}}`
	if got.text != want {
		t.Errorf("got  %s\nwant %s", got.text, want)
	}
}
