// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// decode decodes a document. Unlike json.Unmarshal, it refuses unknown and repeated keys
// and null, and its errors start with a line number.
func decode(text []byte, into *document, folder string, now time.Time) error {
	var anything any
	if err := json.Unmarshal(text, &anything); err != nil {
		line := 1 + bytes.Count(text, []byte("\n"))
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			line = 1 + bytes.Count(text[:max(0, syntax.Offset-1)], []byte("\n"))
		}
		return fmt.Errorf("%d: not valid JSON: %w", line, err)
	}
	d := decoder{json.NewDecoder(bytes.NewReader(text)), text, folder, now}
	d.UseNumber()
	return d.value(reflect.ValueOf(into).Elem())
}

type decoder struct {
	*json.Decoder

	text   []byte
	folder string
	now    time.Time
}

// token returns the next token. The text is valid JSON, so there is one.
func (d decoder) token() json.Token {
	token, _ := d.Token()
	return token
}

// errorf returns an error on the line of the last token.
func (d decoder) errorf(format string, args ...any) error {
	return fmt.Errorf("%d: "+format, append([]any{d.line()}, args...)...)
}

func (d decoder) line() int { return 1 + bytes.Count(d.text[:d.InputOffset()], []byte("\n")) }

// value decodes the next value.
func (d decoder) value(v reflect.Value) error {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(v.Elem())
	}
	token := d.token()
	switch object, ok := objects[v.Type()]; {
	case ok && token == json.Delim('{'):
		return d.object(v, object)
	case ok:
		return d.errorf("must be an object")
	case v.Type() == reflect.TypeFor[[]byte]() || v.Kind() != reflect.Slice:
		return d.scalar(v, token)
	case token != json.Delim('['):
		return d.errorf("must be a list")
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for d.More() {
		item := reflect.New(v.Type().Elem())
		if err := d.value(item.Elem()); err != nil {
			return err
		}
		v.Set(reflect.Append(v, item.Elem()))
	}
	d.token()
	return nil
}

// object decodes the rest of an object.
func (d decoder) object(v reflect.Value, o object) error {
	first := d.line()
	seen := map[string]bool{}
	for d.More() {
		name := fmt.Sprint(d.token()) // always a string
		n := slices.IndexFunc(o.keys, func(k key) bool { return k.name == name })
		switch {
		case n < 0:
			return d.errorf("unknown key %q; %s has %s", name, o.name, o.names())
		case seen[name]:
			return d.errorf("the key %q appears twice", name)
		}
		seen[name] = true
		if err := d.value(v.FieldByName(o.keys[n].field)); err != nil {
			line, reason, _ := strings.Cut(err.Error(), ": ")
			if strings.HasPrefix(reason, "must be") {
				return fmt.Errorf("%s: %s %s", line, name, reason)
			}
			return err
		}
	}
	d.token()
	for _, k := range o.keys {
		if k.required && (!seen[k.name] || v.FieldByName(k.field).IsZero()) {
			return fmt.Errorf("%d: %s needs %s", first, o.name, k.name)
		}
	}
	if err := check(v.Addr().Interface()); err != nil {
		return fmt.Errorf("%d: %w", first, err)
	}
	return nil
}

func (o object) names() string {
	var names []string
	for _, k := range o.keys {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ")
}

// scalar sets a bool, a number, a string, or a type that the format writes as a string.
func (d decoder) scalar(v reflect.Value, token json.Token) error {
	switch target := v.Addr().Interface().(type) {
	case *bool:
		value, ok := token.(bool)
		if !ok {
			return d.errorf("must be true or false")
		}
		*target = value
		return nil
	case *int64:
		number, _ := token.(json.Number)
		value, err := number.Int64()
		if err != nil {
			return d.errorf("must be a whole number")
		}
		*target = value
		return nil
	}
	text, ok := token.(string)
	if !ok {
		return d.errorf("must be a string")
	}
	var err error
	switch target := v.Addr().Interface().(type) {
	case *string:
		*target = text
	case *[]byte:
		if *target, err = os.ReadFile(filepath.Join(d.folder, filepath.FromSlash(text))); err == nil && *target == nil {
			*target = []byte{}
		}
	case *time.Time:
		*target, err = parseTime(text, d.now)
	case *fakeapi.BackupStatus:
		err = word(target, statuses, text)
	case *fakeapi.BackupType:
		err = word(target, backupTypes, text)
	case *fakeapi.Architecture:
		err = word(target, architectures, text)
	}
	if err != nil {
		return d.errorf("%w", err)
	}
	return nil
}

// parseTime parses a time in RFC 3339, or one relative to now such as "-36h".
func parseTime(text string, now time.Time) (time.Time, error) {
	if after, err := time.ParseDuration(text); err == nil {
		return now.Add(after), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf("must be a time such as 2026-03-07T02:00:00Z, or relative to now such as -36h; got %q", text)
	}
	return t, nil
}

func word[T any](target *T, words map[string]T, text string) error {
	value, ok := words[text]
	if !ok {
		return fmt.Errorf("must be one of %s; got %q", strings.Join(slices.Sorted(maps.Keys(words)), ", "), text)
	}
	*target = value
	return nil
}
