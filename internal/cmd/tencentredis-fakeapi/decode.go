// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// decoder decodes the file of -data. Its errors start with a line number.
type decoder struct {
	text   []byte
	folder string
	now    time.Time
}

func (d decoder) decode() (all document, err error) {
	err = json.Unmarshal(d.text, &all, json.RejectUnknownMembers(true), json.WithUnmarshalers(json.JoinUnmarshalers(
		checked(checkDocument), checked(checkInstance), checked(checkBackup), checked(checkFile),
		parsed(d.parseTime), parsed(d.readFile), parsed(oneOf(statuses)), parsed(oneOf(backupTypes)), parsed(oneOf(architectures)),
	)))
	if failed, ok := errors.AsType[*checkError](err); ok {
		return all, fmt.Errorf("%d: %w", d.line(failed.offset), failed.err)
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		reason := fmt.Errorf("not valid JSON: %w", syntax.Err)
		if errors.Is(syntax.Err, jsontext.ErrDuplicateName) {
			reason = fmt.Errorf("the key %q appears twice", syntax.JSONPointer.LastToken())
		}
		return all, fmt.Errorf("%d: %w", d.line(syntax.ByteOffset), reason)
	}
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		return all, fmt.Errorf("%d: %w", d.line(semantic.ByteOffset), explain(semantic))
	}
	return all, err
}

// line returns the line of the first token after an offset.
func (d decoder) line(offset int64) int {
	rest := bytes.TrimLeft(d.text[offset:], " \t\r\n,:")
	return 1 + bytes.Count(d.text[:len(d.text)-len(rest)], []byte("\n"))
}

// explain returns an error without Go types.
func explain(e *json.SemanticError) error {
	names := strings.FieldsFunc(string(e.JSONPointer), func(r rune) bool { return r == '/' || '0' <= r && r <= '9' })
	name := "the file"
	if len(names) > 0 {
		name = names[len(names)-1]
	}
	kinds := map[reflect.Kind]string{
		reflect.String: "a string", reflect.Int64: "a whole number", reflect.Bool: "true or false",
		reflect.Slice: "a list", reflect.Struct: "an object",
	}
	switch {
	case errors.Is(e.Err, json.ErrUnknownName):
		return fmt.Errorf("unknown key %q; known are %s", e.JSONPointer.LastToken(), strings.Join(keys(e.GoType.Field(0).Type), ", "))
	case e.Err == nil, errors.Is(e.Err, strconv.ErrSyntax), errors.Is(e.Err, strconv.ErrRange):
		return fmt.Errorf("%s must be %s", name, kinds[e.GoType.Kind()])
	case strings.HasPrefix(e.Err.Error(), "must be"):
		return fmt.Errorf("%s %w", name, e.Err)
	}
	return fmt.Errorf("%s: %w", name, e.Err)
}

// keys returns the keys of an object.
func keys(object reflect.Type) (names []string) {
	for _, field := range reflect.VisibleFields(object) {
		if name := field.Tag.Get("json"); name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// checkError is an error of an object at an offset.
type checkError struct {
	offset int64
	err    error
}

func (e *checkError) Error() string { return e.err.Error() }

// checked returns an unmarshaler that validates an object.
func checked[T any](check func(*T) error) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(from *jsontext.Decoder, v *T) error {
		offset := from.InputOffset()
		var plain struct {
			Object T `json:",embed"` // without this unmarshaler
		}
		if err := json.UnmarshalDecode(from, &plain); err != nil {
			return err
		}
		*v = plain.Object
		if err := check(v); err != nil {
			return &checkError{offset, err}
		}
		return nil
	})
}

// parsed returns an unmarshaler for a type that the format writes as a string.
func parsed[T any](parse func(string) (T, error)) *json.Unmarshalers {
	return json.UnmarshalFunc(func(value []byte, v *T) (err error) {
		var text string
		if json.Unmarshal(value, &text) != nil {
			return errors.New("must be a string")
		}
		*v, err = parse(text)
		return err
	})
}
