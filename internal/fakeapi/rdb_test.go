// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// rdbFile is what a generated file holds.
type rdbFile struct {
	aux              map[string]string
	keys             map[string]string
	resizeTo, expire int
}

// parseRDB reads the subset of the RDB format that the generator writes. It is
// strict: any byte out of place fails the test.
func parseRDB(t *testing.T, data []byte) rdbFile {
	t.Helper()
	p := &rdbParser{t: t, data: data}
	f := rdbFile{aux: map[string]string{}, keys: map[string]string{}, resizeTo: -1}
	if got := string(p.take(9)); got != "REDIS0008" {
		t.Fatalf("got magic %q", got)
	}
	selected := false
	for {
		switch op := p.take(1)[0]; op {
		case 0xfa:
			name := p.text()
			f.aux[name] = p.text()
		case 0xfe:
			if db := p.length(); db != 0 || selected {
				t.Fatalf("database %d selected", db)
			}
			selected = true
		case 0xfb:
			f.resizeTo, f.expire = p.length(), p.length()
		case 0x00:
			if f.resizeTo < 0 {
				t.Fatal("a key before RESIZEDB")
			}
			key := p.text()
			if _, twice := f.keys[key]; twice {
				t.Fatalf("key %q twice", key)
			}
			f.keys[key] = p.text()
		case 0xff:
			want := crc64Redis(data[:p.at])
			if got := binary.LittleEndian.Uint64(p.take(8)); got != want {
				t.Fatalf("got CRC %x, want %x", got, want)
			}
			if p.at != len(data) {
				t.Fatalf("%d bytes after the end", len(data)-p.at)
			}
			return f
		default:
			t.Fatalf("byte %#x at %d", op, p.at-1)
		}
	}
}

type rdbParser struct {
	t    *testing.T
	data []byte
	at   int
}

func (p *rdbParser) take(n int) []byte {
	p.t.Helper()
	if n > len(p.data)-p.at {
		p.t.Fatalf("%d bytes wanted at %d of %d", n, p.at, len(p.data))
	}
	p.at += n
	return p.data[p.at-n : p.at]
}

func (p *rdbParser) length() int {
	p.t.Helper()
	first := p.take(1)[0]
	switch first >> 6 {
	case 0:
		return int(first)
	case 1:
		return int(first&0x3f)<<8 | int(p.take(1)[0])
	case 2:
		return int(binary.BigEndian.Uint32(p.take(4)))
	default:
		p.t.Fatalf("special encoding %#x for a length", first)
		return 0
	}
}

func (p *rdbParser) text() string {
	p.t.Helper()
	switch p.data[p.at] {
	case 0xc0:
		return fmt.Sprint(int8(p.take(2)[1]))
	case 0xc2:
		return fmt.Sprint(int32(binary.LittleEndian.Uint32(p.take(5)[1:])))
	default:
		return string(p.take(p.length()))
	}
}

// reflectedCRC computes a CRC-64 that takes the lowest bit of a byte first, with a
// table of its own.
func reflectedCRC(polynomial, crc uint64, data []byte) uint64 {
	var table [256]uint64
	for i := range table {
		entry := uint64(i)
		for range 8 {
			low := entry & 1
			entry >>= 1
			if low != 0 {
				entry ^= polynomial
			}
		}
		table[i] = entry
	}
	for _, b := range data {
		crc = crc>>8 ^ table[byte(crc)^b]
	}
	return crc
}

// crc64Redis is CRC-64/REDIS of the catalog of parameterized CRCs, whose
// polynomial is given there in the other bit order.
func crc64Redis(data []byte) uint64 {
	return reflectedCRC(bits.Reverse64(0xad93d23594c935a9), 0, data)
}

// crc64XZ is CRC-64/XZ of that catalog.
func crc64XZ(data []byte) uint64 {
	return ^reflectedCRC(bits.Reverse64(0x42f0e1eba9ea3693), ^uint64(0), data)
}

