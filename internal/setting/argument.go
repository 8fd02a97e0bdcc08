// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package setting has the arguments of the provider block: what an argument is, where
// its value is found (in the block, the environment, or a profile of tccli), and how
// the values of all blocks are checked. It knows neither Terraform nor the network.
package setting

import (
	"strconv"
	"strings"
)

// Kind is the type of an argument and, for a string, its allowed characters.
type Kind int

// The kinds of arguments.
const (
	Word     Kind = iota // a string of visible ASCII characters
	Text                 // a name or path: a string without control characters
	Document             // any string
	Encoded              // a string in base64; white space is ignored
	Number               // an integer
	Seconds              // an integer; 0 counts as not set, as in the official provider
	Flag                 // a boolean
	Set                  // a set of strings
	Object               // an object with arguments of its own
)

// Argument is an argument of the provider block.
type Argument struct {
	Path        string // "assume_role.external_id"
	Kind        Kind
	Sensitive   bool
	Env         []string // the environment variables to use instead, in order
	Description string
	Check       func(string) error // of a string or number, or of each element of a set
}

// Normalize returns a value without surrounding white space, or "" if it counts as not
// set.
func (a Argument) Normalize(value string) string {
	value = strings.TrimSpace(value)
	if a.Kind == Encoded {
		value = strings.Join(strings.Fields(value), "")
	}
	if a.Kind == Seconds && value == "0" {
		return ""
	}
	return value
}

// ValidateIfSet is [Argument.Validate] for a value as it is written, which may be blank,
// since variables commonly default to "".
func (a Argument) ValidateIfSet(value string) error {
	if value = a.Normalize(value); value == "" {
		return nil
	}
	return a.Validate(value)
}

// ValidateElement is [Argument.Validate] for an element of a set as it is written.
func (a Argument) ValidateElement(value string) error { return a.Validate(a.Normalize(value)) }

// Validate returns an error if a value is invalid. The error completes a sentence
// that begins with where the value was found, and never contains a secret.
func (a Argument) Validate(value string) error {
	var err error
	switch a.Kind {
	case Word, Encoded, Set:
		err = CheckWord(value)
	case Text:
		err = checkPath(value)
	case Document, Number, Seconds, Flag, Object: // any value
	}
	if err == nil && a.Check != nil {
		err = a.Check(value)
	}
	return err
}

// Places returns the places where an argument can be set.
func (a Argument) Places(blockOnly bool) []string {
	places := []string{InBlock(a.Path)}
	if blockOnly {
		return places
	}
	for _, variable := range a.Env {
		places = append(places, InVariable(variable))
	}
	return places
}

// InBlock names the place of an argument.
func InBlock(path string) string { return strconv.Quote(path) + " in the provider block" }

// InVariable names the place of a value in the environment.
func InVariable(variable string) string { return "environment variable " + variable }
