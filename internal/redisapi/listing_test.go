// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
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
	listener := httptest.NewServer(api)
	t.Cleanup(listener.Close)
	client, err := New(tencentapi.Endpoint{BaseURL: listener.URL},
		tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey}, tencentapi.WithBackoff(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return api, client
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
			got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance}, newest)
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
// its pages in turn. What is told is the list before or after, and no mixture.
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
				answered := 0
				api.OnAnswer(func(fakeapi.Request) {
					if answered++; answered == page {
						if err := tt.change(api); err != nil {
							t.Error(err)
						}
					}
				})
				got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance}, newest)
				if err != nil {
					t.Fatal(err)
				}
				if slices.Equal(ids(got), list) && (page == 3 || len(tt.want) == len(list)) {
					return // it had been read by then, or could not be told from one that had
				}
				if diff := cmp.Diff(tt.want, ids(got)); diff != "" {
					t.Errorf("ids (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestInstanceBackups_neverStill: no reading can be trusted, and that is said.
func TestInstanceBackups_neverStill(t *testing.T) {
	t.Parallel()
	api, client := newFake(t, 250)
	added := 0
	api.OnAnswer(func(fakeapi.Request) {
		added++
		if err := api.AddBackup(testInstance, fakeapi.Backup{ID: fmt.Sprint("9", added), Start: newest.Add(time.Duration(added) * time.Hour)}); err != nil {
			t.Error(err)
		}
	})
	if _, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance}, newest); !errors.Is(err, ErrUnstableList) {
		t.Errorf("error is %v, want ErrUnstableList", err)
	}
}

// TestInstanceBackups_miscounted: an API whose total is off all the time is
// believed when it says the same twice.
func TestInstanceBackups_miscounted(t *testing.T) {
	t.Parallel()
	api, client := newFake(t, 0)
	const answer = `{"TotalCount":5,"BackupSet":[{"BackupId":"2"},{"BackupId":"1"},{"BackupId":null},{"BackupId":null}]}`
	api.RespondNext(answer)
	api.RespondNext(answer)
	got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu"}, newest)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2", "1", "", ""}, ids(got)); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}

// TestInstanceBackups_span: a span longer than 30 days is cut, without a gap
// and without an overlap.
func TestInstanceBackups_span(t *testing.T) {
	t.Parallel()
	const hours = 24 * 70
	api, client := newFake(t, hours)
	begin := newest.Add(-(hours - 1) * time.Hour)
	got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance, Begin: begin}, newest)
	if err != nil {
		t.Fatal(err)
	}
	assertNewestFirst(t, got, hours)
	for _, r := range api.Requests() {
		if r.Code != "" {
			t.Errorf("%s was refused with %s", r.Body, r.Code)
		}
	}
	got, err = client.InstanceBackups(t.Context(), InstanceBackupsFilter{
		Region: "ap-chengdu", InstanceID: testInstance, Begin: newest.Add(-40 * 24 * time.Hour), End: newest.Add(-35 * 24 * time.Hour),
	}, newest)
	if err != nil {
		t.Fatal(err)
	}
	assertNewestFirst(t, got, 5*24+1)
}

func TestSpans(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	at := func(days int) time.Time { return newest.Add(time.Duration(days) * day) }
	tests := map[string]struct {
		begin, end time.Time
		want       []string
	}{
		"no bounds":    {want: []string{" to "}},
		"only an end":  {end: at(-1), want: []string{" to 2026-11-23 08:00:00"}},
		"short":        {begin: at(-2), end: at(-1), want: []string{"2026-11-22 08:00:00 to 2026-11-23 08:00:00"}},
		"up to now":    {begin: at(-1), want: []string{"2026-11-23 08:00:00 to 2026-11-24 08:00:00"}},
		"a moment":     {begin: at(-1), end: at(-1), want: []string{"2026-11-23 08:00:00 to 2026-11-23 08:00:00"}},
		"just 30 days": {begin: at(-30), end: at(0), want: []string{"2026-10-25 08:00:00 to 2026-11-24 08:00:00"}},
		"a bit more": {begin: at(-30).Add(-time.Second), end: at(0), want: []string{
			"2026-10-25 08:00:00 to 2026-11-24 08:00:00", "2026-10-25 07:59:59 to 2026-10-25 07:59:59",
		}},
		"70 days": {begin: at(-70), end: at(0), want: []string{
			"2026-10-25 08:00:00 to 2026-11-24 08:00:00", "2026-09-25 07:59:59 to 2026-10-25 07:59:59", "2026-09-15 08:00:00 to 2026-09-25 07:59:58",
		}},
		"backwards":     {begin: at(0), end: at(-1)},
		"in the future": {begin: at(1)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, span := range spans(InstanceBackupsFilter{Begin: tt.begin, End: tt.end}, newest) {
				got = append(got, formatTime(span.Begin)+" to "+formatTime(span.End))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("spans (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseTime(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"2026-11-24 02:00:21": "2026-11-23T18:00:21Z",
		"2024-02-29 00:00:00": "2024-02-28T16:00:00Z",
		"0000-00-00 00:00:00": "", "": "", "2026-11-24": "", "2026-11-24T02:00:21Z": "", "2025-02-29 00:00:00": "",
	} {
		got, ok := ParseTime(s)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("ParseTime(%q) is %s, %t, want %q", s, got, ok, want)
		}
	}
}

func TestBackupStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[BackupStatus]string{
		1: "in_use false true", 2: "normal true false", 3: "exporting false true", 4: "exported true false",
		-1: "expired false false", -2: "deleted false false", 7: "unknown false false",
	} {
		if got := fmt.Sprint(status, status.Downloadable(), status.MayBecomeDownloadable()); got != want {
			t.Errorf("status %d is %s, want %s", int64(status), got, want)
		}
	}
}

// TestInstanceBackups_repeatedPage: an API that gives the same page whatever is
// asked for, and promises many more, is not asked without end.
func TestInstanceBackups_repeatedPage(t *testing.T) {
	t.Parallel()
	api, client := newFake(t, 1)
	api.Always(fakeapi.Respond(`{"TotalCount":1000000000,"BackupSet":[{"BackupId":"1"},{"BackupId":"2"}]}`))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	backups, err := client.InstanceBackups(ctx, InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance}, newest)
	if err != nil || len(backups) != 2 {
		t.Errorf("%d backups, error %v; want 2", len(backups), err)
	}
	if n := len(api.Requests()); n != 4 {
		t.Errorf("%d requests, want two readings of two pages", n)
	}
}
