// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// page is a Markdown document as a list of blocks.
type page struct {
	file   string // where it is written
	path   string // where it is read; differs from file for a template
	front  string // front matter
	blocks []block
}

type kind string

const (
	heading   kind = "heading"
	paragraph kind = "paragraph"
	item      kind = "list item"
	row       kind = "table row"
	code      kind = "code"
	directive kind = "directive" // of a template
)

// block is the smallest part that a translation keeps as a whole.
type block struct {
	kind kind
	line int
	text string
}

var (
	itemStart = regexp.MustCompile(`^(?:[-*]|\d+\.)(?: |$)`)
	separator = regexp.MustCompile(`^\|[ :|-]+\|$`)
)

// newPage parses a document. It knows as much of Markdown as the documents use.
func newPage(file, content string) *page {
	p := &page{file: file, path: file}
	lines := strings.Split(content, "\n")
	begin := 0
	if lines[0] == "---" {
		begin = slices.Index(lines[1:], "---") + 2
		p.front = strings.Join(lines[1:begin-1], "\n")
	}
	fenced, open := false, false // open: the next line may continue the last block
	for i, line := range lines[begin:] {
		text, number := strings.TrimSpace(line), begin+i+1
		switch {
		case strings.HasPrefix(text, "```"):
			fenced, open = !fenced, false
			if fenced {
				p.add(code, number, text)
			}
		case fenced:
			p.add(code, number, line)
		case text == "" || separator.MatchString(text):
			open = false
		case strings.HasPrefix(text, "#"):
			p.add(heading, number, text)
			open = false
		case strings.HasPrefix(text, "{{"):
			p.include(text, number)
			open = false
		case strings.HasPrefix(text, "|"):
			p.add(row, number, text)
			open = false
		case itemStart.MatchString(text):
			p.add(item, number, text)
			open = true
		case open:
			p.blocks[len(p.blocks)-1].text += "\n" + text
		default:
			p.add(paragraph, number, text)
			open = true
		}
	}
	return p
}

var quote = regexp.MustCompile(`^\{\{ (?:tffile|codefile "(\w+)") "([^"]+)" \}\}$`)

// include adds the code that a directive quotes, so that the other edition may
// have it in full, with comments in its own language.
func (p *page) include(text string, number int) {
	quoted := quote.FindStringSubmatch(text)
	if quoted == nil {
		p.add(directive, number, text)
		return
	}
	content, err := os.ReadFile(filepath.Join(root, quoted[2]))
	if err != nil {
		p.add(directive, number, text)
		return
	}
	p.add(code, number, "```"+cmp.Or(quoted[1], "terraform"))
	for line := range strings.SplitSeq(string(content), "\n") {
		p.add(code, number, line)
	}
}

func (p *page) add(k kind, line int, text string) {
	p.blocks = append(p.blocks, block{k, line, text})
}

// at is the place of a block, for people.
func (p *page) at(b block) string { return fmt.Sprintf("%s:%d", p.file, b.line) }

var (
	codeSpan = regexp.MustCompile("`+[^`]+`+")
	linkText = regexp.MustCompile(`(!?)\[([^][]*)\]\([^)]*\)`)
	linkTo   = regexp.MustCompile(`\]\(([^) ]+)[^)]*\)|<(https?://[^> ]+)>|(?:href|src|srcset)="([^"]+)"|^\[[^]]+\]: (\S+)|(https?://[^\s<>()|"]*[^\s<>()|".,;:!?])`)
	idOf     = regexp.MustCompile(`<a (?:id|name)="([^"]+)">`)
	tag      = regexp.MustCompile(`<[^>]*>`)
)

// links are the places that a block links to.
func (b block) links() []string {
	if b.kind == code || b.kind == directive {
		return nil
	}
	var links []string
	for _, match := range linkTo.FindAllStringSubmatch(codeSpan.ReplaceAllString(b.text, "``"), -1) {
		links = append(links, strings.Join(match[1:], ""))
	}
	return links
}

// prose is a block's text without code, links, and tags.
func (b block) prose() string {
	text := linkText.ReplaceAllString(codeSpan.ReplaceAllString(b.text, "``"), "[]")
	return strings.TrimSpace(tag.ReplaceAllString(text, ""))
}
