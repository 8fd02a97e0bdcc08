// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Required is the type of a field without which a response is of no use. Pointers to
// strings, numbers, and booleans of other types are optional: a value that is not of
// the documented type is decoded as nil, unless it can be converted without loss.
type Required[T any] *T

// optionalFields returns the option to decode optional fields, which appends the
// names of the fields that it ignores.
func optionalFields(ignored *[]string) json.Options {
	return json.WithUnmarshalers(json.JoinUnmarshalers(
		optional(ignored, func(v jsontext.Value) (string, bool) { return string(v), v.Kind() == '0' }),
		optional(ignored, wholeNumber),
		optional(ignored, func(jsontext.Value) (bool, bool) { return false, false }),
		json.UnmarshalFromFunc(func(dec *jsontext.Decoder, list *[]*string) error {
			if kind := dec.PeekKind(); kind == '[' || kind == 'n' {
				return errors.ErrUnsupported // decode as usual
			}
			err := dec.SkipValue()
			*list, *ignored = nil, append(*ignored, fieldName(dec.StackPointer()))
			return err
		}),
	))
}

// optional returns an unmarshaler for *T. It calls convert for values of other types.
func optional[T any](ignored *[]string, convert func(jsontext.Value) (T, bool)) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(dec *jsontext.Decoder, p **T) error {
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		*p = nil
		if json.Unmarshal(value, p, lenient) == nil {
			return nil
		}
		if converted, ok := convert(value); ok {
			*p = &converted
			return nil
		}
		*p, *ignored = nil, append(*ignored, fieldName(dec.StackPointer()))
		return nil
	})
}

// wholeNumber converts "12" and 12.0.
func wholeNumber(v jsontext.Value) (int64, bool) {
	text := strings.Trim(string(v), `"`)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	n := int64(f)
	return n, err == nil && float64(n) == f && max(f, -f) < 1<<53
}

// fieldName returns "Response.Size" for "/Response/Size".
func fieldName(p jsontext.Pointer) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(p), "/"), "/", ".")
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
