// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const testInstance = "crs-many"

// newest is the start of the newest of the backups that newFake makes, an hour
// apart from each other.
var newest = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func newFake(t *testing.T, backups int) (*fakeapi.Server, *Client) {
	t.Helper()
	api := fakeapi.New(fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
		{ID: testInstance, Name: "orders", Region: "ap-chengdu", Backups: fakeapi.NewBackups(backups, newest, time.Hour)},
	}})
	return api, clientOf(t, api)
}

func clientOf(t *testing.T, api *fakeapi.Server, opts ...tencentapi.Option) *Client {
	t.Helper()
	listener := httptest.NewServer(api)
	t.Cleanup(listener.Close)
	client, err := New(tencentapi.Endpoint{BaseURL: listener.URL},
		tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey}, append(opts, tencentapi.WithBackoff(0, 0))...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func ids(backups []InstanceBackup) []string {
	list := make([]string, len(backups))
	for i, b := range backups {
		list[i] = deref(b.BackupID)
	}
	return list
}

// assertNewestFirst fails unless the backups are n different ones, newest first.
func assertNewestFirst(t *testing.T, backups []InstanceBackup, n int) {
	t.Helper()
	seen := map[string]bool{}
	for i, b := range backups {
		seen[deref(b.BackupID)] = true
		if i > 0 && deref(b.StartTime) >= deref(backups[i-1].StartTime) {
			t.Errorf("backup %d began at %s, not before the one ahead of it at %s", i, deref(b.StartTime), deref(backups[i-1].StartTime))
		}
	}
	if len(backups) != n || len(seen) != n {
		t.Errorf("%d backups, %d of them different, want %d", len(backups), len(seen), n)
	}
}

func TestInstanceBackups_pages(t *testing.T) {
	t.Parallel()
	for n, requests := range map[int]int{0: 1, 1: 1, 99: 1, 100: 1, 101: 2, 250: 3, 300: 3} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			api, client := newFake(t, n)
			got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance})
			if err != nil {
				t.Fatal(err)
			}
			assertNewestFirst(t, got, n)
			if made := len(api.Requests()); made != requests {
				t.Errorf("%d requests, want %d", made, requests)
			}
			for i, r := range api.Requests() {
				if want := fmt.Sprintf(`"Limit":100,"Offset":%d,`, 100*i); !strings.Contains(string(r.Body), want) {
					t.Errorf("request %d is %s, want %s", i, r.Body, want)
				}
			}
		})
	}
}

