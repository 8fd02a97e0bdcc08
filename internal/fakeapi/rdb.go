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
const MinRDBSize = 112

const (
	rdbFixed    = 96   // all but the number of keys and the keys
	rdbKey      = 12   // length of a key
	rdbValue    = 1000 // length of all values but the last
	rdbRecord   = 1 + 1 + rdbKey + 2 + rdbValue
	rdbLastLeft = 1 + 1 + rdbKey + 1 // the shortest last record
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

	// The number of keys takes up to five bytes; the last record makes up for the rest.
	full := max(0, (size-rdbFixed-5-rdbLastLeft)/rdbRecord)
	count := rdbLength(uint32(full) + 1)
	b := bytes.NewBuffer(make([]byte, 0, size))
	writeRDBHead(b, count)
	for i := range full {
		writeRDBString(b, fmt.Sprintf("%s:%07d", prefix, i), noise.text(rdbValue))
	}
	key := fmt.Sprintf("%s:%07d", prefix, full)
	// left is for the value and its length. The type byte, the key, and the nine bytes at
	// the end are still to come.
	left := size - int64(b.Len()) - 1 - 1 - rdbKey - 9
	switch {
	case left <= 64:
		left--
	case left == 65: // a length is one byte up to 63 and two from 64 on
		key += "+"
		left = 63
	default:
		left -= 2
	}
	writeRDBString(b, key, noise.text(left))
	b.WriteByte(rdbEOF)
	return binary.LittleEndian.AppendUint64(b.Bytes(), rdbChecksum(b.Bytes()))
}

// writeRDBHead writes everything before the keys.
func writeRDBHead(b *bytes.Buffer, count []byte) {
	b.WriteString("REDIS0008")
	for _, field := range []struct{ name, value string }{
		{"redis-ver", "\x054.0.8"},
		{"redis-bits", "\xc0\x40"},           // 64 as an 8-bit integer
		{"ctime", "\xc2\x5d\xeb\x80\x5c"},    // 2019-03-07, 32 bits
		{"used-mem", "\xc2\x00\x00\x10\x00"}, // 1 MiB, 32 bits
		{"aof-preamble", "\xc0\x00"},         // 0 as an 8-bit integer
	} {
		b.WriteByte(rdbAux)
		b.Write(rdbLength(uint32(len(field.name))))
		b.WriteString(field.name + field.value)
	}
	b.Write([]byte{rdbSelectDB, 0, rdbResizeDB})
	b.Write(count)
	b.WriteByte(0) // keys that expire
}

func writeRDBString(b *bytes.Buffer, key, value string) {
	b.WriteByte(rdbString)
	b.Write(rdbLength(uint32(len(key))))
	b.WriteString(key)
	b.Write(rdbLength(uint32(len(value))))
	b.WriteString(value)
}

// rdbLength encodes a length as Redis does: in 6, 14 or 32 bits.
func rdbLength(n uint32) []byte {
	switch {
	case n < 1<<6:
		return []byte{byte(n)}
	case n < 1<<14:
		return []byte{0x40 | byte(n>>8), byte(n)}
	default:
		return binary.BigEndian.AppendUint32([]byte{0x80}, n)
	}
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
