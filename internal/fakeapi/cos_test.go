// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"testing"
	"time"
)

// The SignKey is that of https://www.tencentcloud.com/document/product/436/7778,
// the signatures were computed with cos-go-sdk-v5 v0.7.70 (GetPresignedURL).
func TestCOSSignature(t *testing.T) {
	t.Parallel()
	if got, want := hmacSHA1("BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz", "1557989151;1557996351"), "eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f"; got != want {
		t.Errorf("got SignKey %s, want %s", got, want)
	}
	for path, want := range map[string]string{
		"/251005863/redis/1001463/data/2019-03-07/-1.rdb": "87a0958310d1234310fb2eabbec997a7616268d0",
		"/folder/name with space+plus.rdb":                "e49da01de59aab9c2577a3686022bede53970a37",
	} {
		const span = "1551952863;1551974523"
		if got := cosSignature("SECRETEXAMPLE", "GET", path, span, span); got != want {
			t.Errorf("%s: got signature %s, want %s", path, got, want)
		}
	}
}

func TestSignTime(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		i, n int
		want string
	}{
		{0, 1, "1551952865;1551974525"},
		{0, 2, "1551952865;1551974525"},
		{1, 2, "1551952865;1551974525"},
		{0, 3, "1551952864;1551974524"},
		{0, 5, "1551952863;1551974523"},
		{4, 5, "1551952865;1551974525"},
	} {
		if got := signTime(documentTime.Add(900*time.Millisecond), test.i, test.n); got != test.want {
			t.Errorf("file %d of %d: got %s, want %s", test.i, test.n, got, test.want)
		}
	}
}

func TestInnerOrigin(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"127.0.0.1:8080":            "localhost:8080",
		"[::1]:8080":                "localhost:8080",
		"localhost:8080":            "127.0.0.1:8080",
		"fake.example:80":           "127.0.0.1:80",
		"127.0.0.1":                 "localhost",
		"[::1]":                     "localhost",
		"redis.tencentcloudapi.com": "127.0.0.1",
		"":                          "127.0.0.1",
	} {
		if got := (origin{"http", host}).inner(); got != (origin{"http", want}) {
			t.Errorf("inner address of %q: got %v, want %s", host, got, want)
		}
	}
}
