// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// entry is a key and the commands that create it.
type entry struct {
	db   int
	key  string
	kind string // from TYPE
	make []command
	ends bool // whether it expires
}

// slots is the number of hash slots of a cluster.
const slots = 16384

// slot returns the hash slot of a key (Redis cluster specification): CRC-16/XMODEM of
// the key, or of the part in its first braces.
func slot(key string) int {
	if _, rest, ok := strings.Cut(key, "{"); ok {
		if tag, _, ok := strings.Cut(rest, "}"); ok && tag != "" {
			key = tag
		}
	}
	var crc uint16
	for _, b := range []byte(key) {
		crc ^= uint16(b) << 8
		for range 8 {
			carry := crc & 0x8000
			if crc <<= 1; carry != 0 {
				crc ^= 0x1021
			}
		}
	}
	return int(crc) % slots
}

// generator generates the same entries in each run.
type generator struct {
	random  *rand.ChaCha8
	entries []entry
}

// data returns the data of the instance: some megabytes of all types.
func data() []entry {
	g := &generator{random: rand.NewChaCha8([32]byte{})}
	g.strings()
	g.collections()
	g.streams()
	return g.entries
}

// bytes returns n random bytes, which do not compress.
func (g *generator) bytes(n int) string {
	content := make([]byte, n)
	_, _ = g.random.Read(content) // never fails
	return string(content)
}

// add adds a key. The second word of each command is the key. If ttl is set, it adds a
// command for it.
func (g *generator) add(db int, kind, key string, ttl time.Duration, commands ...command) {
	e := entry{db: db, key: key, kind: kind, ends: ttl > 0}
	for _, c := range commands {
		e.make = append(e.make, append(command{c[0], key}, c[1:]...))
	}
	if e.ends {
		e.make = append(e.make, command{"PEXPIRE", key, strconv.FormatInt(ttl.Milliseconds(), 10)})
	}
	g.entries = append(g.entries, e)
}

func (g *generator) strings() {
	set := func(db int, key, value string, ttl time.Duration) {
		g.add(db, "string", key, ttl, command{"SET", value})
	}
	for i := range 4000 {
		set(i%3, fmt.Sprintf("user:%d", i), fmt.Sprintf(`{"id":%d,"name":"user %[1]d"}`, i), 0)
	}
	for i := range 200 {
		set(0, fmt.Sprintf("session:%d", i), g.bytes(64), time.Hour+time.Duration(i)*time.Minute)
	}
	set(0, "empty", "", 0)
	set(0, "number", "-9223372036854775808", 0)
	set(0, "in 2100", "kept", time.Until(time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)))
	set(0, "random", g.bytes(3<<20), 0)
	set(1, "repeated", strings.Repeat("abc", 1<<20), 0) // stored compressed
	set(15, "last database", "15", 2*time.Hour)
	set(2, "备份:é́:Ω:😀", "值 Ω 😀 \u202e", 0)
	set(2, "\x00\xff\r\n$-1\r\n", "\xfe\x00\r\n\x01", 0)
	set(2, "{tag}:a", "same shard", 0)
	set(2, "{tag}:b", "same shard", 0)
}

// collections adds each encoding that Redis has for collections: small, large,
// integers.
func (g *generator) collections() {
	for _, n := range []int{1, 100, 3000} {
		list, set, hash := command{"RPUSH"}, command{"SADD"}, command{"HSET"}
		numbers, zset := command{"SADD"}, command{"ZADD"}
		for i := range n {
			value := g.bytes(20)
			list, set = append(list, value), append(set, value)
			hash = append(hash, "field "+strconv.Itoa(i), value)
			numbers = append(numbers, strconv.Itoa(i*i-7))
			zset = append(zset, strconv.FormatFloat(float64(i)/3-5, 'g', -1, 64), value)
		}
		zset = append(zset, "-inf", "least", "+inf", "most", "1e300", "large")
		for db, ttl := range []time.Duration{0, 90 * time.Minute} {
			g.add(db, "list", fmt.Sprintf("list:%d", n), ttl, list)
			g.add(db, "set", fmt.Sprintf("set:%d", n), ttl, set)
			g.add(db, "set", fmt.Sprintf("numbers:%d", n), ttl, numbers)
			g.add(db, "zset", fmt.Sprintf("zset:%d", n), ttl, zset)
			g.add(db, "hash", fmt.Sprintf("hash:%d", n), ttl, hash)
		}
	}
	g.add(4, "list", "large items", 0, command{"RPUSH", g.bytes(200 << 10), "", g.bytes(100 << 10)})
}

// streams adds groups with pending and acknowledged messages, and deleted messages.
func (g *generator) streams() {
	for i := range 10 {
		var commands []command
		for n := range 250 {
			commands = append(commands, command{"XADD", fmt.Sprintf("%d-%d", 1000+n, i), "number", strconv.Itoa(n), "text", g.bytes(30)})
		}
		key := fmt.Sprintf("stream:%d", i)
		g.add(i%5, "stream", key, 0, append(commands, command{"XDEL", fmt.Sprintf("1100-%d", i)})...)
		e := &g.entries[len(g.entries)-1]
		for _, group := range []string{"mail", "账单"} {
			e.make = append(
				e.make,
				command{"XGROUP", "CREATE", key, group, "1020"},
				command{"XREADGROUP", "GROUP", group, "first", "COUNT", "30", "STREAMS", key, ">"},
				command{"XREADGROUP", "GROUP", group, "second", "COUNT", "5", "STREAMS", key, ">"},
				command{"XACK", key, group, fmt.Sprintf("1021-%d", i), fmt.Sprintf("1022-%d", i)},
			)
		}
		e.make = append(e.make, command{"XGROUP", "CREATE", key, "idle", "$"})
	}
	g.add(0, "stream", "emptied", 30*time.Hour, command{"XADD", "5-5", "a", "b"}, command{"XDEL", "5-5"})
}
