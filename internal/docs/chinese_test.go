// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"regexp"
	"testing"
)

var (
	han = regexp.MustCompile(`\p{Han}`)
	// Names have capitals or underscores, and short words may be code, such as null.
	englishWord = regexp.MustCompile(`\b[a-z]{5,}\b`)
	slips       = map[string]*regexp.Regexp{
		"a line break, which shows as a space": regexp.MustCompile(`.*\n.*`),
		"half-width punctuation":               regexp.MustCompile(`\p{Han}[,.;:!?()]|[,;:!?()]\p{Han}`),
		"no space between Chinese and Latin":   regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}`),
	}
)

// TestChinese: the Chinese editions are in Chinese, and set as Chinese is.
func TestChinese(t *testing.T) {
	t.Parallel()
	e := readEditions(t)
	for name, p := range e {
		if _, inChinese := e.english(name); !inChinese {
			continue
		}
		for _, b := range p.blocks {
			if b.kind == code || b.kind == directive {
				continue
			}
			prose := b.prose()
			if !han.MatchString(prose) && englishWord.MatchString(prose) {
				t.Errorf("%s: not translated: %s", p.at(b), prose)
			}
			for what, slip := range slips {
				if found := slip.FindString(prose); found != "" {
					t.Errorf("%s: %s: %q", p.at(b), what, found)
				}
			}
		}
	}
}
