// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Where the project's own files are on the web, and its pages in the registry.
const (
	onGitHub   = "https://github.com/tencentredis/terraform-provider-tencentredis/"
	inRegistry = "https://registry.terraform.io/providers/tencentredis/tencentredis/latest"
)

// TestLinks: each link of each document leads to a file that git knows, and
// each #fragment to a heading.
func TestLinks(t *testing.T) {
	t.Parallel()
	r := openRepository(t)
	checked := 0
	for _, name := range r.documents() {
		p := r.pages[name]
		for _, link := range p.links(p.root) {
			checked++
			if problem := r.problem(p, link.to); problem != "" {
				t.Errorf("%s:%d: %s: %s", p.file, p.line(link.at), link.to, problem)
			}
		}
	}
	if checked < 50 {
		t.Errorf("found only %d links", checked)
	}
}

// target is where a link leads within the repository.
type target struct{ path, fragment string }

// own tells where a link of a page leads within the repository, if it does.
func own(p *page, to string) (target, bool) {
	u, err := url.Parse(to)
	if err != nil || u.Opaque != "" {
		return target{}, false
	}
	fragment := u.Fragment
	u.Fragment, u.RawFragment = "", ""
	bare := u.String()
	if u.Scheme == "" && u.Host == "" {
		switch {
		case u.Path == "":
			return target{p.path, fragment}, true
		case strings.HasPrefix(u.Path, "/"):
			return target{u.Path, fragment}, true // on GitHub, /x is https://github.com/x
		}
		return target{path.Join(path.Dir(p.path), u.Path), fragment}, true
	}
	if bare+"/" == onGitHub || bare == onGitHub {
		return target{"README.md", fragment}, true
	}
	for _, branch := range []string{"blob/main", "raw/main", "tree/main"} {
		if name, ok := strings.CutPrefix(bare, onGitHub+branch); ok {
			return target{path.Join(".", strings.TrimPrefix(name, "/")), fragment}, true
		}
	}
	if name, ok := strings.CutPrefix(bare, inRegistry); ok && (name == "" || name == "/docs") {
		return target{"docs/index.md", fragment}, true
	} else if ok {
		return target{strings.TrimPrefix(name, "/") + ".md", fragment}, true
	}
	return target{}, false
}

// problem is what is wrong with a link of a page. Links to other places, which
// only the web can answer for, have none.
func (r repository) problem(p *page, to string) string {
	u, err := url.Parse(to)
	if err != nil {
		return "is no URL"
	}
	if u.Scheme != "" && strings.TrimRight(to, ".,;:。，；：、）”") != to {
		return "ends in punctuation, which belongs to the sentence"
	}
	leadsTo, ok := own(p, to)
	if !ok {
		if u.Scheme == "https" || u.Scheme == "mailto" {
			return ""
		}
		return "is neither in this repository nor https"
	}
	if !r.paths[leadsTo.path] {
		return "git knows no " + leadsTo.path
	}
	if leadsTo.fragment != "" {
		switch other := r.pages[leadsTo.path]; {
		case other == nil:
			return leadsTo.path + " is no Markdown document, so it has no headings"
		case !hasAnchor(other, leadsTo.fragment):
			return fmt.Sprintf("%s has no heading #%s", leadsTo.path, leadsTo.fragment)
		}
	}
	return inRegistryToo(p, u)
}

func hasAnchor(p *page, name string) bool {
	_, ok := p.anchors()[name]
	return ok
}

// inRegistryToo is what is wrong with a link that works on GitHub, but not in
// the registry, which shows the pages below docs/.
//
// The registry leaves relative links to the browser, but for the ending ".md",
// which it drops. So a link from one page to another works in both places, and
// one to anything else does not. It shows docs/index.md as .../docs, without a
// slash, from which a browser takes relative links one folder too high. How it
// makes anchors of headings in Chinese is not documented.
func inRegistryToo(p *page, u *url.URL) string {
	if !strings.HasPrefix(p.path, "docs/") || u.Scheme != "" {
		return ""
	}
	name := path.Join(path.Dir(p.path), u.Path)
	switch {
	case strings.ContainsFunc(u.Fragment, func(r rune) bool { return r > '~' }):
		return `may not work in the registry: write <a id="…"></a> above the heading, with an id in ASCII`
	case u.Path == "":
		return ""
	case p.path == "docs/index.md":
		there := url.URL{Path: strings.TrimSuffix(name, ".md"), Fragment: u.Fragment}
		return "does not work on the registry's first page: write " + inRegistry + "/" + there.String()
	case !strings.HasPrefix(name, "docs/") || path.Ext(name) != ".md":
		return "is not shown in the registry: write " + onGitHub + "tree/main/" + name
	}
	return ""
}

