// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
)

// redis-check-rdb 7.0.15 accepted the files of this digest.
func TestGeneratedRDB(t *testing.T) {
	t.Parallel()
	digest := sha256.New()
	for _, size := range []int64{MinRDBSize, MinRDBSize + 1, MinRDBSize + rdbRecord - 1, MinRDBSize + rdbRecord, 4096, 1264547} {
		data := generateRDB("x", size)
		body, sum := data[:len(data)-8], binary.LittleEndian.Uint64(data[len(data)-8:])
		if int64(len(data)) != size || !bytes.HasPrefix(data, []byte("REDIS0008")) || sum != rdbChecksum(body) {
			t.Fatalf("size %d: got %d bytes that begin with %q and end in %x", size, len(data), data[:9], sum)
		}
		digest.Write(data)
	}
	if got := fmt.Sprintf("%x", digest.Sum(nil)); got != "5a153a1ca0bf3c1384f4272c1c39c4e19721db367eaafc3d9db2d15320257a7b" {
		t.Errorf("got digest %s", got)
	}
	if bytes.Contains(generateRDB("y", 4096), generateRDB("x", 4096)[200:220]) {
		t.Error("two seeds give the same keys")
	}
}