// TestInstanceBackups_changes: the list changes under the reader, at each of
// its pages in turn. The result is the list before or after, and no mixture.
func TestInstanceBackups_changes(t *testing.T) {
	t.Parallel()
	var list []string
	for _, b := range fakeapi.NewBackups(250, newest, time.Hour) {
		list = append(list, b.ID)
	}
	add := func(s *fakeapi.Server) error {
		return s.AddBackup(testInstance, fakeapi.Backup{ID: "999", Start: newest.Add(time.Hour)})
	}
	remove := func(i int) func(*fakeapi.Server) error {
		return func(s *fakeapi.Server) error { return s.RemoveBackup(testInstance, list[i]) }
	}
	without := func(i int) []string { return slices.Delete(slices.Clone(list), i, i+1) }
	changes := map[string]struct {
		change func(*fakeapi.Server) error
		want   []string
	}{
		"a new one":           {add, slices.Concat([]string{"999"}, list)},
		"the newest goes":     {remove(0), without(0)},
		"the oldest goes":     {remove(249), without(249)},
		"one at the bounds":   {remove(100), without(100)},
		"one comes, one goes": {func(s *fakeapi.Server) error { return errors.Join(add(s), remove(150)(s)) }, slices.Concat([]string{"999"}, without(150))},
	}
	for name, tt := range changes {
		for page := 1; page <= 3; page++ {
			t.Run(fmt.Sprintf("%s after page %d", name, page), func(t *testing.T) {
				t.Parallel()
				api, client := newFake(t, 250)
				responded := 0
				api.OnResponse(func(fakeapi.Request) {
					if responded++; responded == page {
						if err := tt.change(api); err != nil {
							t.Error(err)
						}
					}
				})
				got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance})
				if err != nil {
					t.Fatal(err)
				}
				if slices.Equal(ids(got), list) && (page == 3 || len(tt.want) >= len(list)) {
					return // that is the list as it was when the reading began
				}
				if diff := cmp.Diff(tt.want, ids(got)); diff != "" {
					t.Errorf("ids (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestInstanceBackups_growing: one more backup with each request loses nothing.
func TestInstanceBackups_growing(t *testing.T) {
	t.Parallel()
	api, client := newFake(t, 250)
	added := 0
	api.OnResponse(func(fakeapi.Request) {
		added++
		if err := api.AddBackup(testInstance, fakeapi.Backup{ID: fmt.Sprint("9", added), Start: newest.Add(time.Duration(added) * time.Hour)}); err != nil {
			t.Error(err)
		}
	})
	got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance})
	if err != nil {
		t.Fatal(err)
	}
	assertNewestFirst(t, got, 250)
	if n := len(api.Requests()); n != 3 {
		t.Errorf("%d requests, want one for each page", n)
	}
}

// TestInstanceBackups_shrinking: no reading can be trusted, which is an error.
func TestInstanceBackups_shrinking(t *testing.T) {
	t.Parallel()
	api, client := newFake(t, 250)
	list, removed := fakeapi.NewBackups(250, newest, time.Hour), 0
	api.OnResponse(func(fakeapi.Request) {
		if err := api.RemoveBackup(testInstance, list[removed].ID); err != nil {
			t.Error(err)
		}
		removed++
	})
	if _, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance}); err == nil || !strings.Contains(err.Error(), "kept disappearing") {
		t.Errorf("error is %v, want that backups kept disappearing", err)
	}
}

// TestInstanceBackups_bounds: for any bounds, a few requests find the
// backups between them, and this machine's clock does not matter.
func TestInstanceBackups_bounds(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	at := func(days float64) *time.Time { return new(newest.Add(time.Duration(days * float64(day)))) }
	year := func(n int) *time.Time { return new(time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC)) }
	const all = 60 // one backup a day
	for name, tt := range map[string]struct {
		begin, end *time.Time
		want       int
		sent       bool // the bounds
	}{
		"none":                 {nil, nil, all, false},
		"both":                 {at(-3), at(-1), 3, true},
		"one moment":           {at(-1), at(-1), 1, true},
		"30 days":              {at(-30), at(0), 31, true},
		"31 days":              {at(-31), at(0), 32, false},
		"from year 1":          {year(1), at(-50), 10, false},
		"from 1970":            {year(1970), nil, all, false},
		"from lately":          {at(-5), nil, 6, true},
		"from some time ago":   {at(-40), nil, 41, false},
		"from the future":      {at(1), nil, 0, true},
		"up to lately":         {nil, at(-50), 10, false},
		"up to 2099":           {at(-5), year(2099), 6, false},
		"up to the end":        {nil, year(9999), all, false},
		"fractions of seconds": {new(at(-1).Add(time.Millisecond)), nil, 2, true},
		"backwards":            {at(-1), at(-2), 0, true},
	} {
		for _, clock := range []time.Duration{0, -2 * time.Minute, 4 * time.Minute} {
			t.Run(fmt.Sprint(name, " by a clock off by ", clock), func(t *testing.T) {
				t.Parallel()
				api := fakeapi.New(fakeapi.Options{RateLimit: -1, Now: func() time.Time { return newest }, Instances: []fakeapi.Instance{
					{ID: testInstance, Region: "ap-chengdu", Backups: fakeapi.NewBackups(all, newest, day)},
				}})
				client := clientOf(t, api, tencentapi.WithClock(func() time.Time { return newest.Add(clock) }))
				got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance, Begin: tt.begin, End: tt.end})
				if name == "backwards" {
					if err == nil {
						t.Errorf("%d backups, want the API's refusal", len(got))
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				assertNewestFirst(t, got, tt.want)
				requests := api.Requests()
				if len(requests) != 1 {
					t.Fatalf("%d requests, want 1", len(requests))
				}
				if sent := strings.Contains(string(requests[0].Body), "BeginTime"); sent != tt.sent {
					t.Errorf("request is %s; bounds sent: %t, want %t", requests[0].Body, sent, tt.sent)
				}
			})
		}
	}
}

func TestParseTime(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"2026-11-24 02:00:21":       "2026-11-23T18:00:21Z",
		"2024-02-29 00:00:00":       "2024-02-28T16:00:00Z",
		"2026-9-3 2:0:1":            "2026-09-02T18:00:01Z",
		"2026-11-24 02:00:21.5":     "2026-11-23T18:00:21.5Z",
		"2026-11-24T02:00:21Z":      "2026-11-24T02:00:21Z",
		"2026-11-24T02:00:21.25Z":   "2026-11-24T02:00:21.25Z",
		"2026-11-24T02:00:21+08:00": "2026-11-23T18:00:21Z",
		"2026-11-24T02:00:21+0000":  "2026-11-24T02:00:21Z",
		"2026-11-24T02:00:21":       "2026-11-23T18:00:21Z",
		"0000-00-00 00:00:00":       "", "": "", "2026-11-24": "", "2025-02-29 00:00:00": "", "1795488021": "", "2026-11-24 02:00:21 x": "",
	} {
		got, ok := ParseTime(s)
		if ok != (want != "") || ok && got.Format(time.RFC3339Nano) != want || !ok && !got.IsZero() {
			t.Errorf("ParseTime(%q) is %s, %t, want %q", s, got, ok, want)
		}
	}
}

func TestBackupStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[BackupStatus]string{
		1: "in_use false true", 2: "normal true false", 3: "exporting false true", 4: "exported true false",
		-1: "expired false false", -2: "deleted false false", 7: "7 false false",
	} {
		if got := fmt.Sprint(status, status.Downloadable(), status.MayBecomeDownloadable()); got != want {
			t.Errorf("status %d is %s, want %s", int64(status), got, want)
		}
	}
}
