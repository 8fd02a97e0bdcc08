// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"testing"
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

func TestInnerOrigin(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"127.0.0.1:8080": "localhost:8080",
		"localhost:8080": "127.0.0.1:8080",
		"[::1]":          "localhost",
		"fake.example":   "127.0.0.1",
	} {
		if got := (origin{"http", host}).inner(); got != (origin{"http", want}) {
			t.Errorf("inner host of %q: got %v, want %s", host, got, want)
		}
	}
}
