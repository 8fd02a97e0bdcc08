// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc64"
	"strconv"
)

const (
	rdbMagic    = "REDIS"
	rdbHead     = len(rdbMagic) + 4 // with the version in four digits
	rdbEnd      = 0xff              // the byte before the checksum
	rdbChecksum = 8                 // its length

	// firstChecked is the first version of the format that ends in a checksum.
	firstChecked = 5
)

// checkRDB tells the version of an RDB file. It fails where the data does not
// begin and end as one, or its checksum is wrong (rdb.c in Redis' source).
func checkRDB(data []byte) (version int, err error) {
	if len(data) < rdbHead+1+rdbChecksum || string(data[:len(rdbMagic)]) != rdbMagic {
		return 0, errors.New("it does not begin as a Redis RDB does")
	}
	version, err = strconv.Atoi(string(data[len(rdbMagic):rdbHead]))
	if err != nil || version < firstChecked {
		return 0, fmt.Errorf("it names the RDB version %q, which has no checksum", data[len(rdbMagic):rdbHead])
	}
	body, sum := data[:len(data)-rdbChecksum], binary.LittleEndian.Uint64(data[len(data)-rdbChecksum:])
	if body[len(body)-1] != rdbEnd {
		return 0, errors.New("it does not end as a Redis RDB does")
	}
	// Zero is what a server writes whose checksums are switched off.
	if sum != 0 && sum != redisCRC64(body) {
		return 0, errors.New("its checksum is wrong")
	}
	return version, nil
}

// redisCRC64 is the CRC of crc64.c in Redis' source: Jones' polynomial from
// zero and without inversion, which hash/crc64 does before and after.
func redisCRC64(data []byte) uint64 {
	return ^crc64.Update(^uint64(0), crc64.MakeTable(0x95ac9329ac4bc9b5), data)
}
