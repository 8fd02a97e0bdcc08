// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"hash/crc64"
	"math/rand/v2"
	"testing"
)

// TestPolynomial compares every length around the blocks, and every alignment,
// with the standard library.
func TestPolynomial(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	data := make([]byte, 5000)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	for _, p := range []*polynomial{ecma(), rdbPolynomial()} {
		for length := range 1200 {
			from, crc := random.IntN(3000), random.Uint64()
			got, want := p.update(crc, data[from:from+length]), crc64.Update(crc, p.table, data[from:from+length])
			if got != want {
				t.Fatalf("of %d bytes from %d: got %016x, want %016x", length, from, got, want)
			}
		}
	}
}

func BenchmarkSums(b *testing.B) {
	data := make([]byte, blockSize)
	copy(data, "REDIS0011")
	s := newSums()
	b.SetBytes(blockSize)
	for b.Loop() {
		_, _ = s.ecma.Write(data)
		_, _ = s.rdb.Write(data)
	}
}
