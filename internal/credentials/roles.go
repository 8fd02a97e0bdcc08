// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

// roleSession settles the name and length of a session; argument is the object
// that holds them.
func (r *resolver) roleSession(argument, name string, seconds int64, variables bool) (string, int64) {
	var names, durations []string
	if variables {
		names, durations = []string{EnvAssumeRoleSessionName, EnvRoleSessionName}, []string{EnvAssumeRoleSessionDuration}
	}
	session := r.find(argument+".session_name", name, names...)
	if r.require(session) && !IsSessionName(session.value) {
		r.failArgument(session.argument, "%s is not the name of a session: it must have 2 to 128 characters, out of letters, digits and +=,.@_-", session.place)
	}
	return session.value, r.seconds(argument+".session_duration", seconds, defaultRoleSeconds, MaxRoleSeconds, durations...)
}

// require reports s where it is not set, and tells whether it is.
func (r *resolver) require(s setting) bool {
	if s.value == "" {
		r.failArgument(s.argument, "`%s` is required; looked for in %s", s.argument, strings.Join(s.looked, ", "))
	}
	return s.value != ""
}

// requireBoth reports the one of two settings that is missing where the other
// is set.
func (r *resolver) requireBoth(a, b setting) {
	if a.value == "" {
		a, b = b, a
	}
	if a.value != "" && b.value == "" {
		r.failArgument(b.argument, "%s is set, but `%s` is not; looked for in %s", a.place, b.argument, strings.Join(b.looked, ", "))
	}
}

// IsSessionName tells whether a session may be called name, by RoleSessionName
// in the document of AssumeRole: 2 to 128 of the characters [\w+=,.@_-].
func IsSessionName(name string) bool {
	return len(name) >= 2 && len(name) <= 128 && strings.Trim(name, wordCharacters+"+=,.@-") == ""
}

const wordCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// seconds settles a duration. A zero is as good as none, as in the official
// provider.
func (r *resolver) seconds(argument string, block, standard, most int64, variables ...string) int64 {
	seconds, place := block, inBlock(argument)
	if seconds == 0 {
		s := r.variable(variables...)
		if s.value == "" {
			return standard
		}
		n, err := strconv.ParseInt(s.value, 10, 64)
		if err != nil {
			r.failArgument(argument, "the %s must be a whole number of seconds", s.place)
			return standard
		}
		seconds, place = n, "the "+s.place
	}
	if seconds < 0 || seconds > most {
		r.failArgument(argument, "%s is %d seconds; it must be between 1 and %d", place, seconds, most)
	}
	if seconds == 0 {
		return standard
	}
	return seconds
}

// encodedPolicy returns the policy as STS takes it: URL-encoded, with %20 for
// a space, which every decoder understands.
func (r *resolver) encodedPolicy(argument, policy string) string {
	if policy == "" {
		return ""
	}
	if !json.Valid([]byte(policy)) {
		r.failArgument(argument, "%s is not valid JSON", inBlock(argument))
	}
	return strings.ReplaceAll(url.QueryEscape(policy), "+", "%20")
}
