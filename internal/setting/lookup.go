// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Process is the environment of the provider.
type Process struct {
	Getenv func(variable string) string
	Home   string // the home directory; "" if it is not known
	Now    func() time.Time
	Open   func(name string) (fs.File, error)
}

// Block is the content of the provider block, by path: a string for a string, number,
// or boolean; a []string for a set; and "{}" for an object.
type Block map[string]any

// Place is where a value can be set. Its text completes "in the".
type Place = string

// The places. Anywhere, the block takes precedence.
const (
	InBlock       Place = "provider block"
	InEnvironment Place = "environment"
	Anywhere      Place = ""
)

// Value is the value of an argument and where it was found.
type Value struct {
	Argument

	Text    string // "" if it is not set
	Origin  string // `"secret_id" in the provider block`; "" if it is not set
	InBlock bool
}

// Lookup finds values and collects all problems. Blank values count as not set.
type Lookup struct {
	Process

	Block       Block
	Profile     map[string]string // the values in the profile that is used, by key
	ProfileName string
	Errors      []error
}

// Error is a problem with the value of an argument.
type Error struct {
	Argument string // its path
	Reason   string // a sentence, perhaps without its capital letter and period
}

// Error returns the reason as a sentence.
func (e *Error) Error() string {
	text := e.Reason
	if strings.HasPrefix(text, "environment variable") {
		text = "the " + text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// values returns the value of each place where these arguments can be set, in order of
// precedence.
func (l *Lookup) values(in Place, arguments ...Argument) (all []Value) {
	for _, a := range arguments {
		if in != InEnvironment {
			text, _ := l.Block[a.Path].(string)
			all = append(all, Value{Argument: a, Text: a.normalize(text), Origin: strconv.Quote(a.Path) + " in the provider block", InBlock: true})
		}
		if in != InBlock {
			for _, variable := range a.Env {
				all = append(all, Value{Argument: a, Text: a.normalize(l.Getenv(variable)), Origin: "environment variable " + variable})
			}
		}
	}
	return all
}

// Find returns the value of an argument in the block or, if that is not set, in the
// first environment variable that is. Invalid values are reported.
func (l *Lookup) Find(a Argument) Value { return l.FindIn(Anywhere, a) }

// FindIn is [Lookup.Find] in one place.
func (l *Lookup) FindIn(in Place, a Argument) Value {
	for _, v := range l.values(in, a) {
		if v.Text != "" {
			return l.checked(v)
		}
	}
	return Value{Argument: a}
}

// FindOrProfile is [Lookup.Find] with a key of the profile as the last resort.
func (l *Lookup) FindOrProfile(a Argument, key string) Value {
	if v := l.Find(a); v.Text != "" {
		return v
	}
	return l.FromProfile(a, key)
}

// FromProfile returns the value of an argument that the profile has under key.
func (l *Lookup) FromProfile(a Argument, key string) Value {
	return l.checked(Value{Argument: a, Text: a.normalize(l.Profile[key]), Origin: strconv.Quote(key) + " of profile " + l.ProfileName})
}

// Required is [Lookup.FindIn] for an argument that must be set.
func (l *Lookup) Required(in Place, a Argument) Value {
	v := l.FindIn(in, a)
	if v.Text == "" {
		l.Fail(a.Path, "%q is required. %s", a.Path, l.SetIt(in, a))
	}
	return v
}

// Elements returns the elements of a set in the block.
func (l *Lookup) Elements(a Argument) []string {
	set, _ := l.Block[a.Path].([]string)
	var elements []string
	for _, text := range set {
		v := l.checked(Value{Argument: a, Text: a.normalize(text), Origin: strconv.Quote(a.Path) + " in the provider block"})
		elements = append(elements, v.Text)
	}
	return elements
}

// IsSet returns where the first of these arguments that is set is, or "" if none is.
// Their values may be invalid.
func (l *Lookup) IsSet(in Place, arguments ...Argument) (origin string) {
	for _, v := range l.values(in, arguments...) {
		if v.Text != "" {
			return v.Origin
		}
	}
	return ""
}

// SetIt returns the advice to set one of these arguments.
func (l *Lookup) SetIt(in Place, arguments ...Argument) string {
	var origins []string
	for _, v := range l.values(in, arguments...) {
		origins = append(origins, v.Origin)
	}
	return "Set it in one of these places: " + strings.Join(origins, ", ")
}

// checked returns v and reports it if it is invalid.
func (l *Lookup) checked(v Value) Value {
	if err := v.Validate(v.Text); err != nil {
		l.Fail(v.Path, "%s %w", v.Origin, err)
	}
	return v
}

// Fail reports a problem with an argument. The text is a sentence without its period.
func (l *Lookup) Fail(path, text string, values ...any) {
	l.Errors = append(l.Errors, &Error{Argument: path, Reason: fmt.Errorf(text, values...).Error()})
}

// Expand returns a path with a leading ~ resolved, like a shell, or "" after an error.
func (l *Lookup) Expand(v Value) string {
	rest, tilde := strings.CutPrefix(v.Text, "~")
	if !tilde || rest != "" && !os.IsPathSeparator(rest[0]) {
		return v.Text
	}
	if l.Home == "" {
		l.Fail(v.Path, "%s starts with ~, but the home directory is not known. Set the full path", v.Origin)
		return ""
	}
	return filepath.Join(l.Home, rest)
}

// Integer returns the value as a number that does not overflow in calculations, or
// fallback if it is not set.
func (v Value) Integer(fallback int) int {
	if n, err := strconv.ParseInt(v.Text, 10, 64); err == nil {
		return int(min(n, 1<<30))
	}
	return fallback
}
