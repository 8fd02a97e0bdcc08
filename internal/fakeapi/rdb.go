// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc64"
	"hash/fnv"
)

// MinRDBSize is the length in bytes of the shortest valid RDB file: one key with an
// empty value.
const MinRDBSize = rdbFixed + rdbLast

const (
	rdbFixed  = 85   // all but the keys
	rdbKey    = 12   // length of a key
	rdbValue  = 1000 // length of all values but the last
	rdbRecord = 1 + 1 + rdbKey + 5 + rdbValue
	rdbLast   = rdbRecord - rdbValue // the shortest record
)

// The first bytes of the parts of an RDB file.
const (
	rdbString   = 0x00
	rdbAux      = 0xfa
	rdbResizeDB = 0xfb
	rdbSelectDB = 0xfe
	rdbEOF      = 0xff
)

// rdbCRC is the CRC-64 of Redis, with the polynomial of D. T. Jones.
var rdbCRC = crc64.MakeTable(0x95ac9329ac4bc9b5)

// generateRDB returns an RDB file of version 8 (Redis 4.0) of exactly size bytes: string
// keys in database 0, whose names and values depend on seed only. If size is below
// MinRDBSize, the file is truncated.
//
// The format is that of rdb.h and rdb.c in Redis' source; a description is at
// https://rdb.fnordig.de/file_format.html.
func generateRDB(seed string, size int64) []byte {
	if size < MinRDBSize {
		return generateRDB(seed, MinRDBSize)[:max(size, 0)]
	}
	hash := fnv.New64a()
	hash.Write([]byte(seed))
	noise := noise(hash.Sum64())
	prefix := fmt.Sprintf("%04x", uint16(noise))

	full := (size - MinRDBSize) / rdbRecord
	b := bytes.NewBuffer(make([]byte, 0, size))
	writeRDBHead(b, full+1)
	for i := range full + 1 {
		length := int64(rdbValue)
		if i == full { // all that is left, but for the 9 bytes at the end
			length = size - int64(b.Len()) - rdbLast - 9
		}
		b.Write([]byte{rdbString, rdbKey})
		fmt.Fprintf(b, "%s:%07d", prefix, i)
		b.Write(rdbLength(length))
		b.WriteString(noise.text(length))
	}
	b.WriteByte(rdbEOF)
	return binary.LittleEndian.AppendUint64(b.Bytes(), rdbChecksum(b.Bytes()))
}

// writeRDBHead writes everything before the keys.
func writeRDBHead(b *bytes.Buffer, keys int64) {
	b.WriteString("REDIS0008")
	for _, field := range []struct{ name, value string }{
		{"redis-ver", "\x054.0.8"},
		{"redis-bits", "\xc0\x40"},           // 64 as an 8-bit integer
		{"ctime", "\xc2\x5d\xeb\x80\x5c"},    // 2019-03-07, 32 bits
		{"used-mem", "\xc2\x00\x00\x10\x00"}, // 1 MiB, 32 bits
	} {
		b.Write([]byte{rdbAux, byte(len(field.name))})
		b.WriteString(field.name + field.value)
	}
	b.Write([]byte{rdbSelectDB, 0, rdbResizeDB})
	b.Write(rdbLength(keys))
	b.WriteByte(0) // keys that expire
}

// rdbLength encodes a length in 32 bits, which Redis accepts for any.
func rdbLength(n int64) []byte {
	return binary.BigEndian.AppendUint32([]byte{0x80}, uint32(n))
}

// rdbChecksum returns the CRC at the end of an RDB file. Unlike hash/crc64, it starts at
// 0 and is not inverted.
func rdbChecksum(data []byte) uint64 {
	return ^crc64.Update(^uint64(0), rdbCRC, data)
}

// noise is a stream of pseudorandom numbers (SplitMix64) that is the same in every
// version of Go.
type noise uint64

func (n *noise) next() uint64 {
	*n += 0x9e3779b97f4a7c15
	z := uint64(*n)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// fraction returns a number in [0, 1).
func (n *noise) fraction() float64 { return float64(n.next()>>11) / (1 << 53) }

// text returns base32 characters.
func (n *noise) text(length int64) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz234567"
	text := make([]byte, 0, length+12)
	for int64(len(text)) < length {
		word := n.next()
		for range 12 { // five bits each
			text = append(text, alphabet[word&31])
			word >>= 5
		}
	}
	return string(text[:length])
}
