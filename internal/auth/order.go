// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"slices"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// kind is a kind of source. Either find or chain is set.
type kind struct {
	name      string
	arguments []setting.Argument // in the provider block
	selectors []string           // those of them that select the source
	variables []setting.Argument // those that select it in the environment
	ownsRole  bool               // the role in the environment is the one it names

	// find returns a source that can be the base, if it is set in that place.
	find func(*finder, place) found
	// chain returns a source that exchanges the credentials of the source before for
	// others, or nil if it is not set.
	chain func(f *finder, base *Source) *Source
}

// place is where a source is set.
type place string

const (
	inBlock       place = "provider block"
	inEnvironment place = "environment"
)

// found is the result of looking for a source that can be the base.
type found struct {
	note string         // about a source that is not set; may be empty
	open func() *Source // nil if it is not set; returns nil after an error
}

// step is a kind of source in the order of precedence.
type step struct {
	kind
	place
}

// order returns the sources of credentials in their order of precedence. The first
// that is set is the base; two in the block are an error. Then each that is chained
// and set is applied.
//
// The block takes precedence over the environment. As in the official provider,
// keyless sources in the environment take precedence over key pairs.
func order() []step {
	return []step{
		{keyPair(), inBlock},
		{saml(), inBlock},
		{webIdentity(), inBlock},
		{pod(), inBlock},
		{instanceRole(), inBlock},
		{profile(), inBlock},
		{webIdentity(), inEnvironment},
		{saml(), inEnvironment},
		{instanceRole(), inEnvironment},
		{keyPair(), inEnvironment},
		{profile(), inEnvironment},
		{defaultProfile(), ""},
		{mfa(), ""},
		{profileRole(), ""},
		{assumeRole(), ""},
	}
}

// Arguments returns the arguments of the provider block that are about credentials.
func Arguments() []setting.Argument {
	all := slices.Clone(accountArguments)
	for _, s := range order() {
		if s.place != inEnvironment {
			all = append(all, s.arguments...)
		}
	}
	return all
}

// title returns the name of the source and its place.
func (s step) title() string {
	if s.place == "" {
		return s.name
	}
	return s.name + " in the " + string(s.place)
}

// finder finds the sources.
type finder struct {
	*setting.Lookup

	ctx         context.Context //nolint:containedctx // of one call of Find
	roleOwned   bool            // the base uses the role in the environment, if there is one
	profileRole *Source         // the role that the used profile names
}

// Find returns the sources of credentials: a base and those that are chained to it.
// It reads the files of a profile only if no other source is set before it. Problems
// are in l.
func Find(ctx context.Context, l *setting.Lookup) *Plan {
	f := &finder{Lookup: l, ctx: ctx}
	base, plan := f.base(), &Plan{}
	if base != nil {
		plan.Sources = append(plan.Sources, *base)
	}
	for _, s := range order() {
		if s.chain == nil {
			continue
		}
		if next := s.chain(f, base); next != nil {
			plan.Sources = append(plan.Sources, *next)
		}
	}
	plan.accounts = f.accounts()
	return plan
}

// base returns the first source that is set, or nil after an error.
func (f *finder) base() *Source {
	missing := &MissingError{}
	var chosen *step
	var open func() *Source
	for _, s := range order() {
		if s.find == nil || open != nil && s.place != inBlock {
			break
		}
		switch got := s.find(f, s.place); {
		case got.open == nil:
			missing.add(s, got.note)
		case open == nil:
			open, chosen = got.open, &s
		default:
			f.Fail(s.selectors[0], "the provider block sets two sources of credentials, %s and %s. Remove one of them", quoted(chosen.selectors), quoted(s.selectors))
			return nil
		}
	}
	if open == nil {
		f.Errors = append(f.Errors, missing)
		return nil
	}
	f.roleOwned = chosen.ownsRole
	if owners := f.roleOwners(); chosen.place == inEnvironment && f.roleOwned && len(owners) > 1 {
		f.Fail(chosen.arguments[0].Path, "the environment variables %s are both set, but TENCENTCLOUD_ASSUME_ROLE_ARN names one role only. Unset one of them",
			strings.Join(owners, " and "))
	}
	return open()
}

// roleOwners returns the variables that select sources whose role is the one in the
// environment.
func (f *finder) roleOwners() []string {
	var owners []string
	for _, s := range order() {
		if s.ownsRole && s.place == inEnvironment && s.find(f, s.place).open != nil {
			owners = append(owners, f.VariableSet(s.variables...))
		}
	}
	return owners
}

func (e *MissingError) add(s step, note string) {
	switch {
	case note == "" && s.place == inBlock:
		e.NotInBlock = append(e.NotInBlock, s.name)
	case note == "":
		e.NotInEnvironment = append(e.NotInEnvironment, s.name)
	default:
		e.Notes = append(e.Notes, s.title()+": "+note)
	}
}

func quoted(names []string) string { return `"` + strings.Join(names, `"/"`) + `"` }
