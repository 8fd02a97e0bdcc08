// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package advice puts errors into words: what went wrong, what to do next, and
// the facts that Tencent Cloud's support asks for. It knows no Terraform.
package advice

import (
	"slices"
	"strings"
)

// Operation is what was asked of the API, in the words of its errors.
type Operation struct {
	Summary string // "Unable to Read Redis Backup URL"
	Doing   string // "Reading the URLs of …", to be followed by "failed"
	Action  string // of the API: "DescribeBackupUrl"

	Instance, Region string // of the request; an empty Instance stands for all

	// Arguments are those of the block that an error may be attached to, such
	// as "instance_id", "backup_id", "region", and "wait_for_available".
	Arguments []string
}

// Advice is an error in words.
type Advice struct {
	Summary   string // "Unable to Read Redis Backup URL"
	Attribute string // the argument to blame; empty if there is none
	Detail    string
}

// Explain puts err into words. No credential, token, or signed URL is in them.
func (o Operation) Explain(err error) Advice {
	e := o.explain(err)
	if !slices.Contains(o.Arguments, e.attribute) {
		e.attribute = ""
	}
	if e.summary == "" {
		e.summary = o.Summary
		e.meaning = o.Doing + " failed. " + e.meaning
	}
	parts := []string{e.meaning, e.next, strings.Join(e.facts, "\n")}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return Advice{e.summary, e.attribute, strings.Join(parts, "\n\n")}
}

// explained is an entry whose blanks are filled in, with the facts of one error.
type explained struct {
	entry

	summary string // empty: the operation's
	facts   []string
}

// entry is what a table says of an error code: the argument to blame, what the
// code means, and what to do next. Its blanks, such as {instance}, stand for
// the values of the failed request.
type entry struct {
	attribute string
	meaning   string
	next      string
}

// table is keyed by error code, or by the part of one before the dot, which
// then stands for all codes below it.
type table map[string]entry

// lookup falls back from the whole code to its first part, in each table in turn.
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

// fill replaces the blanks of e. It must come before anything that a server
// said is added, which may have braces of its own.
func (e entry) fill(pairs ...string) entry {
	blanks := strings.NewReplacer(pairs...)
	e.meaning, e.next = blanks.Replace(e.meaning), blanks.Replace(e.next)
	return e
}
