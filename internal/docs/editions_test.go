// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	root       = "../.." // the root directory of the repository
	inRegistry = "https://registry.terraform.io/providers/tencentredis/tencentredis/latest/"
)

// editions are the documents that exist in English and in Chinese, by path.
type editions map[string]*page

// readEditions reads README and the templates of the guides, from which docs/ is
// generated.
func readEditions(t *testing.T) editions {
	t.Helper()
	e := editions{}
	for _, pattern := range []string{"README*.md", "templates/guides/*.md.tmpl"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, file := range files {
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			name = filepath.ToSlash(name)
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := newPage(name, string(content))
			if template, ok := strings.CutPrefix(name, "templates/"); ok {
				p.path = "docs/" + strings.TrimSuffix(template, ".tmpl")
			}
			e[p.path] = p
		}
	}
	return e
}

// chinese is the path of the Chinese edition of a document.
func chinese(path string) string {
	if path == "README.md" {
		return "README.zh-CN.md"
	}
	return strings.TrimSuffix(path, ".md") + "-zh-cn.md"
}

// TestEditions: each document has a Chinese edition, which has the same headings,
// code, names, numbers, and links in the same places.
func TestEditions(t *testing.T) {
	t.Parallel()
	e := readEditions(t)
	pairs := 0
	for _, name := range slices.Sorted(maps.Keys(e)) {
		if _, inChinese := e.english(name); inChinese {
			continue
		}
		english, translated := e[name], e[chinese(name)]
		if translated == nil {
			t.Errorf("%s has no Chinese edition %s", english.file, chinese(name))
			continue
		}
		pairs++
		if diff := cmp.Diff(frontKeys(english), frontKeys(translated)); diff != "" {
			t.Errorf("%s: keys of the front matter (-English +Chinese):\n%s", translated.file, diff)
		}
		expectInStep(t, e, english, translated)
	}
	if pairs < 3 || 2*pairs != len(e) {
		t.Errorf("%d documents are pairs of languages, of %d", 2*pairs, len(e))
	}
}

// expectInStep compares two editions section by section, and stops at the first
// heading that differs.
func expectInStep(t *testing.T, e editions, english, translated *page) {
	t.Helper()
	in, as := english.sections(), translated.sections()
	for i := range max(len(in), len(as)) {
		if i >= len(in) || i >= len(as) || e.bone(english, in[i][0]) != e.bone(translated, as[i][0]) {
			t.Errorf("%s and %s differ from heading %d on:\n%s", english.file, translated.file, i, cmp.Diff(titles(in), titles(as)))
			return
		}
		if diff := cmp.Diff(e.skeleton(english, in[i]), e.skeleton(translated, as[i])); diff != "" {
			t.Errorf("%s differs from %s (-English +Chinese):\n%s", translated.at(as[i][0]), english.at(in[i][0]), diff)
		}
	}
}

// sections are the parts of a page that begin with a heading, and what is before
// the first one.
func (p *page) sections() [][]block {
	sections := [][]block{{{kind: heading, line: 1}}}
	for _, b := range p.blocks {
		if b.kind == heading {
			sections = append(sections, nil)
		}
		last := len(sections) - 1
		sections[last] = append(sections[last], b)
	}
	return sections
}

func titles(sections [][]block) []string {
	var titles []string
	for _, s := range sections {
		titles = append(titles, s[0].text)
	}
	return titles
}

func (e editions) skeleton(p *page, section []block) []string {
	var skeleton []string
	for _, b := range section {
		anchor := idOf.MatchString(b.text) && b.prose() == "" && len(b.links()) == 0
		if bone := e.bone(p, b); bone != "" && !anchor {
			skeleton = append(skeleton, bone)
		}
	}
	return skeleton
}

var (
	// token is written alike in both languages: versions and names.
	token       = regexp.MustCompile(`\d+(?:\.\d+)+|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+`)
	codeComment = regexp.MustCompile(`(?:^|\s)(?:#|//).*$`)
)

// bone is what a translation keeps of a block: code without comments, and the
// names, numbers, code, and links of a text, in any order.
func (e editions) bone(p *page, b block) string {
	switch b.kind {
	case directive:
		return b.text
	case code:
		return strings.TrimRight(codeComment.ReplaceAllString(b.text, ""), " ")
	default:
	}
	kept := slices.Concat(codeSpan.FindAllString(b.text, -1), token.FindAllString(b.prose(), -1))
	for _, to := range b.links() {
		kept = append(kept, "→ "+e.place(p, to))
	}
	slices.Sort(kept)
	mark := string(b.kind)
	if b.kind == heading {
		mark = strings.Repeat("#", strings.LastIndex(b.text, "# ")+1)
	}
	return mark + ": " + strings.Join(slices.Compact(kept), " ")
}

// place is where a link leads, in the same words for both languages. .ci/local-links
// checks that there is such a place.
func (e editions) place(p *page, to string) string {
	name, _, hasFragment := strings.Cut(to, "#")
	switch {
	case name == "":
		name = p.path
	case strings.HasPrefix(name, inRegistry):
		name = strings.TrimPrefix(name, inRegistry) + ".md"
	case !strings.Contains(name, ":"):
		name = path.Join(path.Dir(p.path), name)
	}
	name, inChinese := e.english(name)
	if _, here := e.english(p.path); e[name] != nil && here != inChinese {
		name += " in the other language"
	}
	return fmt.Sprintf("%s, at a heading: %t", name, hasFragment)
}

// english is the path of a document's English edition, and whether the document
// is the Chinese one.
func (e editions) english(path string) (string, bool) {
	for name := range e {
		if path == chinese(name) {
			return name, true
		}
	}
	return path, false
}

func frontKeys(p *page) []string {
	var keys []string
	for line := range strings.SplitSeq(p.front, "\n") {
		if key, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(key, " ") {
			keys = append(keys, key)
		}
	}
	return keys
}
