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

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// Process is what is taken from the process around the provider.
type Process struct {
	Getenv func(variable string) string // "" if it is not set
	Home   func() (string, error)       // the home directory
	Now    func() time.Time
	Open   textfile.OpenFunc // nil opens files of this machine
}

// invalid is the summary of most problems with the provider block.
const invalid = "Invalid Provider Configuration"

// value is what an argument is set to, and where.
type value struct {
	text     string // "" if it is not set
	origin   string // `"secret_id" in the provider block`; "" if it is not set
	inBlock  bool
	argument argument
}

// lookup finds values and gathers every problem on the way.
type lookup struct {
	Process

	block   block
	profile map[string]string // the values of the profile that is used, by the keys in the table
	named   string            // what that profile is called
	diags   diag.Diagnostics
}

func inBlock(argument string) string     { return strconv.Quote(argument) + " in the provider block" }
func inVariable(variable string) string  { return "environment variable " + variable }
func (l *lookup) has(object string) bool { _, set := l.block[object]; return set }

// rowOf returns the row of an argument, which must be in the table.
func rowOf(name string) argument {
	return arguments[slices.IndexFunc(arguments, func(a argument) bool { return a.path == name })]
}

// find returns an argument's value: that of the block, or else of the first
// environment variable that is set. A value that cannot be used is reported.
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
		return l.judged(value{text: l.profile[key], origin: key + " of profile " + l.named, argument: v.argument})
	}
	return v
}

func (l *lookup) fromBlock(name string) value {
	a := rowOf(name)
	set, _ := l.block[name].(string)
	return l.settled(value{text: set, origin: inBlock(name), inBlock: true, argument: a})
}

func (l *lookup) fromEnvironment(name string) value {
	a := rowOf(name)
	for _, variable := range a.env {
		if v := l.settled(value{text: l.Getenv(variable), origin: inVariable(variable), argument: a}); v.text != "" {
			return v
		}
	}
	return value{argument: a}
}

// variableSet returns the first environment variable of these arguments that
// is set, whether its value is usable or not; "" if none is.
func (l *lookup) variableSet(names ...string) string {
	for _, variable := range variables(names...) {
		if strings.TrimSpace(l.Getenv(variable)) != "" {
			return variable
		}
	}
	return ""
}

// settled returns v without the white space around it; a blank counts as
// missing.
func (l *lookup) settled(v value) value {
	v.text = strings.TrimSpace(v.text)
	if v.argument.kind == encoded {
		v.text = strings.Join(strings.Fields(v.text), "")
	}
	if v.text == "" || v.argument.kind == seconds && v.text == "0" {
		return value{argument: v.argument}
	}
	return l.judged(v)
}

func (l *lookup) judged(v value) value {
	if err := v.argument.judge(v.text); err != nil {
		l.refuse(v, err.Error())
	}
	return v
}

// judge returns an error if a value is not usable. The error completes a
// sentence that begins with where the value was found, and repeats no secret.
func (a argument) judge(value string) error {
	var err error
	switch a.kind {
	case word, encoded, set:
		err = credentials.CheckWord(value)
	case text:
		err = credentials.CheckText(value)
	case number, seconds:
		return a.judgeNumber(value)
	case document, flag, object: // any value
	}
	if err == nil && a.check != nil {
		err = a.check(value)
	}
	return err
}

func (a argument) judgeNumber(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return errors.New("must be a whole number")
	case a.most > 0 && (n < 1 || n > a.most):
		return fmt.Errorf("must be between 1 and %d seconds, got %d", a.most, n)
	case n < a.least:
		return fmt.Errorf("must be at least %d, got %d", a.least, n)
	}
	return nil
}

// refuse reports a value that is not usable.
func (l *lookup) refuse(v value, reason string) { l.fail(v.argument.path, v.origin+" "+reason) }

// fail reports a problem with an argument; text is a sentence without a full
// stop.
func (l *lookup) fail(name, text string) {
	l.diags.AddAttributeError(dottedPath(name), invalid, sentence(text))
}

// sentence returns text with a capital letter and a full stop.
func sentence(text string) string {
	if rest, found := strings.CutPrefix(text, "environment variable"); found {
		text = "The environment variable" + rest
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// required is find, or fromBlock if blockOnly is set, for an argument that must
// be set.
func (l *lookup) required(name string, blockOnly bool) value {
	v, places := l.findIn(name, blockOnly), rowOf(name).places(blockOnly)
	if v.text == "" {
		l.fail(name, fmt.Sprintf("%q is required. Set it in one of these places: %s", name, strings.Join(places, ", ")))
	}
	return v
}

func (l *lookup) findIn(name string, blockOnly bool) value {
	if blockOnly {
		return l.fromBlock(name)
	}
	return l.find(name)
}

// places returns where an argument can be set.
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

// integer returns a number that was judged already, or standard if there is
// none.
func (v value) integer(standard int64) int64 {
	if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
		return n
	}
	return standard
}

// expand returns a path with a leading ~ resolved; "" after a problem.
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
