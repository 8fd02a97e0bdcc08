// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package setting has the arguments of the provider block: what an argument is, where
// its value is found (in the block, the environment, or a profile of tccli), and how
// the values of all blocks are checked. It knows neither Terraform nor the network.
package setting

import "strings"

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
	Flag                 // a boolean; false counts as not set
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

// normalize returns a value without surrounding white space, or "" if it counts as not
// set.
func (a Argument) normalize(value string) string {
	value = strings.TrimSpace(value)
	switch {
	case a.Kind == Encoded:
		return strings.Join(strings.Fields(value), "")
	case a.Kind == Seconds && value == "0", a.Kind == Flag && value == "false":
		return ""
	}
	return value
}

// Validate returns an error if a value, as it is written, is invalid. It may be blank,
// since variables commonly default to "", unless it is an element of a set. The error
// completes a sentence that begins with where the value was found, and never contains
// a secret.
func (a Argument) Validate(value string) error {
	value = a.normalize(value)
	if value == "" && a.Kind != Set {
		return nil
	}
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
