// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestInstanceBackups_paging: a list is complete by what was received, whatever the
// service counts and however long its pages are, or there is an error.
func TestInstanceBackups_paging(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		backups      int
		pageSize     int
		ignoreOffset bool
		total        string // JSON
		want         string // in the error
	}{
		"as documented":                      {250, 100, false, "250", ""},
		"short pages":                        {120, 50, false, "120", ""},
		"short pages, no total":              {120, 50, false, "null", ""},
		"total 0":                            {250, 100, false, "0", ""},
		"total null":                         {250, 100, false, "null", ""},
		"total negative":                     {250, 100, false, "-1", ""},
		"total too small":                    {250, 100, false, "120", ""},
		"total that is not a number":         {250, 100, false, `{"a":1}`, ""},
		"full pages, no total":               {200, 100, false, "0", ""},
		"a few, no total":                    {3, 100, false, "null", ""},
		"none":                               {0, 100, false, "0", ""},
		"none, no total":                     {0, 100, false, "null", ""},
		"total too large":                    {5, 100, false, "7", "the API counts 7 backups and returned 5 (request ID r-1)"},
		"total without backups":              {0, 100, false, "5", "the API counts 5 backups and returned 0"},
		"offset ignored":                     {250, 100, true, "250", "the API returned the same page twice"},
		"offset ignored, no total":           {250, 100, true, "null", "the API returned the same page twice"},
		"offset ignored, total of two pages": {200, 100, true, "200", "the API counts 200 backups and returned 100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			client := rawClient(t, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				var request struct{ Offset int }
				if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
					t.Error(err)
				}
				if tt.ignoreOffset {
					request.Offset = 0
				}
				var page []string
				for i := request.Offset; i < min(request.Offset+tt.pageSize, tt.backups); i++ {
					page = append(page, fmt.Sprintf(`{"BackupId":"%d"}`, i))
				}
				_, _ = fmt.Fprintf(w, `{"Response":{"TotalCount":%s,"BackupSet":[%s],"RequestId":"r-1"}}`, tt.total, strings.Join(page, ","))
			})
			got, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu"})
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%d backups and error %v, want %q", len(got), err, tt.want)
				}
			} else if err != nil || len(got) != tt.backups {
				t.Errorf("%d backups and error %v, want %d", len(got), err, tt.backups)
			}
			if n := requests.Load(); n > 8 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// TestInstanceBackups_trustsNothing: what was asked for is checked in what came.
func TestInstanceBackups_trustsNothing(t *testing.T) {
	t.Parallel()
	const (
		expired = `{"BackupId":"1","InstanceId":"crs-1","InstanceName":"Orders-live","Status":-1,"StartTime":"2026-11-20 02:00:00","BackupType":"1","Remark":"a"}`
		normal  = `{"BackupId":"2","InstanceId":"crs-1","InstanceName":"sessions","Status":2,"StartTime":"2026-9-30 2:00:00","BackupType":0,"Remark":"b"}`
		undated = `{"BackupId":"3","InstanceId":"crs-1","Status":2,"StartTime":"yesterday"}`
		other   = `{"BackupId":"2","InstanceId":"crs-2","InstanceName":"other","Status":4,"StartTime":"2026-10-01T00:00:00.5+08:00"}`
		none    = `{"BackupId":"4","InstanceId":null,"Status":null,"StartTime":null}`
	)
	list := func(total int, backups ...string) string {
		return fmt.Sprintf(`"TotalCount":%d,"BackupSet":[%s]`, total, strings.Join(backups, ","))
	}
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, zone)
	for name, tt := range map[string]struct {
		response string
		filter   InstanceBackupsFilter
		want     []string // "ID of instance"
		err      string
	}{
		"newest first, unreadable last": {list(5, undated, normal, expired, other, none), InstanceBackupsFilter{}, []string{"1 of crs-1", "2 of crs-2", "2 of crs-1", "4 of ", "3 of crs-1"}, ""},
		"same ID twice":                 {list(2, normal, normal), InstanceBackupsFilter{}, nil, "the API counts 2 backups and returned 1"},
		"status":                        {list(3, expired, normal, none), InstanceBackupsFilter{Status: []BackupStatus{BackupNormal}}, []string{"2 of crs-1"}, ""},
		"name":                          {list(3, expired, normal, none), InstanceBackupsFilter{InstanceName: "orders"}, []string{"1 of crs-1"}, ""},
		"type":                          {list(2, expired, normal), InstanceBackupsFilter{Type: "0"}, []string{"2 of crs-1"}, ""},
		"remark":                        {list(2, expired, normal), InstanceBackupsFilter{Remark: "a"}, []string{"1 of crs-1"}, ""},
		"from":                          {list(4, expired, normal, other, undated), InstanceBackupsFilter{Begin: &october}, []string{"1 of crs-1", "2 of crs-2", "3 of crs-1"}, ""},
		"until":                         {list(4, expired, normal, other, undated), InstanceBackupsFilter{End: &october}, []string{"2 of crs-1", "3 of crs-1"}, ""},
		"instance":                      {list(2, normal, none), InstanceBackupsFilter{InstanceID: "crs-1"}, []string{"2 of crs-1", "4 of "}, ""},
		"another instance":              {list(2, normal, other), InstanceBackupsFilter{InstanceID: "crs-1"}, nil, "it has a backup of another instance"},
		"list null":                     {`"TotalCount":0,"BackupSet":null`, InstanceBackupsFilter{}, []string{}, ""},
		"list null, not counted so":     {`"TotalCount":5,"BackupSet":null`, InstanceBackupsFilter{}, nil, "the API counts 5 backups and returned 0"},
		"no list":                       {`"TotalCount":0`, InstanceBackupsFilter{}, nil, "the response has no BackupSet"},
		"nothing":                       {`"Other":0`, InstanceBackupsFilter{}, nil, "the response has no BackupSet"},
		"list that is none":             {`"TotalCount":1,"BackupSet":{}`, InstanceBackupsFilter{}, nil, "Response.BackupSet is not of the documented type"},
		"status that is none":           {list(2, normal, `{"BackupId":"9","Status":{}}`), InstanceBackupsFilter{}, nil, "is not of the documented type"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := rawClient(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				_, _ = io.WriteString(w, `{"Response":{`+tt.response+`,"RequestId":"r-1"}}`)
			})
			tt.filter.Region = "ap-chengdu"
			got, err := client.InstanceBackups(t.Context(), tt.filter)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("%d backups and error %v, want %q", len(got), err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			list := []string{}
			for _, b := range got {
				list = append(list, *b.BackupID+" of "+deref(b.InstanceID))
			}
			if diff := cmp.Diff(tt.want, list); diff != "" {
				t.Errorf("backups (-want +got):\n%s", diff)
			}
		})
	}
}
