// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package advice explains errors: what went wrong, what to do next, and facts for
// Tencent Cloud's support. It does not depend on Terraform.
package advice

import (
	"slices"
	"strings"
)

// Operation describes a failed operation for its error message.
type Operation struct {
	Summary string // "Unable to Read Redis Backup URL"
	Doing   string // "Reading the URLs of …", followed by "failed"
	Action  string // of the API: "DescribeBackupUrl"

	Instance, Region string // of the request; Instance is empty for all instances

	// Arguments are those of the block that an error may be attached to, such
	// as "instance_id", "backup_id", "region", and "wait_for_available".
	Arguments []string
}

// Advice is an error message.
type Advice struct {
	Summary   string // "Unable to Read Redis Backup URL"
	Attribute string // the argument to attach the error to, or ""
	Detail    string
}

// Explain returns the message for err. It never contains a credential, token, or
// signed URL.
func (o Operation) Explain(err error) Advice {
	e := o.explain(err)
	if !slices.Contains(o.Arguments, e.attribute) {
		e.attribute = ""
	}
	if e.summary == "" {
		e.summary = o.Summary
		e.meaning = o.Doing + " failed. " + e.meaning
	}
	return e.advice()
}

func (e explained) advice() Advice {
	return Advice{e.summary, e.attribute, paragraphs(e.meaning, e.next, strings.Join(e.facts, "\n"))}
}

// paragraphs joins the parts that are not empty.
func paragraphs(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "\n\n")
}

// explained is an entry with its placeholders replaced, and the facts of an error.
type explained struct {
	entry

	summary string // defaults to the operation's
	facts   []string
}

// entry explains an error code. Placeholders such as {instance} stand for values of
// the failed request.
type entry struct {
	attribute string // the argument to attach the error to
	meaning   string
	next      string // what to do next
}

// table has entries by error code, or by the part before the dot for all codes that
// begin with it.
type table map[string]entry

// lookup looks up code and then its first part in each table in turn.
func lookup(code string, tables ...table) (entry, bool) {
	group, _, _ := strings.Cut(code, ".")
	for _, t := range tables {
		for _, key := range []string{code, group} {
			if e, ok := t[key]; ok {
				return e, true
			}
		}
	}
	return entry{}, false
}

// fill replaces the placeholders in e. Text from a server, which may have braces,
// must be added later.
func (e entry) fill(pairs ...string) entry {
	blanks := strings.NewReplacer(pairs...)
	e.meaning, e.next = blanks.Replace(e.meaning), blanks.Replace(e.next)
	return e
}
