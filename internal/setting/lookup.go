// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// Process is the environment of the provider.
type Process struct {
	Getenv func(variable string) string
	Home   func() (string, error) // returns the home directory
	Now    func() time.Time
	Open   textfile.OpenFunc // defaults to textfile.Open
}

// Block is the content of the provider block, by path: a string for a string, number,
// or boolean; a []string for a set; and "" for an object.
type Block map[string]any

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

// Has reports whether the block sets an object.
func (l *Lookup) Has(object string) bool { _, set := l.Block[object]; return set }

// Find returns the value of an argument in the block or, if that is not set, in the
// first environment variable that is. Invalid values are reported.
func (l *Lookup) Find(a Argument) Value { return l.FindIn(a, false) }

// FindIn is [Lookup.Find], or [Lookup.FromBlock] if blockOnly is set.
func (l *Lookup) FindIn(a Argument, blockOnly bool) Value {
	if v := l.FromBlock(a); v.Text != "" || blockOnly {
		return v
	}
	return l.FromEnvironment(a)
}

// FindOrProfile is [Lookup.Find] with a key of the profile as the last resort.
func (l *Lookup) FindOrProfile(a Argument, key string) Value {
	if v := l.Find(a); v.Text != "" {
		return v
	}
	return l.FromProfile(a, key, l.Profile[key])
}

// FromProfile returns the value of an argument that the profile has under key.
func (l *Lookup) FromProfile(a Argument, key, text string) Value {
	return l.normalized(Value{Argument: a, Text: text, Origin: strconv.Quote(key) + " of profile " + l.ProfileName})
}

// FromBlock returns the value of an argument in the block.
func (l *Lookup) FromBlock(a Argument) Value {
	text, _ := l.Block[a.Path].(string)
	return l.normalized(Value{Argument: a, Text: text, Origin: InBlock(a.Path), InBlock: true})
}

// FromEnvironment returns the value of the first variable of an argument that is set.
func (l *Lookup) FromEnvironment(a Argument) Value {
	for _, variable := range a.Env {
		if v := l.normalized(Value{Argument: a, Text: l.Getenv(variable), Origin: InVariable(variable)}); v.Text != "" {
			return v
		}
	}
	return Value{Argument: a}
}

// VariableSet returns the first environment variable of these arguments that is set,
// even to an invalid value, or "" if none is.
func (l *Lookup) VariableSet(arguments ...Argument) string {
	for _, a := range arguments {
		for _, variable := range a.Env {
			if strings.TrimSpace(l.Getenv(variable)) != "" {
				return variable
			}
		}
	}
	return ""
}

// Required is [Lookup.FindIn] for an argument that must be set.
func (l *Lookup) Required(a Argument, blockOnly bool) Value {
	v := l.FindIn(a, blockOnly)
	if v.Text == "" {
		l.Fail(a.Path, "%q is required. Set it in one of these places: %s", a.Path, strings.Join(a.Places(blockOnly), ", "))
	}
	return v
}

// Elements returns the elements of a set in the block.
func (l *Lookup) Elements(a Argument) []string {
	set, _ := l.Block[a.Path].([]string)
	var elements []string
	for _, text := range set {
		v := l.checked(Value{Argument: a, Text: a.Normalize(text), Origin: InBlock(a.Path), InBlock: true})
		elements = append(elements, v.Text)
	}
	return elements
}

// normalized returns v without what is not a part of it.
func (l *Lookup) normalized(v Value) Value {
	if v.Text = v.Normalize(v.Text); v.Text == "" {
		return Value{Argument: v.Argument}
	}
	return l.checked(v)
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

// Expand returns a path with a leading ~ resolved, or "" after an error.
func (l *Lookup) Expand(v Value) string {
	home, err := l.Home()
	if err != nil {
		home = ""
	}
	name, err := textfile.ExpandHome(v.Text, home)
	if err != nil {
		l.Fail(v.Path, "%s %w", v.Origin, err)
	}
	return name
}

// Integer returns the value as a number that does not overflow in calculations, or
// fallback if it is not set.
func (v Value) Integer(fallback int) int {
	if n, err := strconv.ParseInt(v.Text, 10, 64); err == nil {
		return int(min(n, 1<<30))
	}
	return fallback
}
