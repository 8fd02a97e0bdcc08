// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package textfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// DecodeJSON decodes the JSON object in data, the content of the file name, into
// out. Names are case-sensitive. Its error is an [*Error] with a line and column.
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
	err := json.Unmarshal(data, out, jsontext.AllowDuplicateNames(true))
	if err == nil {
		if trimmed[0] != '{' { // null, which decodes into anything
			return fail(int64(len(data)), false, "must contain a JSON object")
		}
		return nil
	}
	if syntaxErr, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fail(syntaxErr.ByteOffset+1, true, "is not valid JSON: "+syntaxReason(syntaxErr.Err))
	}
	if typeErr, ok := errors.AsType[*json.SemanticError](err); ok {
		field := strings.ReplaceAll(strings.TrimPrefix(string(typeErr.JSONPointer), "/"), "/", ".")
		if field == "" {
			return fail(typeErr.ByteOffset+1, false, "must contain a JSON object, not a JSON "+kinds[typeErr.JSONKind])
		}
		return fail(typeErr.ByteOffset+1, false, fmt.Sprintf("%s must be a JSON %s, not a JSON %s", field, jsonKind(typeErr), kinds[typeErr.JSONKind]))
	}
	return &Error{File: name, Reason: "does not contain what is expected", Err: err}
}

// syntaxReason returns the text of a syntax error, with at most one character of the
// file.
func syntaxReason(err error) string {
	for _, known := range []string{"invalid escape sequence", "invalid surrogate pair"} {
		if strings.HasPrefix(err.Error(), known) {
			return known
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "unexpected end of JSON input"
	}
	return err.Error()
}

var kinds = map[jsontext.Kind]string{'"': "string", '0': "number", 't': "bool", 'f': "bool", '{': "object", '[': "array", 'n': "null"}

func jsonKind(err *json.SemanticError) string {
	switch err.GoType.String() {
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
