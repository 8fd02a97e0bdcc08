// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
)

// anchors are what #fragments lead to, and the number of the heading that each
// belongs to: 1 is the first, 0 is before it.
func (p *page) anchors() map[string]int {
	anchors := map[string]int{}
	headings := 0
	for block := range children(p.root) {
		if block.Kind() == ast.KindHeading {
			headings++
			slug := slug(p.plain(block))
			name := slug
			for i := 1; anchors[name] > 0; i++ {
				name = fmt.Sprintf("%s-%d", slug, i)
			}
			anchors[name] = headings
		}
		for _, id := range p.ids(block) {
			anchors[id] = headings
			if p.marks(block) {
				anchors[id]++
			}
		}
	}
	return anchors
}

// ids are the names that HTML tags give a block or parts of it.
func (p *page) ids(block ast.Node) []string {
	var ids []string
	for n := range within(block) {
		for _, tag := range p.tags(n) {
			for _, a := range tag.Attr {
				if a.Key == "id" || tag.Data == "a" && a.Key == "name" {
					ids = append(ids, a.Val)
				}
			}
		}
	}
	return ids
}

// marks tells whether a block is nothing but a name for the heading after it.
func (p *page) marks(block ast.Node) bool {
	next := block.NextSibling()
	return next != nil && next.Kind() == ast.KindHeading && len(p.ids(block)) > 0 && p.plain(block) == "" && len(p.links(block)) == 0
}

// slug is the anchor that GitHub gives a heading: in small letters, without
// what is neither letter nor digit, and with hyphens for spaces.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', unicode.IsLetter(r), unicode.IsMark(r), unicode.In(r, unicode.Nd, unicode.Pc):
			return r
		}
		return -1
	}, strings.ToLower(heading))
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"See it work":    "see-it-work",
		"A & B":          "a--b",
		"1.2, twice?":    "12-twice",
		"snake_case":     "snake_case",
		"从源码安装":          "从源码安装",
		"URL 的去向：状态文件":   "url-的去向状态文件",
		"（可选）安装 Go 1.26": "可选安装-go-126",
		"Déjà vu – ①":    "déjà-vu--",
	} {
		if got := slug(heading); got != want {
			t.Errorf("slug(%q) = %q, want %q", heading, got, want)
		}
	}
}

func TestPage_anchors(t *testing.T) {
	t.Parallel()
	p := newPage("x.md", strings.Join([]string{
		"---", "page_title: \"# No heading\"", "---", "",
		"# The `code_span` of [a *link*](x.md)", "",
		"```sh", "# no heading", "```", "",
		"## Twice", "", "## Twice", "", "## Twice-1", "",
		"<a id=\"own\"></a>", "", "### 中文标题", "", "Text <a name=\"inline\"></a>.",
	}, "\n"))
	want := map[string]int{
		"the-code_span-of-a-link": 1, "twice": 2, "twice-1": 3, "twice-1-1": 4, "own": 5, "中文标题": 5, "inline": 5,
	}
	if diff := cmp.Diff(want, p.anchors()); diff != "" {
		t.Errorf("anchors (-want +got):\n%s", diff)
	}
}
