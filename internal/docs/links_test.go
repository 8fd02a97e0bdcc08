// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const (
	root       = "../.." // the repository's folder
	onGitHub   = "https://github.com/tencentredis/terraform-provider-tencentredis"
	inRegistry = "https://registry.terraform.io/providers/tencentredis/tencentredis/latest"
)

// repository is what git tracks, and so what a clone has.
type repository struct {
	paths map[string]bool  // files and folders
	pages map[string]*page // the Markdown documents
}

// TestLinks: each link of each document leads to a file that git tracks, and
// each fragment to a heading.
func TestLinks(t *testing.T) {
	t.Parallel()
	r := readRepository(t)
	checked := 0
	for _, p := range r.pages {
		for _, b := range p.blocks {
			for _, to := range b.links() {
				checked++
				if problem := r.problem(p, to); problem != "" {
					t.Errorf("%s: %s: %s", p.at(b), to, problem)
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("found only %d links", checked)
	}
}

func readRepository(t *testing.T) repository {
	t.Helper()
	listed, err := exec.CommandContext(t.Context(), "git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		t.Fatalf("these tests need a git clone of the project: %v", err)
	}
	r := repository{paths: map[string]bool{}, pages: map[string]*page{}}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		if path.Ext(name) == ".md" {
			r.pages[name] = newPage(name, read(t, name))
		}
		for folder := name; !r.paths[folder]; folder = path.Dir(folder) {
			r.paths[folder] = true
		}
	}
	return r
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// target is where a link leads within the repository.
type target struct{ path, fragment string }

// resolve returns where a link of the page at from leads within the repository,
// and whether it does.
func resolve(from string, u *url.URL) (target, bool) {
	place := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	switch absolute := strings.TrimSuffix(place.String(), "/"); {
	case u.Scheme == "" && u.Path == "":
		return target{from, u.Fragment}, true
	case u.Scheme == "" && strings.HasPrefix(u.Path, "/"):
		return target{u.Path, u.Fragment}, true // on GitHub, /x is https://github.com/x
	case u.Scheme == "":
		return target{path.Join(path.Dir(from), u.Path), u.Fragment}, true
	case absolute == onGitHub:
		return target{"README.md", u.Fragment}, true
	case absolute == inRegistry, absolute == inRegistry+"/docs":
		return target{"docs/index.md", u.Fragment}, true
	default:
		if name, ok := strings.CutPrefix(absolute, inRegistry+"/"); ok {
			return target{name + ".md", u.Fragment}, true
		}
		for _, branch := range []string{"/blob/main", "/raw/main", "/tree/main"} {
			if name, ok := strings.CutPrefix(absolute, onGitHub+branch); ok {
				return target{path.Join(".", strings.TrimPrefix(name, "/")), u.Fragment}, true
			}
		}
		return target{}, false
	}
}

// problem is what is wrong with a link of a page, if anything. Links to other
// sites are taken as they are; make links requests them.
func (r repository) problem(p *page, to string) string {
	u, err := url.Parse(to)
	if err != nil {
		return "is not a URL"
	}
	leadsTo, ok := resolve(p.path, u)
	switch {
	case !ok && (u.Scheme == "https" || u.Scheme == "mailto"):
		return ""
	case !ok:
		return "is neither in this repository nor https"
	case !r.paths[leadsTo.path]:
		return "git tracks no " + leadsTo.path
	case leadsTo.fragment == "":
		return inRegistryToo(p, u)
	case r.pages[leadsTo.path] == nil:
		return leadsTo.path + " is not a Markdown document, so it has no headings"
	}
	if _, found := r.pages[leadsTo.path].anchors()[leadsTo.fragment]; !found {
		return fmt.Sprintf("%s has no heading #%s", leadsTo.path, leadsTo.fragment)
	}
	return inRegistryToo(p, u)
}

// inRegistryToo is what is wrong with a relative link that works on GitHub, but
// not in the registry. The registry shows only the pages below docs/, and drops
// the ".md" of links. It shows docs/index.md as .../docs, without a slash, from
// which a browser resolves relative links one folder too high. How it makes
// anchors of headings in Chinese is not documented.
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
		return "does not work on the registry's first page: write " + inRegistry + "/" + strings.TrimSuffix(name, ".md")
	case !strings.HasPrefix(name, "docs/") || path.Ext(name) != ".md":
		return "is not shown in the registry: write " + onGitHub + "/tree/main/" + name
	}
	return ""
}
