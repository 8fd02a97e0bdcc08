// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
)

// realRDB is what Redis 7.0.15 wrote: one key, greeting, with the value hello.
const realRDB = "524544495330303130fa0972656469732d76657206372e302e3135fa0a72656469732d62697473c040" +
	"fa056374696d65c204f3046bfa08757365642d6d656dc268550e00fa08616f662d62617365c000" +
	"fe00fb010000086772656574696e670568656c6c6fffd1e92e41fee02d37"

func TestSums(t *testing.T) {
	t.Parallel()
	genuine, err := hex.DecodeString(realRDB)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(change func(data []byte)) []byte {
		data := slices.Clone(genuine)
		change(data)
		return data
	}
	valkey := changed(func(d []byte) { copy(d, "VALKEY080") })
	ofValkey := &rdbSum{}
	ofValkey.update(valkey[:len(valkey)-8])
	binary.LittleEndian.PutUint64(valkey[len(valkey)-8:], ofValkey.crc)
	for name, tt := range map[string]struct {
		data    []byte
		checked bool
		wrong   string
	}{
		"of a real server":    {data: genuine, checked: true},
		"checksums disabled":  {data: changed(func(d []byte) { copy(d[len(d)-8:], make([]byte, 8)) })},
		"of Valkey":           {data: valkey, checked: true},
		"a flipped bit":       {data: changed(func(d []byte) { d[60] ^= 1 }), wrong: "the RDB checksum is"},
		"a flipped checksum":  {data: changed(func(d []byte) { d[len(d)-1] ^= 1 }), wrong: "the RDB checksum is"},
		"other magic":         {data: changed(func(d []byte) { d[0] = 'r' })},
		"version in letters":  {data: changed(func(d []byte) { copy(d[5:], "00ab") }), wrong: `version "00ab"`},
		"an old version":      {data: changed(func(d []byte) { copy(d[5:], "0004") })},
		"cut":                 {data: genuine[:len(genuine)-1], wrong: "the RDB checksum is"},
		"only a head":         {data: genuine[:9], wrong: "only 9 bytes"},
		"only a part of that": {data: genuine[:3]},
		"empty":               {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for piece := 1; piece <= len(tt.data)+1; piece++ {
				s := newSums()
				for part := range slices.Chunk(tt.data, piece) {
					for _, w := range s.writers() {
						_, _ = w.Write(part)
					}
				}
				checked, err := s.rdb.check()
				if checked != tt.checked || (err == nil) != (tt.wrong == "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
					t.Fatalf("in pieces of %d: checked is %v, error %v", piece, checked, err)
				}
				if s.sha256() != sum(tt.data) {
					t.Fatalf("in pieces of %d: SHA-256 is %s", piece, s.sha256())
				}
			}
		})
	}
}

// TestSums_knownAnswers: the check values of both polynomials, from the
// catalog of CRCs and from crc64.c of Redis.
func TestSums_knownAnswers(t *testing.T) {
	t.Parallel()
	s := newSums()
	_, _ = s.ecma.Write([]byte("123456789"))
	if got, want := s.ecma.String(), "11051210869376104954"; got != want { // 0x995dc9bbdf1939fa
		t.Errorf("CRC-64/XZ is %s, want %s", got, want)
	}
	s.rdb.update([]byte("123456789"))
	if got, want := s.rdb.crc, uint64(0xe9c6d914c4b8d9ca); got != want {
		t.Errorf("the CRC of Redis is %#x, want %#x", got, want)
	}
}
