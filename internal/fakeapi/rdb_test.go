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

// A strict parser of the format accepted all files of this digest; redis-check-rdb and
// redis-server 7.0.15 accepted the first one.
func TestGeneratedRDB(t *testing.T) {
	t.Parallel()
	sizes := []int64{1264547}
	for size := int64(MinRDBSize); size < MinRDBSize+2*rdbRecord; size++ { // each length of a value
		sizes = append(sizes, size)
	}
	const (
		sixtyFour = rdbFixed + 5 + rdbLastLeft + 63*rdbRecord    // the number of keys needs two bytes from here on
		many      = rdbFixed + 5 + rdbLastLeft + 16383*rdbRecord // and five from here on
	)
	for d := range int64(2 * rdbLastLeft) {
		sizes = append(sizes, sixtyFour+d-rdbLastLeft)
	}
	digest := sha256.New()
	for _, size := range append(sizes, many) {
		data := generateRDB("x", size)
		body, sum := data[:len(data)-8], binary.LittleEndian.Uint64(data[len(data)-8:])
		if int64(len(data)) != size || !bytes.HasPrefix(data, []byte("REDIS0008")) || sum != rdbChecksum(body) {
			t.Fatalf("size %d: got %d bytes that begin with %q and end in %x", size, len(data), data[:9], sum)
		}
		digest.Write(data)
	}
	if got := fmt.Sprintf("%x", digest.Sum(nil)); got != "081eb170989a08e24c869eb0c51fef03acbe767f0af23072ebf264e206945895" {
		t.Errorf("got digest %s", got)
	}
	if bytes.Contains(generateRDB("y", 4096), generateRDB("x", 4096)[200:220]) {
		t.Error("two seeds give the same keys")
	}
}
