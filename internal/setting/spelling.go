// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// nearest returns the candidate that is closest to word, ignoring case. It reports
// false if none is close enough to suggest.
func nearest(word string, candidates []string) (string, bool) {
	closest, best := "", max(2, len(word)/4)+1
	if len(word) > maxShown {
		return "", false
	}
	for _, candidate := range candidates {
		d := levenshtein.Distance(strings.ToLower(word), strings.ToLower(candidate), nil)
		if d < best && d < len(candidate) {
			closest, best = candidate, d
		}
	}
	return closest, closest != ""
}

// Synonyms are other words for allowed values, for suggestions: by its letters,
// "intranet" is closer to "internet" than to "internal".
type Synonyms map[string]string

// OneOf returns a check that allows only these values.
func OneOf(values ...string) func(string) error { return Synonyms(nil).OneOf(values...) }

// OneOf returns a check that allows only these values, and suggests one of them for
// its synonyms.
func (s Synonyms) OneOf(values ...string) func(string) error {
	return func(value string) error {
		if slices.Contains(values, value) {
			return nil
		}
		closest, ok := s[strings.ToLower(value)]
		if !ok {
			closest, ok = nearest(value, values)
		}
		if ok {
			return fmt.Errorf("must be %s%s. Did you mean %q?", list(values), Got(value), closest)
		}
		return fmt.Errorf("must be %s%s", list(values), Got(value))
	}
}

// list returns "A", "A or B", or "A, B, or C".
func list(values []string) string {
	last := len(values) - 1
	if last < 2 {
		return strings.Join(values, " or ")
	}
	return strings.Join(values[:last], ", ") + ", or " + values[last]
}
