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
// read one parameter each. The first thing that is wrong is kept, as the service
// reports it, and what is read after that is of no use.
type parameters struct {
	members map[string]json.RawMessage
	prefix  string // of names in errors, such as "LimitVpc.0."
	fail    **apiError
}

// parseParameters takes a request body apart.
func parseParameters(body []byte) (parameters, *apiError) {
	p := parameters{fail: new(*apiError)}
	if err := json.Unmarshal(body, &p.members); err != nil || p.members == nil {
		return p, failuref("InvalidParameter", "The request body is not a valid JSON object.")
	}
	return p, nil
}

// failed returns the first thing that was wrong.
func (p parameters) failed() *apiError { return *p.fail }

// refuse keeps what is wrong, unless something was before.
func (p parameters) refuse(fail *apiError) {
	if *p.fail == nil {
		*p.fail = fail
	}
}

// only refuses parameters other than those named.
func (p parameters) only(names ...string) {
	for _, name := range slices.Sorted(maps.Keys(p.members)) {
		if !slices.Contains(names, name) {
			p.refuse(unknownParameter(p.prefix + name))
		}
	}
}

// text reads a string; given is false when it is absent.
func (p parameters) text(name string) (value string, given bool) {
	return read[string](p, name, "String")
}

// required reads a string that must be there.
func (p parameters) required(name string) string {
	value, _ := p.text(name)
	if _, given := p.members[name]; !given {
		p.refuse(missingParameter(p.prefix + name))
	}
	return value
}

// oneOf reads a string that, where present, must be one of the allowed ones.
func (p parameters) oneOf(name string, allowed ...string) string {
	value, given := p.text(name)
	if given && !slices.Contains(allowed, value) {
		p.refuse(invalidBusiness("The parameter `%s` has the value `%s`, it should be one of %q.", name, value, allowed))
	}
	return value
}

// integer reads a whole number; given is false when it is absent.
func (p parameters) integer(name string) (value int64, given bool) {
	return read[int64](p, name, "Integer")
}

// objects reads a list of objects; nil when it is absent.
func (p parameters) objects(name string) []parameters {
	var all []parameters
	for i, members := range list[map[string]json.RawMessage](p, name, "Object") {
		all = append(all, parameters{members, p.prefix + name + "." + strconv.Itoa(i) + ".", p.fail})
	}
	return all
}

// read reads a value of a kind, which null is not.
func read[T any](p parameters, name, kind string) (value T, given bool) {
	raw, given := p.members[name]
	if !given {
		return value, false
	}
	var v *T
	if err := json.Unmarshal(raw, &v); err != nil || v == nil {
		p.refuse(wrongType(p.prefix+name, kind))
		return value, false
	}
	return *v, true
}

// list reads a list of values of a kind; nil when it is absent.
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
