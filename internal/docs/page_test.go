// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()

// page is a Markdown document.
type page struct {
	file  string // where it is written
	path  string // where it is read, which its links are relative to
	front string // its front matter
	text  []byte // the rest, at the same lines
	root  ast.Node
}

// newPage parses a document that is read where it is written.
func newPage(file, content string) *page {
	p := &page{file: file, path: file}
	if strings.HasPrefix(content, "---\n") {
		p.front, _, _ = strings.Cut(content[len("---\n"):], "---\n")
		rest := strings.TrimPrefix(content, "---\n"+p.front+"---\n")
		content = strings.Repeat("\n", strings.Count(content, "\n")-strings.Count(rest, "\n")) + rest
	}
	p.text = []byte(content)
	p.root = markdown.Parse(text.NewReader(p.text))
	return p
}

// line is where a node begins, or what it is in where the parser does not tell.
func (p *page) line(n ast.Node) int {
	for n.Pos() < 0 && n.Parent() != nil {
		n = n.Parent()
	}
	return 1 + bytes.Count(p.text[:max(n.Pos(), 0)], []byte("\n"))
}

// plain is the text within a node, without markup and without what is in nodes
// of certain kinds.
func (p *page) plain(n ast.Node, without ...ast.NodeKind) string {
	var b strings.Builder
	for inner := range within(n) {
		if parent := inner.Parent(); parent != nil && slices.Contains(without, parent.Kind()) || slices.Contains(without, inner.Kind()) {
			continue
		}
		switch inner := inner.(type) {
		case *ast.Text:
			value := inner.Value(p.text)
			if !inner.IsRaw() && inner.Parent().Kind() != ast.KindCodeSpan {
				value = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
			}
			b.Write(value)
			if inner.SoftLineBreak() || inner.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(inner.Label(p.text))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// source is a block as it is written.
func (p *page) source(n ast.Node) string {
	var b strings.Builder
	for _, segment := range n.Lines().Sliced(0, n.Lines().Len()) {
		b.Write(segment.Value(p.text))
	}
	if block, ok := n.(*ast.HTMLBlock); ok && block.HasClosure() {
		b.Write(block.ClosureLine.Value(p.text))
	}
	return b.String()
}

// tags are the HTML tags that a node is made of, if it is HTML.
func (p *page) tags(n ast.Node) []html.Token {
	var source string
	switch n := n.(type) {
	case *ast.HTMLBlock:
		source = p.source(n)
	case *ast.RawHTML:
		for _, segment := range n.Segments.Sliced(0, n.Segments.Len()) {
			source += string(segment.Value(p.text))
		}
	}
	var tags []html.Token
	for z := html.NewTokenizer(strings.NewReader(source)); z.Next() != html.ErrorToken; {
		if token := z.Token(); token.Type == html.StartTagToken || token.Type == html.SelfClosingTagToken {
			tags = append(tags, token)
		}
	}
	return tags
}

// link is a link or an image.
type link struct {
	to string
	at ast.Node
}

// links are those within a node, in HTML too.
func (p *page) links(n ast.Node) []link {
	var links []link
	for inner := range within(n) {
		switch inner := inner.(type) {
		case *ast.Link:
			links = append(links, link{string(inner.Destination), inner})
		case *ast.Image:
			links = append(links, link{string(inner.Destination), inner})
		case *ast.AutoLink:
			if inner.AutoLinkType == ast.AutoLinkURL {
				links = append(links, link{string(inner.URL(p.text)), inner})
			}
		default:
			for _, tag := range p.tags(inner) {
				for _, a := range tag.Attr {
					if slices.Contains([]string{"href", "src", "srcset"}, a.Key) {
						links = append(links, link{a.Val, inner})
					}
				}
			}
		}
	}
	return links
}

// within are a node and all that is in it, in the order of the text.
func within(n ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && !yield(n) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

// children are the nodes directly in a node.
func children(n ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		for c := n.FirstChild(); c != nil && yield(c); {
			c = c.NextSibling()
		}
	}
}