func TestRepository_problem(t *testing.T) {
	t.Parallel()
	r := newRepository(map[string]string{
		"README.md":               "# Title\n\n## 中文标题\n",
		"docs/index.md":           "# Index\n\n## Part\n",
		"docs/guides/a.md":        "# A\n\n## 中文标题\n\n<a id=\"part\"></a>\n### 其他\n",
		"docs/guides/b.md":        "# B\n\n## Part\n",
		"docs/data-sources/x.md":  "# X\n",
		".changes/header.md":      "# Changes\n",
		"examples/one/main.tf":    "",
		"examples/one/README.md":  "# One\n",
		"images/with a space.png": "",
	})
	for _, tt := range []struct{ from, to, want string }{
		{"README.md", "#title", ""},
		{"README.md", "#中文标题", ""},
		{"README.md", "#%E4%B8%AD%E6%96%87%E6%A0%87%E9%A2%98", ""},
		{"README.md", "#Title", "README.md has no heading #Title"},
		{"README.md", "docs/guides/b.md#part", ""},
		{"README.md", "docs/guides/b.md#title", "docs/guides/b.md has no heading #title"},
		{"README.md", "./examples/one/", ""},
		{"README.md", "examples/two", "git knows no examples/two"},
		{"README.md", "images/with%20a%20space.png", ""},
		{"README.md", "docs/guides/b", "git knows no docs/guides/b"},
		{"README.md", "examples/one/main.tf#L3", "examples/one/main.tf is no Markdown document, so it has no headings"},
		{"README.md", "/docs/guides/b.md", "git knows no /docs/guides/b.md"},
		{"README.md", "..", "git knows no .."},
		{"README.md", "https://example.com/x#y", ""},
		{"README.md", "mailto:somebody@example.com", ""},
		{"README.md", "http://example.com", "is neither in this repository nor https"},
		{"README.md", "https://exa mple.com", "is no URL"},
		{"README.md", "https://example.com/，中文。", "ends in punctuation, which belongs to the sentence"},
		{"README.md", "https://example.com/x;", "ends in punctuation, which belongs to the sentence"},
		{"README.md", onGitHub + "tree/main/examples/one", ""},
		{"README.md", onGitHub + "tree/main", ""},
		{"README.md", onGitHub + "blob/main/README.md#title", ""},
		{"README.md", onGitHub + "tree/main/examples/two", "git knows no examples/two"},
		{"README.md", onGitHub + "issues", ""},
		{"README.md", onGitHub + "#title", ""},
		{"README.md", strings.TrimSuffix(onGitHub, "/") + "#end", "README.md has no heading #end"},
		{"README.md", inRegistry, ""},
		{"README.md", inRegistry + "/docs#part", ""},
		{"README.md", inRegistry + "/docs/guides/b#part", ""},
		{"README.md", inRegistry + "/docs/guides/c", "git knows no docs/guides/c.md"},
		{"examples/one/README.md", "../../docs/guides/a.md", ""},
		{"examples/one/README.md", "main.tf", ""},
		{".changes/header.md", "examples/one", ""},
		{".changes/header.md", "header.md", "git knows no header.md"},
		{"docs/index.md", "#part", ""},
		{"docs/index.md", inRegistry + "/docs/guides/b", ""},
		{"docs/index.md", "guides/b.md#part", "does not work on the registry's first page: write " + inRegistry + "/docs/guides/b#part"},
		{"docs/guides/a.md", "b.md#part", ""},
		{"docs/guides/a.md", "../index.md#part", ""},
		{"docs/guides/a.md", "../data-sources/x.md", ""},
		{"docs/guides/a.md", "#part", ""},
		{"docs/guides/a.md", "#中文标题", `may not work in the registry: write <a id="…"></a> above the heading, with an id in ASCII`},
		{"docs/guides/a.md", "../../examples/one", "is not shown in the registry: write " + onGitHub + "tree/main/examples/one"},
		{"docs/guides/a.md", "../../README.md", "is not shown in the registry: write " + onGitHub + "tree/main/README.md"},
	} {
		if got := r.problem(r.pages[tt.from], tt.to); got != tt.want {
			t.Errorf("%s in %s: %q, want %q", tt.to, tt.from, got, tt.want)
		}
	}
}

func TestPage_links(t *testing.T) {
	t.Parallel()
	p := newPage("x.md", `---
page_title: "[not](a-link)"
---

# A [heading](heading.md)

`+"```md\n[no](link)\n```"+`

Text with `+"`[no](link)`"+`, ![an image](image.png), <https://example.com/auto>, https://example.com/bare and a [reference].

| [cell](cell.md) |
| --- |
| - [not a list](row.md) |

<p align="center"><img src="inline.svg" alt=""></p>

Nested: [![badge](badge.svg)](badge.md) <a href="html.md">here</a>

[reference]: reference.md
`)
	type found struct {
		To   string
		Line int
	}
	var got []found
	for _, link := range p.links(p.root) {
		got = append(got, found{link.to, p.line(link.at)})
	}
	want := []found{
		{"heading.md", 5},
		{"image.png", 11},
		{"https://example.com/auto", 11},
		{"https://example.com/bare", 11},
		{"reference.md", 11},
		{"cell.md", 13},
		{"row.md", 15},
		{"inline.svg", 17},
		{"badge.md", 19},
		{"badge.svg", 19},
		{"html.md", 19},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}
