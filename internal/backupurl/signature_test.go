// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package backupurl

import (
	"strings"
	"testing"
	"time"
)

// documented is the first URL of the example in the API's document.
const documented = "https://redis-database-backup-1251937656.cos.ap-chengdu.myqcloud.com/251005863/redis/1001463/data/2019-03-07/-9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb?sign=q-sign-algorithm%3Dsha1%26q-ak%3DAKID21teFeP99yb1FI94vqutgJkFoQ1eBpKg%26q-sign-time%3D1551952863%3B1551974523%26q-key-time%3D1551952863%3B1551974523%26q-header-list%3D%26q-url-param-list%3D%26q-signature%3D28cc6edebf7f9d8e34aa3daf19d30ec521c03b5b"

func TestValidity(t *testing.T) {
	t.Parallel()
	const host = "https://b-1.cos.ap-chengdu.myqcloud.com/o.rdb"
	from, until := time.Unix(1551952863, 0).UTC(), time.Unix(1551974523, 0).UTC()
	tests := map[string]struct {
		url string
		ok  bool
	}{
		"documented":               {documented, true},
		"merged, encoded twice":    {strings.ReplaceAll(documented, "%", "%25"), true},
		"plain, raw semicolon":     {host + "?q-sign-algorithm=sha1&q-sign-time=1551952863;1551974523&q-signature=x", true},
		"plain, encoded":           {host + "?q-ak=a&q-sign-time=1551952863%3B1551974523", true},
		"plain, encoded twice":     {host + "?q-ak=a&q-sign-time=1551952863%253B1551974523", true},
		"lower-case escapes":       {host + "?sign=q-ak%3da%26q-sign-time%3d1551952863%3b1551974523", true},
		"with a fragment":          {host + "?q-sign-time=1551952863;1551974523#top", true},
		"more parameters":          {host + "?a=b&q-sign-time=1551952863%3B1551974523&x-cos-security-token=t", true},
		"empty":                    {"", false},
		"no query":                 {host, false},
		"in the path only":         {host + "/q-sign-time=1551952863;1551974523", false},
		"in the fragment only":     {host + "?a=b#q-sign-time=1551952863;1551974523", false},
		"no end":                   {host + "?q-sign-time=1551952863", false},
		"not numbers":              {host + "?q-sign-time=a;b", false},
		"end before start":         {host + "?q-sign-time=1551974523;1551952863", false},
		"negative":                 {host + "?q-sign-time=-5;1551974523", false},
		"beyond RFC 3339":          {host + "?q-sign-time=1;253402300800", false},
		"beyond int64":             {host + "?q-sign-time=1;99999999999999999999", false},
		"broken escape":            {host + "?sign=q-sign-time%3D1551952863%3", false},
		"another parameter's tail": {host + "?xq-sign-time=1551952863;1551974523", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gotFrom, gotUntil, ok := Validity(tt.url)
			if ok != tt.ok {
				t.Fatalf("Validity is %t, want %t", ok, tt.ok)
			}
			if ok && (!gotFrom.Equal(from) || !gotUntil.Equal(until)) {
				t.Errorf("Validity from %s until %s, want %s and %s", gotFrom, gotUntil, from, until)
			}
		})
	}
}

func FuzzValidity(f *testing.F) {
	f.Add(documented)
	f.Add("https://h/o?q-sign-time=1%3B2&q-signature=")
	f.Add("?sign=%25")
	f.Add("h?q-sign-time=0;253402300799")
	f.Fuzz(func(t *testing.T, rawURL string) {
		from, until, ok := Validity(rawURL)
		if !ok {
			return
		}
		if until.Before(from) {
			t.Errorf("until %s is before from %s", until, from)
		}
		if _, err := time.Parse(time.RFC3339, until.Format(time.RFC3339)); err != nil {
			t.Errorf("the end cannot be written in RFC 3339: %v", err)
		}
	})
}
