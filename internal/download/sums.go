// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc64"
	"io"
	"strconv"
	"sync"
)

// The polynomials are computed when they are first needed.
var (
	ecma = sync.OnceValue(func() *polynomial { return newPolynomial(crc64.ECMA) })
	// rdbPolynomial is the one by D. T. Jones that Redis uses.
	rdbPolynomial = sync.OnceValue(func() *polynomial { return newPolynomial(0x95AC9329AC4BC9B5) })
)

// sums are the digests of a file. Different fields may be written concurrently.
type sums struct {
	sha  hash.Hash
	ecma ecmaSum
	rdb  rdbSum
}

func newSums() *sums { return &sums{sha: sha256.New()} }

func (s *sums) writers() []io.Writer { return []io.Writer{s.sha, &s.ecma, &s.rdb} }

func (s *sums) sha256() string { return hex.EncodeToString(s.sha.Sum(nil)) }

// ecmaSum is CRC-64/XZ, which COS calls crc64ecma.
type ecmaSum uint64

func (s *ecmaSum) Write(p []byte) (int, error) {
	*s = ecmaSum(ecma().update(uint64(*s), p))
	return len(p), nil
}

func (s *ecmaSum) String() string { return strconv.FormatUint(uint64(*s), 10) }

const (
	rdbMagic       = "REDIS"
	rdbValkeyMagic = "VALKEY"
	rdbHead        = len(rdbMagic) + 4 // the magic and four digits of the version
	rdbChecksum    = 8                 // the length of the checksum at the end
	// rdbFirstChecked is the first version that ends with a checksum.
	rdbFirstChecked = 5
)

// rdbSum computes the checksum of an RDB file, which is its last eight bytes. Other
// files are ignored.
type rdbSum struct {
	head rdbHeadReader
	tail []byte // up to rdbChecksum bytes that are not in crc yet
	crc  uint64 // see update
	n    int64
}

func (s *rdbSum) Write(p []byte) (int, error) {
	length := len(p)
	_, _ = s.head.Write(p) // never fails
	s.n += int64(length)
	if !s.isRDB() {
		return length, nil
	}
	if keep := len(s.tail) + length - rdbChecksum; keep > 0 { // move from the tail to crc
		old := min(keep, len(s.tail))
		s.update(s.tail[:old])
		s.update(p[:keep-old])
		s.tail, p = append(s.tail[:0], s.tail[old:]...), p[keep-old:]
	}
	s.tail = append(s.tail, p...)
	return length, nil
}

// update starts from zero without inversion, like Redis. hash/crc64 inverts before
// and after.
func (s *rdbSum) update(p []byte) {
	if len(p) > 0 {
		s.crc = ^rdbPolynomial().update(^s.crc, p)
	}
}

// isRDB reports whether the content so far may be the beginning of an RDB file.
func (s *rdbSum) isRDB() bool {
	n := min(len(s.head), len(rdbMagic))
	begin := string(s.head[:n])
	return begin == rdbMagic[:n] || begin == rdbValkeyMagic[:n]
}

// begins reports whether the content begins like an RDB file.
func (s *rdbSum) begins() bool { return len(s.head) >= len(rdbMagic) && s.isRDB() }

// check compares the checksum. It reports false if there is none, for example in an
// old version or if the server has checksums disabled.
func (s *rdbSum) check() (checked bool, err error) {
	if !s.begins() {
		return false, nil
	}
	if s.n < int64(rdbHead+1+rdbChecksum) {
		return false, fmt.Errorf("an RDB file of only %d bytes", s.n)
	}
	head := s.head.read()
	if head == nil {
		return false, fmt.Errorf("an RDB file of version %q", s.head[len(rdbMagic):rdbHead])
	}
	want := binary.LittleEndian.Uint64(s.tail)
	if head.Version < rdbFirstChecked || want == 0 {
		return false, nil
	}
	if want != s.crc {
		return false, fmt.Errorf("the RDB checksum is %016x, and the file says %016x", s.crc, want)
	}
	return true, nil
}
