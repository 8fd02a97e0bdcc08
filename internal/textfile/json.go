// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package textfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// DecodeJSON decodes the JSON object in data, the content of the file name, into
// out. Its error is an [*Error] with a line and column.
func DecodeJSON(name string, data []byte, out any) error {
	if err := CheckUTF8(name, data); err != nil {
		return err
	}
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 {
		return &Error{File: name, Reason: "is empty, but must contain a JSON object", Unfinished: true}
	}
	fail := func(offset int64, unfinished bool, reason string) error {
		e := &Error{File: name, Reason: reason, Unfinished: unfinished}
		e.Line, e.Column = position(data, offset)
		return e
	}
	err := json.Unmarshal(data, out)
	if err == nil {
		if trimmed[0] != '{' { // null, which decodes into anything
			return fail(int64(len(data)), false, "must contain a JSON object")
		}
		return nil
	}
	if syntaxErr, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fail(syntaxErr.Offset, true, "is not valid JSON: "+syntaxErr.Error())
	}
	if typeErr, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		kind, _, _ := strings.Cut(typeErr.Value, " ") // after a number, the rest is its digits
		if typeErr.Field == "" {
			return fail(typeErr.Offset, false, "must contain a JSON object, not a JSON "+kind)
		}
		return fail(typeErr.Offset, false, fmt.Sprintf("%s must be a JSON %s, not a JSON %s", typeErr.Field, jsonKind(typeErr), kind))
	}
	return &Error{File: name, Reason: "does not contain what is expected", Err: err}
}

func jsonKind(err *json.UnmarshalTypeError) string {
	switch err.Type.String() {
	case "string":
		return "string"
	case "float64":
		return "number"
	}
	return "object"
}

// position returns the line and column of the last of the first offset bytes,
// each counted from 1, columns in characters.
func position(data []byte, offset int64) (line, column int) {
	read := data[:min(max(offset, 1), int64(len(data)))]
	lineStart := bytes.LastIndexByte(read[:len(read)-1], '\n') + 1
	return bytes.Count(read[:lineStart], []byte("\n")) + 1, utf8.RuneCount(read[lineStart:])
}
