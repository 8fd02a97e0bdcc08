// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestRDBHead reads files of real servers and bytes made by hand, in pieces of every
// size. In what is wanted, a time is RFC 3339 and null is what must not be reported.
func TestRDBHead(t *testing.T) {
	t.Parallel()
	const (
		version = "\xFA\x09redis-ver\x056.2.1"
		ctime   = "\xFA\x05ctime\xC2\x00\x5E\x0B\x65" // 1695243776
		end     = "\xFF12345678"
		oneKey  = "\xFE\x00\xFB\x01\x00\x00\x01k\x01v" + end
	)
	for name, tt := range map[string]struct{ data, want string }{
		"empty, of a real server": {
			file(t, "redis-7.0.15-empty.rdb"),
			`{"Version":10,"RedisVersion":"7.0.15","CreatedAt":"2026-11-30T22:44:46Z","UsedMemory":914408,"Keys":0}`,
		},
		"a function and two databases, of a real server": {
			file(t, "redis-7.0.15-functions-and-keys.rdb"),
			`{"Version":10,"RedisVersion":"7.0.15","CreatedAt":"2026-11-30T22:44:46Z","UsedMemory":1014032,"Keys":3}`,
		},
		"version 6, without fields": {"REDIS0006\xFE\x00\x00\x01k\x01v" + end, `{"Version":6}`},
		"version 6, empty":          {"REDIS0006" + end, `{"Version":6,"Keys":0}`},
		"version 9":                 {"REDIS0009" + version + ctime + oneKey, `{"Version":9,"RedisVersion":"6.2.1","CreatedAt":"2023-09-20T21:02:56Z","Keys":1}`},
		"version 13, slots":         {"REDIS0013\xFE\x00\xFB\x02\x00\xF4\x01\x02\x00" + end, `{"Version":13,"Keys":2}`},
		"Valkey 8":                  {"REDIS0011\xFA\x0Avalkey-ver\x058.1.0" + oneKey, `{"Version":11,"RedisVersion":"8.1.0","Keys":1}`},
		"Valkey 9":                  {"VALKEY080\xFA\x0Avalkey-ver\x059.0.0" + oneKey, `{"Version":80,"RedisVersion":"9.0.0","Keys":1}`},
		"14-bit length":             {"REDIS0009\xFE\x00\xFB\x41\x02\x00\x00", `{"Version":9,"Keys":258}`},
		"32-bit length":             {"REDIS0009\xFE\x00\xFB\x80\x01\x00\x00\x02\x00\x00", `{"Version":9,"Keys":16777218}`},
		"64-bit length":             {"REDIS0009\xFE\x00\xFB\x81\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00", `{"Version":9,"Keys":4294967298}`},
		"more keys than int64":      {"REDIS0009\xFE\x00\xFB\x81" + strings.Repeat("\xFF", 8) + "\x00", `{"Version":9}`},
		"memory beyond 32 bits":     {"REDIS0009\xFA\x08used-mem\x0B12345678901" + end, `{"Version":9,"UsedMemory":12345678901,"Keys":0}`},
		"memory of 16 bits":         {"REDIS0009\xFA\x08used-mem\xC1\x01\x02" + end, `{"Version":9,"UsedMemory":513,"Keys":0}`},
		"negative memory":           {"REDIS0009\xFA\x08used-mem\xC0\xFF" + end, `{"Version":9,"Keys":0}`},
		"a year beyond RFC 3339":    {"REDIS0009\xFA\x05ctime\x0C999999999999" + end, `{"Version":9,"Keys":0}`},
		"control characters":        {"REDIS0009\xFA\x09redis-ver\x066\x1B[31m" + end, `{"Version":9,"Keys":0}`},
		"a compressed field":        {"REDIS0009\xFA\xC3\x03\x14abc\xC3\x03\x14abc" + oneKey, `{"Version":9,"Keys":1}`},
		"a function":                {"REDIS0010\xF5\xC3\x03\x14abc\xF5\x03abc" + end, `{"Version":10,"Keys":0}`},
		"a module":                  {"REDIS0009\xF7\x81abcdefgh\x02\x01\x05\x03abc\x03abcd\x04abcdefgh\x01\x02\x00" + oneKey, `{"Version":9,"Keys":1}`},
		"a module of the future":    {"REDIS0009" + version + "\xF7\x01\x02\x01\x09" + oneKey, `{"Version":9,"RedisVersion":"6.2.1"}`},
		"an opcode of a fork":       {"REDIS0009" + version + "\xF0" + oneKey, `{"Version":9,"RedisVersion":"6.2.1"}`},
		"an unknown encoding":       {"REDIS0009" + version + "\xFA\xC4\x01k" + oneKey, `{"Version":9,"RedisVersion":"6.2.1"}`},
		"an encoding for a length":  {"REDIS0009" + version + "\xFE\x00\xFB\xC0\x01", `{"Version":9,"RedisVersion":"6.2.1"}`},
		"cut in a field":            {"REDIS0009" + version + ctime[:9], `{"Version":9,"RedisVersion":"6.2.1"}`},
		"cut in a length":           {"REDIS0009\xFE\x00\xFB\x41", `{"Version":9}`},
		"more functions than kept":  {"REDIS0010" + version + "\xF5\x80\x00\x01\x00\x00" + strings.Repeat("f", 1<<16) + end, `{"Version":10,"RedisVersion":"6.2.1"}`},
		"version in letters":        {"REDIS00xx" + end, `null`},
		"other content":             {"{}", `null`},
		"nothing":                   {"", `null`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, piece := range []int{1, 7, len(tt.data) + 1} {
				var r rdbHeadReader
				for part := range slices.Chunk([]byte(tt.data), piece) {
					_, _ = r.Write(part)
				}
				if got := written(t, r.read()); got != tt.want {
					t.Errorf("in pieces of %d:\n got %s\nwant %s", piece, got, tt.want)
				}
			}
		})
	}
}

func file(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// written returns the JSON of a head without its nulls.
func written(t *testing.T, h *RDBHead) string {
	t.Helper()
	data, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"RedisVersion", "CreatedAt", "UsedMemory", "Keys"} {
		data = []byte(strings.ReplaceAll(string(data), `,"`+field+`":null`, ""))
	}
	return string(data)
}

// FuzzRDBHead checks that any bytes give a head that JSON and Terraform can hold.
func FuzzRDBHead(f *testing.F) {
	f.Add([]byte(file(f, "redis-7.0.15-functions-and-keys.rdb")))
	f.Add([]byte("REDIS0009\xF7\x81abcdefgh\x02\x01\x05\x03abc\x03abcd\x04abcdefgh\x01\x02\x00\xFF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r rdbHeadReader
		_, _ = r.Write(data)
		h := r.read()
		if h == nil {
			return
		}
		if _, err := json.Marshal(h); err != nil {
			t.Error(err)
		}
		for _, n := range []*int64{&h.Version, h.UsedMemory, h.Keys} {
			if n != nil && *n < 0 {
				t.Errorf("a negative number: %s", written(t, h))
			}
		}
		if h.RedisVersion != nil && !serverVersion().MatchString(*h.RedisVersion) {
			t.Errorf("redis_version is %q", *h.RedisVersion)
		}
	})
}
