// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// kind is a kind of source.
type kind struct {
	name      string
	arguments []setting.Argument // in the provider block
	selectors []setting.Argument // those of them that select the source
	variables []setting.Argument // those whose environment variables select it
	related   []setting.Argument // those whose variables suggest that it is meant
	ownsRole  bool               // the role in the environment is the one it names

	// open returns the source that is set in that place, or nil after an error. A
	// chained source exchanges the credentials of the source before for others.
	open    func(f *finder, in setting.Place) *Source
	chained bool
}

// step is a kind of source in the order of precedence.
type step struct {
	kind
	place setting.Place
}

// order returns the sources of credentials in their order of precedence. The first
// that is set is the base; two in the block are an error. Then each that is chained
// and set is applied.
//
// The block takes precedence over the environment. As in the official provider,
// keyless sources in the environment take precedence over key pairs.
func order() []step {
	return []step{
		{keyPair(), setting.InBlock},
		{saml(), setting.InBlock},
		{webIdentity(), setting.InBlock},
		{pod(), setting.InBlock},
		{instanceRole(), setting.InBlock},
		{profile(), setting.InBlock},
		{webIdentity(), setting.InEnvironment},
		{saml(), setting.InEnvironment},
		{instanceRole(), setting.InEnvironment},
		{keyPair(), setting.InEnvironment},
		{profile(), setting.InEnvironment},
		{kind{name: "default profile"}, setting.Anywhere},
		{mfa(), setting.Anywhere},
		{profileRole(), setting.Anywhere},
		{assumeRole(), setting.Anywhere},
	}
}

// Arguments returns the arguments of the provider block that are about credentials.
func Arguments() []setting.Argument {
	all := slices.Clone(accountArguments)
	for _, s := range order() {
		if s.place != setting.InEnvironment {
			all = append(all, s.arguments...)
		}
	}
	return all
}

// title returns the name of the source and its place.
func (s step) title() string {
	if s.place == setting.Anywhere {
		return s.name
	}
	return s.name + " in the " + s.place
}

// finder finds the sources.
type finder struct {
	*setting.Lookup

	ctx         context.Context //nolint:containedctx // of one call of Find
	base        *Source         // nil after an error
	roleOwned   bool            // the base uses the role in the environment, if there is one
	profileRole *Source         // the role that the used profile names
}

// Find returns the sources of credentials: a base and those that are chained to it.
// It reads the files of a profile only if no other source is set before it. Problems
// are in l.
func Find(ctx context.Context, l *setting.Lookup) *Plan {
	f := &finder{Lookup: l, ctx: ctx}
	f.base = f.findBase()
	plan := &Plan{Sources: []*Source{f.base}}
	for _, s := range order() {
		if !s.chained {
			continue
		}
		in := setting.InBlock
		if f.IsSet(in, s.selectors...) == "" {
			in = setting.InEnvironment
		}
		if s.selectors == nil || f.isSet(step{s.kind, in}) {
			plan.Sources = append(plan.Sources, s.open(f, in))
		}
	}
	plan.Sources = slices.DeleteFunc(plan.Sources, func(s *Source) bool { return s == nil })
	plan.accounts = f.accounts()
	return plan
}

// findBase returns the first source that is set, or nil after an error.
func (f *finder) findBase() *Source {
	missing := &MissingError{}
	var chosen *step
	for _, s := range order() {
		if s.open == nil || chosen != nil && s.place != setting.InBlock {
			break
		}
		switch set := f.isSet(s); {
		case !set:
			f.note(missing, s)
		case chosen == nil:
			chosen = &s
		default:
			f.Fail(s.selectors[0].Path, "the provider block sets two sources of credentials, %s and %s. Remove one of them", quoted(chosen.selectors), quoted(s.selectors))
			return nil
		}
	}
	if chosen == nil {
		return f.defaultProfile(missing)
	}
	f.roleOwned = chosen.ownsRole
	if owners := f.roleOwners(); chosen.place == setting.InEnvironment && f.roleOwned && len(owners) > 1 {
		f.Fail(chosen.arguments[0].Path, "%s are both set, but TENCENTCLOUD_ASSUME_ROLE_ARN names one role only. Unset one of them", strings.Join(owners, " and "))
	}
	return chosen.open(f, chosen.place)
}

// isSet reports whether a source is set in its place.
func (f *finder) isSet(s step) bool {
	if s.place == setting.InBlock {
		return f.IsSet(s.place, s.selectors...) != ""
	}
	return f.IsSet(s.place, s.variables...) != ""
}

// roleOwners returns the variables that select sources whose role is the one in the
// environment.
func (f *finder) roleOwners() []string {
	var owners []string
	for _, s := range order() {
		if s.ownsRole && s.place == setting.InEnvironment && f.isSet(s) {
			owners = append(owners, f.IsSet(s.place, s.variables...))
		}
	}
	return owners
}

// MissingError is the error for an environment without credentials.
type MissingError struct {
	Notes                        []string // about sources that could be meant
	NotInBlock, NotInEnvironment []string // the names of the others
}

func (e *MissingError) Error() string { return "no credentials were found" }

// note adds a source that is not set to missing.
func (f *finder) note(missing *MissingError, s step) {
	origin := f.IsSet(setting.InEnvironment, s.related...)
	switch {
	case origin != "" && (s.place == setting.InEnvironment || s.variables == nil):
		missing.Notes = append(missing.Notes, s.title()+": not set, although "+origin+" is")
	case s.place == setting.InBlock:
		missing.NotInBlock = append(missing.NotInBlock, s.name)
	default:
		missing.NotInEnvironment = append(missing.NotInEnvironment, s.name)
	}
}

func quoted(arguments []setting.Argument) string {
	names := make([]string, len(arguments))
	for i, a := range arguments {
		names[i] = strconv.Quote(a.Path)
	}
	return strings.Join(names, "/")
}
