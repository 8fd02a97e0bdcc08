// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
)

// TestEditions: what there is in English is there in Chinese and the other way
// round, and both are in step.
func TestEditions(t *testing.T) {
	t.Parallel()
	e := openEditions(t)
	for _, problem := range e.problems() {
		t.Error(problem)
	}
	if len(e) < 6 {
		t.Errorf("found only %d documents", len(e))
	}
}

// TestGuides_linked: who opens the repository finds each guide, in either language.
func TestGuides_linked(t *testing.T) {
	t.Parallel()
	e := openEditions(t)
	linked := map[string]bool{}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		for _, link := range e[name].links(e[name].root) {
			if leadsTo, ok := own(e[name], link.to); ok {
				linked[leadsTo.path] = true
			}
		}
	}
	for name := range e {
		if strings.HasPrefix(name, "docs/guides/") && !linked[name] {
			t.Errorf("the README of its language does not link to %s", name)
		}
	}
}

// editions are the documents that exist in two languages, by the path where
// they are read.
type editions map[string]*page

// openEditions reads README and the templates of the guides, from which docs/
// is made, so that both can be compared before they are generated.
func openEditions(t *testing.T) editions {
	t.Helper()
	e := editions{}
	for _, pattern := range []string{"README*.md", "templates/guides/*.md.tmpl"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			e.add(path.Join(path.Dir(pattern), filepath.Base(file)), string(content))
		}
	}
	return e
}

func (e editions) add(file, content string) {
	p := newPage(file, content)
	if name, ok := strings.CutPrefix(file, "templates/"); ok {
		p.path = "docs/" + strings.TrimSuffix(name, ".tmpl")
	}
	e[p.path] = p
}

// isChinese tells it by the name of the file.
func isChinese(path string) bool {
	return strings.HasSuffix(strings.ToLower(path), "-zh-cn.md") || path == "README.zh-CN.md"
}

// other is the path of a document in the other language, or else empty.
func other(path string) string {
	switch {
	case path == "README.md":
		return "README.zh-CN.md"
	case path == "README.zh-CN.md":
		return "README.md"
	case !strings.HasPrefix(path, "docs/guides/"):
		return ""
	case isChinese(path):
		return strings.TrimSuffix(path, "-zh-cn.md") + ".md"
	default:
		return strings.TrimSuffix(path, ".md") + "-zh-cn.md"
	}
}

// problems are all that is wrong.
func (e editions) problems() []string {
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(e)) {
		p, counterpart := e[name], e[other(name)]
		switch {
		case counterpart == nil:
			problems = append(problems, fmt.Sprintf("%s has no counterpart %s", p.file, other(name)))
		case isChinese(name):
			problems = append(problems, e.compare(counterpart, p)...)
			problems = append(problems, p.slips()...)
		}
	}
	return problems
}

// compare tells where two editions of a document are out of step.
func (e editions) compare(english, chinese *page) []string {
	var problems []string
	if diff := cmp.Diff(keys(english.front), keys(chinese.front)); diff != "" {
		problems = append(problems, fmt.Sprintf("%s: front matter (-English +Chinese):\n%s", chinese.file, diff))
	}
	in, as := english.sections(), chinese.sections()
	for i := range min(len(in), len(as)) {
		if e.outline(english, in[i]) != e.outline(chinese, as[i]) {
			return append(problems, fmt.Sprintf("%s has another heading than %s", chinese.place(as[i]), english.place(in[i])))
		}
		if diff := cmp.Diff(e.skeleton(english, in[i]), e.skeleton(chinese, as[i]), whole); diff != "" {
			problems = append(problems, fmt.Sprintf("%s differs from %s (-English +Chinese):\n%s", chinese.place(as[i]), english.place(in[i]), diff))
			continue
		}
		problems = append(problems, altered(english, chinese, in[i].blocks, as[i].blocks)...)
	}
	if len(in) > len(as) {
		problems = append(problems, fmt.Sprintf("%s ends before %s", chinese.file, english.place(in[len(as)])))
	} else if len(as) > len(in) {
		problems = append(problems, fmt.Sprintf("%s ends before %s", english.file, chinese.place(as[len(in)])))
	}
	return problems
}

// outline is what both languages have alike in a heading.
func (e editions) outline(p *page, s section) string {
	heading, ok := s.heading.(*ast.Heading)
	if !ok {
		return ""
	}
	return strings.Repeat("#", heading.Level) + p.kept(heading, e.naming(p))
}

// whole keeps the lines of a difference in one piece.
var whole = cmp.Comparer(func(a, b string) bool { return a == b })

func (e editions) skeleton(p *page, s section) []string {
	return p.skeleton(s.blocks, e.naming(p))
}

// naming writes links as they must be in the Chinese edition: they lead to the
// other language where the English ones do, and to the same place there.
func (e editions) naming(p *page) func(to string) string {
	return func(to string) string {
		leadsTo, ok := own(p, to)
		if !ok {
			return to
		}
		name := leadsTo.path
		if !isChinese(p.path) && e[other(name)] != nil {
			name = other(name)
		}
		if leadsTo.fragment == "" {
			return name
		}
		if document := e[leadsTo.path]; document != nil {
			if heading, ok := document.anchors()[leadsTo.fragment]; ok {
				return fmt.Sprintf("%s, heading %d", name, heading)
			}
		}
		return name + "#" + leadsTo.fragment
	}
}

// place is where a section is, for people.
func (p *page) place(s section) string {
	if s.heading == nil {
		return p.file + ": what is before the first heading"
	}
	return fmt.Sprintf("%s:%d: %q", p.file, p.line(s.heading), p.plain(s.heading))
}

// keys are the names in front matter.
func keys(front string) []string {
	var keys []string
	for line := range strings.Lines(front) {
		if key, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(key, " ") {
			keys = append(keys, key)
		}
	}
	return keys
}
