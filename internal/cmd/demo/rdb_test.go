// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
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

func TestRedisCRC64(t *testing.T) {
	t.Parallel()
	// The known answer in crc64.c of Redis' source.
	if got, want := redisCRC64([]byte("123456789")), uint64(0xe9c6d914c4b8d9ca); got != want {
		t.Errorf("got %#x, want %#x", got, want)
	}
}

func TestCheckRDB(t *testing.T) {
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
	for name, test := range map[string]struct {
		data    []byte
		version int
		wrong   string
	}{
		"of a real server":        {data: genuine, version: 10},
		"without a checksum":      {data: changed(func(d []byte) { copy(d[len(d)-8:], make([]byte, 8)) }), version: 10},
		"one bit flipped":         {data: changed(func(d []byte) { d[60] ^= 1 }), wrong: "checksum"},
		"checksum flipped":        {data: changed(func(d []byte) { d[len(d)-1] ^= 1 }), wrong: "checksum"},
		"other magic":             {data: changed(func(d []byte) { d[0] = 'r' }), wrong: "does not begin"},
		"version in letters":      {data: changed(func(d []byte) { copy(d[5:], "00ab") }), wrong: `"00ab"`},
		"version before checksum": {data: changed(func(d []byte) { copy(d[5:], "0004") }), wrong: `"0004"`},
		"cut":                     {data: genuine[:len(genuine)-1], wrong: "does not end"},
		"only a head":             {data: genuine[:9], wrong: "does not begin"},
		"empty":                   {wrong: "does not begin"},
		"an error of COS":         {data: []byte("<?xml version='1.0' encoding='utf-8' ?>"), wrong: "does not begin"},
		"the shortest": {
			data:    binary.LittleEndian.AppendUint64([]byte("REDIS0009\xff"), redisCRC64([]byte("REDIS0009\xff"))),
			version: 9,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := bytes.Clone(test.data)
			version, err := checkRDB(test.data)
			switch {
			case test.wrong == "" && err != nil:
				t.Errorf("unexpected error: %v", err)
			case test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)):
				t.Errorf("got error %v, want one with %q", err, test.wrong)
			case version != test.version:
				t.Errorf("got version %d, want %d", version, test.version)
			}
			if !bytes.Equal(before, test.data) {
				t.Error("the data was changed")
			}
		})
	}
}