func TestGeneratedRDB(t *testing.T) {
	t.Parallel()
	sizes := []int64{1264547, 1278586, 1467647, 1264987, 1268499}
	for size := int64(MinRDBSize); size < MinRDBSize+2*rdbRecord; size++ { // each length of a value
		sizes = append(sizes, size)
	}
	const sixtyFour = rdbFixed + 5 + rdbLastLeft + 63*rdbRecord // from here on two bytes hold the number of keys
	for d := range int64(2 * rdbLastLeft) {
		sizes = append(sizes, sixtyFour+d-rdbLastLeft)
	}
	for _, size := range sizes {
		data := generateRDB("seed", size)
		if int64(len(data)) != size {
			t.Fatalf("got %d bytes, want %d", len(data), size)
		}
		f := parseRDB(t, data)
		if f.resizeTo != len(f.keys) || f.expire != 0 || len(f.keys) == 0 {
			t.Fatalf("size %d: RESIZEDB says %d keys, %d expiring; there are %d", size, f.resizeTo, f.expire, len(f.keys))
		}
		want := map[string]string{
			"redis-ver": "4.0.8", "redis-bits": "64", "ctime": "1551952733", "used-mem": "1048576", "aof-preamble": "0",
		}
		if !maps.Equal(f.aux, want) {
			t.Fatalf("size %d: got aux fields %v, want %v", size, f.aux, want)
		}
	}
}

// 16384 keys and more take five bytes to count.
func TestGeneratedRDBOfManyKeys(t *testing.T) {
	t.Parallel()
	const size = rdbFixed + 5 + rdbLastLeft + 16383*rdbRecord
	data := generateRDB("seed", size)
	if len(data) != size {
		t.Fatalf("got %d bytes, want %d", len(data), size)
	}
	if f := parseRDB(t, data); f.resizeTo != len(f.keys) || len(f.keys) != 16384 {
		t.Errorf("RESIZEDB says %d keys, there are %d", f.resizeTo, len(f.keys))
	}
}

// A checksum of the bytes, so that they change only on purpose. The first of the
// files was accepted by redis-check-rdb and loaded by redis-server, both 7.0.15.
func TestGeneratedRDBIsStable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		seed string
		size int64
		crc  uint64
		sum  string
	}{
		{"x", 1264547, 0xb1a588a9b6ba2939, "4516a6942b1e472a3096c5c331620b33503564f9e29ae1e4180aaa0c783a1b41"},
		{"x", MinRDBSize, 0xda430d14f3b3a17c, "0931336a34be963ab2113fecdbbe6bb7f2bb0e7c014d661867e1fba4fdc8a7e9"},
		{"y", MinRDBSize, 0xece85e8e7eff7dee, "e77424bd0d51d38c356990f8c4d9831c2f885b0e5ef7771c31f1271c00de9e19"},
	} {
		data := generateRDB(test.seed, test.size)
		if got := binary.LittleEndian.Uint64(data[len(data)-8:]); got != test.crc {
			t.Errorf("%s, %d bytes: got CRC %#x, want %#x", test.seed, test.size, got, test.crc)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != test.sum {
			t.Errorf("%s, %d bytes: got SHA-256 %s, want %s", test.seed, test.size, got, test.sum)
		}
	}
}

func TestShortRDBIsCutOff(t *testing.T) {
	t.Parallel()
	whole := generateRDB("seed", MinRDBSize)
	for _, size := range []int64{-1, 0, 1, 9, MinRDBSize - 1} {
		if got := generateRDB("seed", size); !bytes.Equal(got, whole[:max(size, 0)]) {
			t.Errorf("size %d: got %q", size, got)
		}
	}
}

func TestSeedsGiveDifferentKeys(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, file := range documentBackup().Files {
		for key := range parseRDB(t, generateRDB(file.Key, 4096)).keys {
			if other, twice := seen[key]; twice {
				t.Errorf("key %q is in %s and %s", key, other, file.Key)
			}
			seen[key] = file.Key
		}
	}
}

func TestRDBLength(t *testing.T) {
	t.Parallel()
	for range 1000 {
		n := rand.Uint32() >> rand.IntN(32)
		p := &rdbParser{t: t, data: rdbLength(n)}
		if got := p.length(); uint32(got) != n || p.at != len(p.data) {
			t.Errorf("%d is read as %d, with %d of %d bytes", n, got, p.at, len(p.data))
		}
	}
}
