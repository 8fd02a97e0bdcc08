// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"encoding/binary"
	"hash/crc64"
)

// polynomial computes a reflected CRC-64 like hash/crc64, but several times as fast
// if the processor has carry-less multiplication. Otherwise, the two checksums of
// each byte would take longer than the network.
type polynomial struct {
	table *crc64.Table
	// fold is x^575 and x^511 modulo the polynomial. They shift the halves of 16
	// bytes by 64 bytes.
	fold [2]uint64
}

func newPolynomial(reversed uint64) *polynomial {
	return &polynomial{
		table: crc64.MakeTable(reversed),
		fold:  [2]uint64{powerOfX(575, reversed), powerOfX(511, reversed)},
	}
}

// powerOfX returns x^n modulo the polynomial, with the lowest power in the
// highest bit.
func powerOfX(n int, reversed uint64) uint64 {
	power := uint64(1) << 63
	for range n {
		carry := power & 1
		power >>= 1
		if carry == 1 {
			power ^= reversed
		}
	}
	return power
}

// update is crc64.Update.
func (p *polynomial) update(crc uint64, data []byte) uint64 {
	const width = 64
	if !canFold || len(data) < 4*width {
		return crc64.Update(crc, p.table, data)
	}
	var acc [width]byte
	rest := data[copy(acc[:], data):]
	binary.LittleEndian.PutUint64(acc[:], binary.LittleEndian.Uint64(acc[:])^^crc)
	blocks := len(rest) / width
	fold(&acc, &rest[0], blocks, &p.fold)
	// acc has the same remainder as everything before.
	crc = crc64.Update(^uint64(0), p.table, acc[:])
	return crc64.Update(crc, p.table, rest[blocks*width:])
}
