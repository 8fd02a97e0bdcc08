// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

// section is a heading and what is below it up to the next one. The first
// section of a page, which has no heading, is what comes before the first.
type section struct {
	heading ast.Node
	blocks  []ast.Node
}

// sections are those of a page, in order.
func (p *page) sections() []section {
	sections := []section{{}}
	for block := range children(p.root) {
		switch last := &sections[len(sections)-1]; {
		case block.Kind() == ast.KindHeading:
			sections = append(sections, section{heading: block})
		case !p.marks(block):
			last.blocks = append(last.blocks, block)
		}
	}
	return sections
}

// skeleton is what a translation of blocks leaves as it is: an entry for each
// paragraph, list item, table row and line of code. naming is how links are
// written in it.
func (p *page) skeleton(blocks []ast.Node, naming func(to string) string) []string {
	var skeleton []string
	for _, block := range blocks {
		entry, inside := p.bone(block, naming)
		skeleton = append(skeleton, entry)
		for _, inner := range inside {
			skeleton = append(skeleton, "  "+inner)
		}
	}
	return skeleton
}

// bone is a block's entry in the skeleton, and the entries of what is in it.
func (p *page) bone(block ast.Node, naming func(to string) string) (entry string, inside []string) {
	switch block := block.(type) {
	case *ast.FencedCodeBlock:
		return "code " + string(block.Language(p.text)), strings.Split(p.source(block), "\n")
	case *ast.CodeBlock:
		return "code", strings.Split(p.source(block), "\n")
	case *ast.Paragraph, *ast.TextBlock:
		if source := strings.TrimSpace(p.source(block)); strings.HasPrefix(source, "{{") {
			return source, nil // a template's directive, mostly for code
		}
		return "text" + p.kept(block, naming), nil
	case *ast.HTMLBlock:
		return "HTML" + p.kept(block, naming), nil
	case *extension.TableHeader, *extension.TableRow:
		entry = "row"
		for cell := range children(block) {
			entry += " |" + p.kept(cell, naming)
		}
		return entry, nil
	case *ast.List:
		if block.IsOrdered() {
			entry = "numbered "
		}
	}
	return entry + strings.ToLower(block.Kind().String()), p.skeleton(slices.Collect(children(block)), naming)
}

// token is what both languages write alike outside of code too: versions such
// as 1.10 and names such as instance_id.
var token = regexp.MustCompile(`\d+(?:\.\d+)+|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+`)

// kept is what a translation of a text keeps, though in another order: inline
// code, tokens and links.
func (p *page) kept(n ast.Node, naming func(to string) string) string {
	kept := map[string]bool{}
	for inner := range within(n) {
		if inner.Kind() == ast.KindCodeSpan {
			kept["`"+p.plain(inner)+"`"] = true
		}
	}
	for _, t := range token.FindAllString(p.plain(n, ast.KindCodeSpan, ast.KindAutoLink), -1) {
		kept[t] = true
	}
	for _, link := range p.links(n) {
		kept["→ "+naming(link.to)] = true
	}
	var list strings.Builder
	for _, s := range slices.Sorted(maps.Keys(kept)) {
		list.WriteString(" " + s)
	}
	return list.String()
}
