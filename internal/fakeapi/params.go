// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// parameters is the JSON object of a request body, or one nested in it. Its
// methods read one parameter each and describe what is wrong with it as the
// service does; path is the name shown, such as "LimitVpc.0.Region".
type parameters map[string]json.RawMessage

// parseParameters takes a request body apart.
func parseParameters(body []byte) (parameters, *apiError) {
	var p parameters
	if err := json.Unmarshal(body, &p); err != nil || p == nil {
		return nil, failuref("InvalidParameter", "The request body is not a valid JSON object.")
	}
	return p, nil
}

// onlyKnown refuses parameters other than those named; the first by alphabet is
// reported.
func (p parameters) onlyKnown(prefix string, names ...string) *apiError {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if !slices.Contains(names, name) {
			return unknownParameter(prefix + name)
		}
	}
	return nil
}

// text reads a string; ok is false when it is absent.
func (p parameters) text(prefix, name string) (value string, ok bool, fail *apiError) {
	raw, ok := p[name]
	if !ok {
		return "", false, nil
	}
	// A pointer tells null from "".
	var v *string
	if err := json.Unmarshal(raw, &v); err != nil || v == nil {
		return "", false, wrongType(prefix+name, "String")
	}
	return *v, true, nil
}

// requiredText reads a string that must be there.
func (p parameters) requiredText(prefix, name string) (string, *apiError) {
	value, ok, fail := p.text(prefix, name)
	if fail == nil && !ok {
		fail = missingParameter(prefix + name)
	}
	return value, fail
}

// texts reads a list of strings; nil when it is absent.
func (p parameters) texts(prefix, name string) ([]string, *apiError) {
	items, fail := p.list(prefix, name, "Array of String")
	if fail != nil {
		return nil, fail
	}
	var values []string
	for i := range items {
		value, _, fail := parameters{fmt.Sprint(i): items[i]}.text(prefix+name+".", fmt.Sprint(i))
		if fail != nil {
			return nil, fail
		}
		values = append(values, value)
	}
	return values, nil
}

// integer reads a whole number; ok is false when it is absent.
func (p parameters) integer(prefix, name string) (value int64, ok bool, fail *apiError) {
	raw, ok := p[name]
	if !ok {
		return 0, false, nil
	}
	var v *int64
	if err := json.Unmarshal(raw, &v); err != nil || v == nil {
		return 0, false, wrongType(prefix+name, "Integer")
	}
	return *v, true, nil
}

// integers reads a list of whole numbers; nil when it is absent.
func (p parameters) integers(prefix, name string) ([]int64, *apiError) {
	items, fail := p.list(prefix, name, "Array of Integer")
	if fail != nil {
		return nil, fail
	}
	var values []int64
	for i := range items {
		value, _, fail := parameters{fmt.Sprint(i): items[i]}.integer(prefix+name+".", fmt.Sprint(i))
		if fail != nil {
			return nil, fail
		}
		values = append(values, value)
	}
	return values, nil
}

// objects reads a list of objects; nil when it is absent.
func (p parameters) objects(prefix, name string) ([]parameters, *apiError) {
	items, fail := p.list(prefix, name, "Array of Object")
	if fail != nil {
		return nil, fail
	}
	var objects []parameters
	for i, item := range items {
		var object parameters
		if err := json.Unmarshal(item, &object); err != nil || object == nil {
			return nil, wrongType(fmt.Sprintf("%s%s.%d", prefix, name, i), "Object")
		}
		objects = append(objects, object)
	}
	return objects, nil
}

func (p parameters) list(prefix, name, want string) ([]json.RawMessage, *apiError) {
	raw, ok := p[name]
	if !ok {
		return nil, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil || items == nil {
		return nil, wrongType(prefix+name, want)
	}
	return items, nil
}

// oneOf reads a string that, where present, must be one of the allowed ones.
func (p parameters) oneOf(name string, allowed ...string) (string, *apiError) {
	value, ok, fail := p.text("", name)
	if fail == nil && ok && !slices.Contains(allowed, value) {
		fail = invalidBusiness("The parameter `%s` has the value `%s`, it should be one of %q.", name, value, allowed)
	}
	return value, fail
}
