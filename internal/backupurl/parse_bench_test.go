// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package backupurl

import "testing"

const signedForBench = "https://redis-database-backup-1251937656.cos.ap-chengdu.myqcloud.com/251005863/redis/1001463/data/2019-03-07/1.rdb" +
	"?q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1551952863;1551974523&q-key-time=1551952863;1551974523" +
	"&q-header-list=host&q-url-param-list=&q-signature=4ad1a9d3b2d5a9f1a4b1a9d3b2d5a9f1a4b1a9d3"

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(signedForBench); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidity(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ok := Validity(signedForBench); !ok {
			b.Fatal("the URL has no expiry")
		}
	}
}
