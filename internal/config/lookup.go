// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// Process is the environment of the provider.
type Process struct {
	Getenv func(variable string) string
	Home   func() (string, error) // returns the home directory
	Now    func() time.Time
	Open   textfile.OpenFunc // defaults to textfile.Open
}

// invalid is the summary of most problems with the provider block.
const invalid = "Invalid Provider Configuration"

// value is the value of an argument and where it was found.
type value struct {
	text     string // "" if it is not set
	origin   string // `"secret_id" in the provider block`; "" if it is not set
	inBlock  bool
	argument argument
}

// lookup finds values and collects all problems.
type lookup struct {
	Process

	block   block
	profile map[string]string // the values in the profile that is used, by key
	named   string            // the name of that profile
	diags   diag.Diagnostics
}

func inBlock(argument string) string     { return strconv.Quote(argument) + " in the provider block" }
func inVariable(variable string) string  { return "environment variable " + variable }
func (l *lookup) has(object string) bool { _, set := l.block[object]; return set }

// rowOf returns an argument in the table by its path, which must exist.
func rowOf(name string) argument {
	return arguments[slices.IndexFunc(arguments, func(a argument) bool { return a.path == name })]
}

// find returns the value of an argument in the block or, if that is not set, in the
// first environment variable that is. Invalid values are reported.
func (l *lookup) find(name string) value {
	if v := l.fromBlock(name); v.text != "" {
		return v
	}
	return l.fromEnvironment(name)
}

// findOrProfile is find with the profile as the last resort.
func (l *lookup) findOrProfile(name string) value {
	v := l.find(name)
	if key := v.argument.profile; v.text == "" && l.profile[key] != "" {
		return l.checked(value{text: l.profile[key], origin: key + " of profile " + l.named, argument: v.argument})
	}
	return v
}

func (l *lookup) fromBlock(name string) value {
	a := rowOf(name)
	set, _ := l.block[name].(string)
	return l.normalized(value{text: set, origin: inBlock(name), inBlock: true, argument: a})
}

func (l *lookup) fromEnvironment(name string) value {
	a := rowOf(name)
	for _, variable := range a.env {
		if v := l.normalized(value{text: l.Getenv(variable), origin: inVariable(variable), argument: a}); v.text != "" {
			return v
		}
	}
	return value{argument: a}
}

// variableSet returns the first environment variable of these arguments that is set,
// even to an invalid value, or "" if none is.
func (l *lookup) variableSet(names ...string) string {
	for _, variable := range variables(names...) {
		if strings.TrimSpace(l.Getenv(variable)) != "" {
			return variable
		}
	}
	return ""
}

// normalized returns v without surrounding white space. A blank value counts as not
// set.
func (l *lookup) normalized(v value) value {
	v.text = strings.TrimSpace(v.text)
	if v.argument.kind == encoded {
		v.text = strings.Join(strings.Fields(v.text), "")
	}
	if v.text == "" || v.argument.kind == seconds && v.text == "0" {
		return value{argument: v.argument}
	}
	return l.checked(v)
}

// checked returns v and reports it if it is invalid.
func (l *lookup) checked(v value) value {
	if err := v.argument.validate(v.text); err != nil {
		l.refuse(v, err.Error())
	}
	return v
}

// validate returns an error if a value is invalid. The error completes a sentence
// that begins with where the value was found, and never contains a secret.
func (a argument) validate(value string) error {
	var err error
	switch a.kind {
	case word, encoded, set:
		err = setting.CheckWord(value)
	case text:
		err = setting.CheckText(value)
	case number, seconds:
		return a.validateNumber(value)
	case document, flag, object: // any value
	}
	if err == nil && a.check != nil {
		err = a.check(value)
	}
	return err
}

func (a argument) validateNumber(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return errors.New("must be a whole number")
	case a.most > 0 && (n < 1 || n > a.most):
		return fmt.Errorf("must be between 1 and %d seconds; got %d", a.most, n)
	case n < a.least:
		return fmt.Errorf("must be at least %d; got %d", a.least, n)
	}
	return nil
}

// refuse reports an invalid value.
func (l *lookup) refuse(v value, reason string) { l.fail(v.argument.path, v.origin+" "+reason) }

// fail reports a problem with an argument. The text is a sentence without its
// period.
func (l *lookup) fail(name, text string) {
	l.diags.AddAttributeError(dottedPath(name), invalid, sentence(text))
}

// sentence returns text with a capital letter, and a period unless it is a question.
func sentence(text string) string {
	if rest, found := strings.CutPrefix(text, "environment variable"); found {
		text = "The environment variable" + rest
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// required is findIn for an argument that must be set.
func (l *lookup) required(name string, blockOnly bool) value {
	v, places := l.findIn(name, blockOnly), rowOf(name).places(blockOnly)
	if v.text == "" {
		l.fail(name, fmt.Sprintf("%q is required. Set it in one of these places: %s", name, strings.Join(places, ", ")))
	}
	return v
}

// findIn is find, or fromBlock if blockOnly is set.
func (l *lookup) findIn(name string, blockOnly bool) value {
	if blockOnly {
		return l.fromBlock(name)
	}
	return l.find(name)
}

// places returns the places where an argument can be set.
func (a argument) places(blockOnly bool) []string {
	places := []string{inBlock(a.path)}
	for _, variable := range a.env {
		places = append(places, inVariable(variable))
	}
	if blockOnly {
		return places[:1]
	}
	return places
}

// integer returns the value as a number, or fallback if it is not set.
func (v value) integer(fallback int64) int64 {
	if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
		return n
	}
	return fallback
}

// expand returns a path with a leading ~ resolved, or "" after an error.
func (l *lookup) expand(v value) string {
	home, err := l.Home()
	if err != nil {
		home = ""
	}
	name, err := textfile.ExpandHome(v.text, home)
	if err != nil {
		l.refuse(v, err.Error())
	}
	return name
}
