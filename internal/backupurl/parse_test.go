// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package backupurl

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	signed, expires := time.Unix(1551952863, 0).UTC(), time.Unix(1551974523, 0).UTC()
	const sign = "?q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1551952863;1551974523&q-signature=5ecret"
	tests := map[string]struct {
		url  string
		want URL
	}{
		"documented": {documented, URL{
			Scheme: "https", Host: "redis-database-backup-1251937656.cos.ap-chengdu.myqcloud.com",
			Bucket: "redis-database-backup-1251937656", AppID: "1251937656", Region: "ap-chengdu",
			ObjectKey: "251005863/redis/1001463/data/2019-03-07/-9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb",
			FileName:  "-9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb",
		}},
		"plain": {"https://b-1-250.cos.ap-x.myqcloud.com/a/b.rdb" + sign, URL{
			Scheme: "https", Host: "b-1-250.cos.ap-x.myqcloud.com", Bucket: "b-1-250", AppID: "250", Region: "ap-x", ObjectKey: "a/b.rdb", FileName: "b.rdb",
		}},
		"internal": {"http://b-250.cos-internal.ap-x.tencentcos.cn:80/b.rdb" + sign, URL{
			Scheme: "http", Host: "b-250.cos-internal.ap-x.tencentcos.cn:80", Bucket: "b-250", AppID: "250", Region: "ap-x", ObjectKey: "b.rdb", FileName: "b.rdb",
		}},
		"bucket in the path": {"https://cos.ap-x.myqcloud.com/b-250/a/b.rdb" + sign, URL{
			Scheme: "https", Host: "cos.ap-x.myqcloud.com", Bucket: "b-250", AppID: "250", Region: "ap-x", ObjectKey: "a/b.rdb", FileName: "b.rdb",
		}},
		"bucket without AppID": {"https://bucket.cos.ap-x.myqcloud.com/b.rdb" + sign, URL{
			Scheme: "https", Host: "bucket.cos.ap-x.myqcloud.com", Bucket: "bucket", Region: "ap-x", ObjectKey: "b.rdb", FileName: "b.rdb",
		}},
		"another domain": {"https://backups.example.com/a/b.rdb" + sign, URL{
			Scheme: "https", Host: "backups.example.com", ObjectKey: "a/b.rdb", FileName: "b.rdb",
		}},
		"another service": {"https://b-250.cdn.ap-x.myqcloud.com/b.rdb" + sign, URL{
			Scheme: "https", Host: "b-250.cdn.ap-x.myqcloud.com", ObjectKey: "b.rdb", FileName: "b.rdb",
		}},
		"escapes in the key": {"https://b-250.cos.ap-x.myqcloud.com/%E5%A4%87%20%3F.rdb" + sign, URL{
			Scheme: "https", Host: "b-250.cos.ap-x.myqcloud.com", Bucket: "b-250", AppID: "250", Region: "ap-x", ObjectKey: "备 ?.rdb", FileName: "备 ?.rdb",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.SignedAt, tt.want.ExpiresAt = signed, expires
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Parse (-want +got):\n%s", diff)
			}
		})
	}
}

// TestParse_hosts: bucket, AppID, and region of each form of host.
func TestParse_hosts(t *testing.T) {
	t.Parallel()
	for url, want := range map[string][3]string{
		"b-250.cos.ap-shanghai-fsi.myqcloud.com/o":      {"b-250", "250", "ap-shanghai-fsi"},
		"b-250.cos.ap-x.tencentcos.com/o":               {"b-250", "250", "ap-x"},
		"B-250.COS.AP-X.MyQcloud.com/o":                 {"b-250", "250", "ap-x"},
		"b-250.cos.ap-x.myqcloud.com./o":                {"b-250", "250", "ap-x"},
		"cos-internal.ap-x.tencentcos.cn/b-250/o":       {"b-250", "250", "ap-x"},
		"b-250.cos.accelerate.myqcloud.com/o":           {"b-250", "250", ""},
		"b-250.cos-internal.accelerate.tencentcos.cn/o": {"b-250", "250", ""},
		"b-250.cos.accelerate-overseas.myqcloud.com/o":  {"b-250", "250", ""},
		"B-250.cos.ACCELERATE.myqcloud.com/o":           {"b-250", "250", ""},
		"cos.accelerate.myqcloud.com/b-250/o":           {"b-250", "250", ""},
		"cos-internal.accelerate.tencentcos.cn/b-250/o": {"b-250", "250", ""},
		"b-250.cos.ap-.myqcloud.com/o":                  {"b-250", "250", ""},
		"b-250.cos-website.ap-x.myqcloud.com/o":         {"", "", ""},
		"b-250.pic.ap-x.myqcloud.com/o":                 {"", "", ""},
		"b-250.ci.ap-x.myqcloud.com/o":                  {"", "", ""},
		"b-250.cos.myqcloud.com/o":                      {"", "", ""},
		"service.cos.myqcloud.com/o":                    {"", "", ""},
		"cos.myqcloud.com/o":                            {"", "", ""},
		"b-250.cos.ap-x.myqcloud.com.example.com/o":     {"", "", ""},
		"b-250.cos.ap-x.myqcloud.co/o":                  {"", "", ""},
		"b-250.cos.ap-x.examplemyqcloud.com/b-250/o":    {"", "", ""},
		"127.0.0.1:8080/b-250/o":                        {"", "", ""},
	} {
		u, err := Parse("https://" + url + "?q-sign-time=1;2")
		if got := [3]string{u.Bucket, u.AppID, u.Region}; err != nil || got != want || u.FileName != "o" {
			t.Errorf("%s is %q, %v, want %q", url, got, err, want)
		}
	}
}

func TestParse_fails(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"":                                    "does not begin with https:// or http://",
		"ftp://h/o?q-sign-time=1;2&s=5ecret":  "does not begin with https:// or http://",
		"https:///o?q-sign-time=1;2&s=5ecret": "names no host",
		"https://h?q-sign-time=1;2&q-signature=5ecret":      "names no object",
		"https://h/a/?q-sign-time=1;2&q-signature=5ecret":   "names no object",
		"https://cos.ap-x.myqcloud.com/b-1?q-sign-time=1;2": "names no object",
		"https://h/o":                           "no valid q-sign-time",
		"https://h/o?q-signature=5ecret":        "no valid q-sign-time",
		"https://h/o?sign=q-signature%3D5ecret": "no valid q-sign-time",
		"https://h/o\x7f?q-signature=5ecret":    "not a URL",
		"https://h:5ecret/o?q-sign-time=1;2":    "not a URL",
	} {
		t.Run(url, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(url)
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "5ecret") {
				t.Errorf("error is %v, want one with %q and without the signature", err, want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(documented)
	f.Add("https://cos.ap-x.myqcloud.com/b-1/o?q-sign-time=1;2")
	f.Add("https://.cos..myqcloud.com//?sign=q-sign-time%3D1%3B2")
	f.Fuzz(func(t *testing.T, rawURL string) {
		got, err := Parse(rawURL)
		if err != nil {
			if len(rawURL) > 30 && strings.Contains(err.Error(), rawURL) {
				t.Errorf("the error repeats the URL: %v", err)
			}
			return
		}
		if got.ObjectKey == "" || got.FileName == "" || strings.Contains(got.FileName, "/") || got.ExpiresAt.Before(got.SignedAt) {
			t.Errorf("Parse(%q) is %+v", rawURL, got)
		}
	})
}
