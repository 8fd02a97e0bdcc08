// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// apiError is an error in an API response.
type apiError struct {
	Code    string
	Message string
}

// messages are messages of error codes. They are not documented, but some appear in
// public bug reports, such as that of AuthFailure.SignatureFailure.
var messages = map[string]string{ //nolint:gosec // names of errors, no credentials
	"InvalidParameterValue.BackupNotExists": "The backup does not exist.",
	"ResourceNotFound.InstanceNotExists":    "No Redis instance was found for the given serial ID.",
	"AuthFailure.InvalidAuthorization":      "The request `Authorization` header does not conform to tencentcloud standards.",
	"AuthFailure.SecretIdNotFound":          "The SecretId is not found, please ensure that your SecretId is correct.",
	"AuthFailure.SignatureExpire":           "Signature expired. The difference between the timestamp and the server time must not exceed 5 minutes.",
	"AuthFailure.SignatureFailure":          "The provided credentials could not be validated. Please check your signature is correct.",
	"AuthFailure.TokenFailure":              "Token verification failed. Please check your Token is correct.",
	"UnsupportedProtocol":                   "The request method is not supported by this API.",
	"UnsupportedRegion":                     "The action not support this region.",
	"RequestLimitExceeded": "Your current request times equals to `21` in a second, " +
		"which exceeds the frequency limit `20` for a second. Please reduce the frequency of calls.",
}

// failure returns the error with that code and its message, or a general message.
func failure(code string) *apiError {
	if message, ok := messages[code]; ok {
		return &apiError{Code: code, Message: message}
	}
	words := strings.ReplaceAll(capital.ReplaceAllString(code, "$1 $2"), ".", ": ")
	return &apiError{Code: code, Message: "The request failed: " + strings.ToLower(words) + "."}
}

// capital matches the beginning of the next word in a code.
var capital = regexp.MustCompile(`([a-z])([A-Z])`)

// failuref returns the error with that code and a formatted message.
func failuref(code, format string, args ...any) *apiError {
	return &apiError{Code: code, Message: fmt.Sprintf(format, args...)}
}

func missingParameter(name string) *apiError {
	return failuref("MissingParameter", "The request is missing a required parameter `%s`.", name)
}

func unknownParameter(name string) *apiError {
	return failuref("UnknownParameter", "The parameter `%s` is not recognized.", name)
}

// wrongType returns the error for a value of the wrong JSON type.
func wrongType(name, want string) *apiError {
	return failuref("InvalidParameter", "The value type of parameter `%s` is not valid, it should be %s.", name, want)
}

// invalidBusiness returns the error for a value that the action does not allow.
func invalidBusiness(format string, args ...any) *apiError {
	return failuref("InvalidParameter.InvalidParameter", format, args...)
}

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
