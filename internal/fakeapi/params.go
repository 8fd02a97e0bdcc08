// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// parameters is the JSON object of a request body, or one nested in it. Its methods
// parse one parameter each. Like the service, it keeps the first error only; values
// parsed after it are meaningless.
type parameters struct {
	members map[string]json.RawMessage
	prefix  string // of names in errors, such as "LimitVpc.0."
	fail    **apiError
}

// parseParameters parses a request body.
func parseParameters(body []byte) (parameters, *apiError) {
	p := parameters{fail: new(*apiError)}
	if err := json.Unmarshal(body, &p.members); err != nil || p.members == nil {
		return p, failuref("InvalidParameter", "The request body is not a valid JSON object.")
	}
	return p, nil
}

// failed returns the first error.
func (p parameters) failed() *apiError { return *p.fail }

// refuse records an error unless there was one before.
func (p parameters) refuse(fail *apiError) {
	if *p.fail == nil {
		*p.fail = fail
	}
}

// only refuses all parameters but those named.
func (p parameters) only(names ...string) {
	for _, name := range slices.Sorted(maps.Keys(p.members)) {
		if !slices.Contains(names, name) {
			p.refuse(unknownParameter(p.prefix + name))
		}
	}
}

// text returns a string; ok is false if it is absent.
func (p parameters) text(name string) (value string, ok bool) {
	return read[string](p, name, "String")
}

// required returns a required string.
func (p parameters) required(name string) string {
	value, _ := p.text(name)
	if _, ok := p.members[name]; !ok {
		p.refuse(missingParameter(p.prefix + name))
	}
	return value
}

// oneOf returns an optional string that must be one of those allowed.
func (p parameters) oneOf(name string, allowed ...string) string {
	value, ok := p.text(name)
	if ok && !slices.Contains(allowed, value) {
		p.refuse(invalidBusiness("The parameter `%s` has the value `%s`, it should be one of %q.", name, value, allowed))
	}
	return value
}

// integer returns an integer; ok is false if it is absent.
func (p parameters) integer(name string) (value int64, ok bool) {
	return read[int64](p, name, "Integer")
}

// objects returns a list of objects, nil if it is absent.
func (p parameters) objects(name string) []parameters {
	var all []parameters
	for i, members := range list[map[string]json.RawMessage](p, name, "Object") {
		all = append(all, parameters{members, p.prefix + name + "." + strconv.Itoa(i) + ".", p.fail})
	}
	return all
}

// read returns a value of a type, which null is not; ok is false if it is absent.
func read[T any](p parameters, name, kind string) (value T, ok bool) {
	raw, ok := p.members[name]
	if !ok {
		return value, false
	}
	var v *T
	if err := json.Unmarshal(raw, &v); err != nil || v == nil {
		p.refuse(wrongType(p.prefix+name, kind))
		return value, false
	}
	return *v, true
}

// list returns a list of values of a type, nil if it is absent.
func list[T any](p parameters, name, kind string) []T {
	items, _ := read[[]json.RawMessage](p, name, "Array of "+kind)
	var values []T
	for i, item := range items {
		number := strconv.Itoa(i)
		value, _ := read[T](parameters{map[string]json.RawMessage{number: item}, p.prefix + name + ".", p.fail}, number, kind)
		values = append(values, value)
	}
	return values
}
