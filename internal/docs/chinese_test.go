// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

var (
	han = regexp.MustCompile(`\p{Han}`)
	// Names have capitals or underscores, and short words may be code, such as null.
	englishWord = regexp.MustCompile(`\b[a-z]{5,}\b`)
	// A browser shows the end of a line as a space.
	brokenLine = regexp.MustCompile(`[\p{Han}，。；：、！？（）“”]\n\s*[\p{Han}，。；：、！？（）“”]`)
	halfWidth  = regexp.MustCompile(`\p{Han}[,.;:!?()]|[,;:!?()]\p{Han}`)
	unspaced   = regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}`)
)

// slips are where a page is not written as Chinese is in this project.
func (p *page) slips() []string {
	var slips []string
	if strings.HasPrefix(p.path, "docs/") {
		slips = p.frontSlips()
	}
	for n := range within(p.root) {
		switch n.(type) {
		case *ast.Heading, *ast.Paragraph, *ast.TextBlock, *extension.TableCell:
			for _, what := range p.textSlips(n) {
				slips = append(slips, fmt.Sprintf("%s:%d: %s", p.file, p.line(n), what))
			}
		}
	}
	return slips
}

// frontSlips are those in front matter, which the registry makes its menu of.
func (p *page) frontSlips() []string {
	var slips []string
	if !strings.Contains(p.front, "subcategory: \"中文\"\n") {
		slips = append(slips, p.file+`: front matter wants subcategory: "中文"`)
	}
	if _, description, _ := strings.Cut(p.front, "description: |-\n"); !han.MatchString(description) {
		slips = append(slips, p.file+": front matter wants a description in Chinese")
	}
	for n := range children(p.root) {
		if n.Kind() == ast.KindHeading {
			if title := fmt.Sprintf("page_title: %q\n", p.plain(n)); !strings.Contains(p.front, title) {
				slips = append(slips, p.file+": front matter wants the title, "+title)
			}
			break
		}
	}
	return slips
}

// textSlips are those in a text.
func (p *page) textSlips(n ast.Node) []string {
	source := strings.TrimSpace(p.source(n))
	if strings.HasPrefix(source, "{{") {
		return nil
	}
	var slips []string
	if prose := p.prose(n); !han.MatchString(prose) && englishWord.MatchString(prose) {
		slips = append(slips, "not translated: "+prose)
	}
	if strings.Contains(p.prose(n), "**") {
		slips = append(slips, "** shows as it is: Markdown wants punctuation outside of it")
	}
	if found := brokenLine.FindString(source); found != "" {
		slips = append(slips, fmt.Sprintf("a line ends between Chinese characters, which shows as a space: %q", found))
	}
	if found := halfWidth.FindString(p.plain(n)); found != "" {
		slips = append(slips, fmt.Sprintf("half-width punctuation: %q", found))
	}
	if found := unspaced.FindString(p.plain(n)); found != "" {
		slips = append(slips, fmt.Sprintf("no space between Chinese and Latin: %q", found))
	}
	return slips
}

// altered are the texts in blocks of a Chinese page which are not Chinese, such
// as the names of errors, and yet say something else than the English ones.
func altered(english, chinese *page, in, as []ast.Node) []string {
	var altered []string
	before, after := texts(in), texts(as)
	for i := range min(len(before), len(after)) {
		was, is := english.prose(before[i]), chinese.prose(after[i])
		if !han.MatchString(is) && names(is) != "" && names(is) != names(was) {
			altered = append(altered, fmt.Sprintf("%s:%d: not Chinese, and not as in English: %q, want %q",
				chinese.file, chinese.line(after[i]), is, was))
		}
	}
	return altered
}

// prose is the text of a node outside of code and links.
func (p *page) prose(n ast.Node) string {
	return p.plain(n, ast.KindCodeSpan, ast.KindLink, ast.KindImage, ast.KindAutoLink)
}

// texts are the paragraphs and table cells in blocks.
func texts(blocks []ast.Node) []ast.Node {
	var texts []ast.Node
	for _, block := range blocks {
		for n := range within(block) {
			switch n.(type) {
			case *ast.Paragraph, *ast.TextBlock, *extension.TableCell:
				texts = append(texts, n)
			}
		}
	}
	return texts
}

// names are the letters and digits of a text.
func names(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func TestPage_slips(t *testing.T) {
	t.Parallel()
	const front = "---\npage_title: \"版本\"\nsubcategory: \"中文\"\ndescription: |-\n  各个版本。\n---\n\n# 版本\n\n"
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"none": {
			text: front + "需要 Terraform 1.10 及以上\nOpenTofu 也可以：`x` 与 [y](y.md)（见上）。\n\n| Terraform 1.10 | `terraform plan` |\n| --- | --- |\n\n" +
				"{{ tffile \"examples/main.tf\" }}\n\n```shell\nterraform apply # as it is\n```\n\n- [CHANGELOG.md](CHANGELOG.md)\n",
		},
		"no front matter": {
			text: "# 版本\n",
			want: []string{
				`f: front matter wants subcategory: "中文"`,
				"f: front matter wants a description in Chinese",
				"f: front matter wants the title, page_title: \"版本\"\n",
			},
		},
		"English": {
			text: front + "It works.\n\n- as_before, not null\n\n| always |\n| --- |\n| never ever |\n\n## The end\n",
			want: []string{
				"f:10: not translated: It works.", "f:14: not translated: always", "f:16: not translated: never ever",
			},
		},
		"emphasis": {
			text: front + "**重点。**这里。\n\n**重点**。这里**也是**。\n",
			want: []string{"f:10: ** shows as it is: Markdown wants punctuation outside of it"},
		},
		"broken line": {
			text: front + "一行\n两行。\n\n- 三行，\n  四行。\n",
			want: []string{
				`f:10: a line ends between Chinese characters, which shows as a space: "行\n两"`,
				`f:13: a line ends between Chinese characters, which shows as a space: "，\n四"`,
			},
		},
		"half width": {
			text: front + "中文,英文。\n\n中文 (英文)。\n\n中文: `x`。\n",
			want: []string{`f:10: half-width punctuation: "文,"`, `f:12: half-width punctuation: "(英"`, `f:14: half-width punctuation: "文:"`},
		},
		"no space": {
			text: front + "用Terraform。\n\n设置`region`即可。\n",
			want: []string{`f:10: no space between Chinese and Latin: "用T"`, `f:12: no space between Chinese and Latin: "置r"`},
		},
	} {
		p := newPage("f", tt.text)
		p.path = "docs/guides/f-zh-cn.md"
		if diff := cmp.Diff(tt.want, p.slips()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
