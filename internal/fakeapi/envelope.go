// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
)

// verbatim is a "Response" given as text, see [Respond].
type verbatim string

// encode returns the body of a response and the error code in it.
func encode(response any, fail *apiError, id string) (body []byte, code string) {
	var object []byte
	switch text, ok := response.(verbatim); {
	case fail != nil:
		object = marshal(struct{ Error *apiError }{fail})
	case ok:
		object = []byte(text)
	default:
		object = marshal(response)
	}
	object, code = withRequestID(object, id)
	return fmt.Appendf(nil, `{"Response":%s}`, object), code
}

// marshal returns v as JSON without HTML escapes. The values are structs of this
// package, which never fail to encode.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // never fails
	return bytes.TrimSpace(b.Bytes())
}

// withRequestID adds a RequestId to a JSON object that has none, and returns the error
// code in it. Other text stays unchanged.
func withRequestID(object []byte, id string) (result []byte, code string) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil || members == nil {
		return object, ""
	}
	var fail apiError
	if json.Unmarshal(members["Error"], &fail) == nil {
		code = fail.Code
	}
	if _, ok := members["RequestId"]; ok {
		return object, code
	}
	last := bytes.LastIndexByte(object, '}')
	comma := ","
	if len(members) == 0 {
		comma = ""
	}
	return fmt.Appendf(nil, `%s%s"RequestId":%q}`, object[:last], comma, id), code
}

// newRequestID returns a random UUID, as the real service does.
func newRequestID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
