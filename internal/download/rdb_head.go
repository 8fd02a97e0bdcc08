// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"encoding/binary"
	"math"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// RDBHead is what the first bytes of an RDB file say. A field is nil if it is not there
// or not understood.
type RDBHead struct {
	Version      int64
	RedisVersion *string    // of the Redis or Valkey server that wrote the file
	CreatedAt    *time.Time // by that server's clock
	UsedMemory   *int64     // bytes
	Keys         *int64     // of the first database; 0 if there is none
}

// rdbHeadLimit is more than the fields before the first key take, unless there are many
// functions.
const rdbHeadLimit = 64 << 10

// rdbHeadReader keeps the first bytes that are written to it.
type rdbHeadReader []byte

// Write never fails.
func (r *rdbHeadReader) Write(p []byte) (int, error) {
	*r = append(*r, p[:min(len(p), rdbHeadLimit-len(*r))]...)
	return len(p), nil
}

var (
	// Redis writes four digits. Valkey writes three since its versions start at 80.
	rdbFirstLine  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:REDIS0|VALKEY)([0-9]{3})`) })
	serverVersion = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$`) })
)

// Opcodes of Redis' rdb.h.
const (
	opFunction  = 0xF5
	opModuleAux = 0xF7
	opAux       = 0xFA
	opSizes     = 0xFB
	opDatabase  = 0xFE
	opEnd       = 0xFF
)

// read returns nil if the bytes do not begin like an RDB file.
func (r rdbHeadReader) read() *RDBHead {
	first := rdbFirstLine().FindSubmatch(r)
	if first == nil {
		return nil
	}
	h := &RDBHead{}
	h.Version, _ = strconv.ParseInt(string(first[1]), 10, 64) // three digits
	in := &rdbInput{rest: r[len(first[0]):]}
	for {
		switch in.byte() {
		case opAux:
			h.setField(in.string(), in.string())
		case opFunction:
			in.string()
		case opModuleAux:
			in.module()
		case opDatabase:
			in.length()
		case opSizes:
			if n := in.length(); !in.failed && n <= math.MaxInt64 {
				h.Keys = new(int64(n))
			}
			return h
		case opEnd:
			h.Keys = new(int64)
			return h
		default: // a key, an opcode of a fork, or the end of what was kept
			return h
		}
	}
}

func (h *RDBHead) setField(name, value string) {
	number, err := strconv.ParseInt(value, 10, 64)
	isNumber := err == nil && number > 0
	switch name {
	case "redis-ver", "valkey-ver":
		if serverVersion().MatchString(value) {
			h.RedisVersion = &value
		}
	case "ctime":
		if at := time.Unix(number, 0).UTC(); isNumber && at.Year() <= 9999 { // RFC 3339 has no later year
			h.CreatedAt = &at
		}
	case "used-mem":
		if isNumber {
			h.UsedMemory = &number
		}
	}
}

// rdbInput decodes the elements of an RDB file. After a failure, it returns zero values.
type rdbInput struct {
	rest   []byte
	failed bool
}

func (in *rdbInput) fail() { in.rest, in.failed = nil, true }

func (in *rdbInput) take(n uint64) []byte {
	if n > uint64(len(in.rest)) {
		in.fail()
		return nil
	}
	taken := in.rest[:n]
	in.rest = in.rest[n:]
	return taken
}

// number decodes a big-endian number of up to eight bytes.
func (in *rdbInput) number(bytes uint64) uint64 {
	var n uint64
	for _, b := range in.take(bytes) {
		n = n<<8 | uint64(b)
	}
	return n
}

func (in *rdbInput) byte() byte {
	if b := in.take(1); b != nil {
		return b[0]
	}
	return 0
}

// length fails if a specially encoded string follows.
func (in *rdbInput) length() uint64 {
	first := in.byte()
	switch {
	case first < 0x40:
		return uint64(first)
	case first < 0x80:
		return uint64(first&0x3F)<<8 | in.number(1)
	case first == 0x80:
		return in.number(4)
	case first == 0x81:
		return in.number(8)
	}
	in.fail()
	return 0
}

// string returns "" for a compressed string. None that matters here is long enough.
func (in *rdbInput) string() string {
	if len(in.rest) == 0 || in.rest[0] < 0xC0 {
		return string(in.take(in.length()))
	}
	switch in.byte() {
	case 0xC0:
		return in.integer(1)
	case 0xC1:
		return in.integer(2)
	case 0xC2:
		return in.integer(4)
	case 0xC3: // LZF: two lengths, then the compressed bytes
		compressed := in.length()
		in.length()
		in.take(compressed)
	default:
		in.fail()
	}
	return ""
}

// integer decodes a signed little-endian number of up to four bytes.
func (in *rdbInput) integer(bytes uint64) string {
	b := in.take(bytes)
	var padded [4]byte
	copy(padded[4-len(b):], b)
	n := int32(binary.LittleEndian.Uint32(padded[:])) >> (32 - 8*bytes) //nolint:gosec // sign-extends
	return strconv.Itoa(int(n))
}

// module skips the data of a module: its ID, then numbers that each say what follows.
func (in *rdbInput) module() {
	in.length()
	for !in.failed {
		switch in.length() {
		case 0:
			return
		case 1, 2:
			in.length()
		case 3:
			in.take(4)
		case 4:
			in.take(8)
		case 5:
			in.string()
		default:
			in.fail()
		}
	}
}
