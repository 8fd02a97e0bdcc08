// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// place is the database and key of a value.
type place struct {
	db  int
	key string
}

// value is a key's value in Redis.
type value struct {
	kind    string
	content string    // from reads; equal for equal values
	dump    string    // from DUMP, if that is equal for equal values
	ends    time.Time // zero: never
}

// tolerance is the allowed difference of expiry times, since PTTL returns the time left
// a moment before it is read.
const tolerance = 30 * time.Second

// reads returns the command that reads a type, and reports whether the order of its parts is fixed.
// Redis keeps sets and hashes in random order, so their parts and DUMP differ between
// servers.
func reads(kind, key string) (read command, ordered bool) {
	switch kind {
	case "string":
		return command{"GET", key}, true
	case "list":
		return command{"LRANGE", key, "0", "-1"}, true
	case "set":
		return command{"SMEMBERS", key}, false
	case "hash":
		return command{"HGETALL", key}, false
	case "zset":
		return command{"ZRANGE", key, "0", "-1", "WITHSCORES"}, true
	default:
		return command{"XINFO", "STREAM", key, "FULL", "COUNT", "0"}, true
	}
}

// snapshot returns all values of all databases of a server.
func snapshot(c *conn) map[place]value {
	c.t.Helper()
	values := map[place]value{}
	for db := range 16 {
		c.do(command{"SELECT", db})
		for cursor := "0"; ; {
			reply, ok := c.do(command{"SCAN", cursor, "COUNT", "500"})[0].([]any)
			if !ok || len(reply) != 2 {
				c.t.Fatalf("SCAN returned %q", reply)
			}
			keys, _ := reply[1].([]any)
			for _, key := range keys {
				key := fmt.Sprint(key)
				values[place{db, key}] = c.value(key)
			}
			if cursor = fmt.Sprint(reply[0]); cursor == "0" {
				break
			}
		}
	}
	return values
}

func (c *conn) value(key string) value {
	c.t.Helper()
	replies := c.do(command{"TYPE", key}, command{"PTTL", key})
	v := value{kind: fmt.Sprint(replies[0])}
	if left, ok := replies[1].(int64); ok && left >= 0 {
		v.ends = time.Now().Add(time.Duration(left) * time.Millisecond)
	}
	read, ordered := reads(v.kind, key)
	content := c.do(read)[0]
	if ordered {
		v.dump = fmt.Sprintf("%q", c.do(command{"DUMP", key}))
	} else {
		content = sorted(content, v.kind == "hash")
	}
	v.content = fmt.Sprintf("%q", content)
	return v
}

// sorted sorts the items, or pairs of items, of a reply.
func sorted(reply any, pairs bool) []string {
	items, _ := reply.([]any)
	texts := []string{}
	for len(items) > 0 {
		n := 1
		if pairs {
			n = 2
		}
		texts = append(texts, fmt.Sprintf("%q", items[:n]))
		items = items[n:]
	}
	slices.Sort(texts)
	return texts
}

// expectSame compares each key of two servers.
func expectSame(t *testing.T, name string, want, got map[place]value) {
	t.Helper()
	for where, w := range want {
		g, ok := got[where]
		switch off := g.ends.Sub(w.ends); {
		case !ok:
			t.Errorf("%s: no key %q in database %d", name, where.key, where.db)
		case g.kind != w.kind:
			t.Errorf("%s: %q in database %d is a %s, want a %s", name, where.key, where.db, g.kind, w.kind)
		case g.content != w.content:
			t.Errorf("%s: the %s %q in database %d is\n%.200s\nwant\n%.200s", name, w.kind, where.key, where.db, g.content, w.content)
		case g.dump != w.dump:
			t.Errorf("%s: DUMP of the %s %q in database %d is\n%.200s\nwant\n%.200s", name, w.kind, where.key, where.db, g.dump, w.dump)
		case g.ends.IsZero() != w.ends.IsZero() || off.Abs() > tolerance:
			t.Errorf("%s: %q in database %d expires at %v, want %v", name, where.key, where.db, g.ends, w.ends)
		}
	}
	for where := range got {
		if _, ok := want[where]; !ok {
			t.Errorf("%s: there is a key %q in database %d", name, where.key, where.db)
		}
	}
}

// expectEntries checks that a snapshot has exactly these entries.
func expectEntries(t *testing.T, name string, entries []entry, values map[place]value) {
	t.Helper()
	for _, e := range entries {
		v, ok := values[place{e.db, e.key}]
		if !ok || v.kind != e.kind || v.ends.IsZero() == e.ends {
			t.Errorf("%s: %q in database %d is a %s that ends at %v, want a %s; there: %t", name, e.key, e.db, v.kind, v.ends, e.kind, ok)
		}
	}
	if len(values) != len(entries) {
		t.Errorf("%s: %d keys, want %d", name, len(values), len(entries))
	}
}
