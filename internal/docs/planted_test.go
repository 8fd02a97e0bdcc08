// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"slices"
	"strings"
	"testing"
)

const inEnglish = `---
page_title: "Wait"
subcategory: ""
description: |-
  How to wait.
---

# Wait

Set ` + "`limit`" + ` and ` + "`region`" + `, as [below](#table-of-limits), with Terraform 1.10.

{{ tffile "examples/wait/main.tf" }}

- one: [Other](other.md#end)
- two: <https://example.com>

## Table of ` + "`limits`" + `

| Name | Value |
| --- | --- |
| ` + "`limit`, `max`" + ` | 1.2 |
| ` + "`region`" + ` | none |
| Missing Region | Terraform, OpenTofu |

` + "```shell\nterraform plan # now\n```\n"

const inChinese = `---
page_title: "等待"
subcategory: "中文"
description: |-
  如何等待。
---

# 等待

用 Terraform 1.10 设置 ` + "`region`" + ` 与 ` + "`limit`" + `，见[下表](#limits)。

{{ tffile "examples/wait/main.tf" }}

- 一：[另一页](other-zh-cn.md#end)
- 二：<https://example.com>

<a id="limits"></a>
## ` + "`limits`" + ` 一览

| 名称 | 值 |
| --- | --- |
| ` + "`max`、`limit`" + ` | 1.2 |
| ` + "`region`" + ` | 无 |
| Missing Region | Terraform、OpenTofu |

` + "```shell\nterraform plan # now\n```\n"

// TestEditions_problems plants one mistake after the other in a page that is
// in step.
func TestEditions_problems(t *testing.T) {
	t.Parallel()
	const (
		heading = `templates/guides/wait-zh-cn.md.tmpl:8: "等待" differs from templates/guides/wait.md.tmpl:8: "Wait"`
		table   = `templates/guides/wait-zh-cn.md.tmpl:18: "limits 一览" differs from templates/guides/wait.md.tmpl:17: "Table of limits"`
	)
	for name, tt := range map[string]struct {
		from, to string   // what becomes what in the Chinese page
		want     []string // in the one problem, or empty
	}{
		"none":                {},
		"paragraph left out":  {from: "用 Terraform", to: "{{ x }}\n\n用 Terraform", want: []string{heading, "+", "{{ x }}"}},
		"item left out":       {from: "- 二：<https://example.com>\n", want: []string{heading, "-", "listitem", "https://example.com"}},
		"item more":           {from: "- 二", to: "- 三\n- 二", want: []string{heading, "+", "listitem"}},
		"list numbered":       {from: "- 一", to: "1. 一", want: []string{heading, "numbered list"}},
		"other code":          {from: "`region` 与", to: "`regions` 与", want: []string{heading, "`region`", "`regions`"}},
		"code left out":       {from: "`region` 与", to: "地域与", want: []string{heading, "`region`"}},
		"other version":       {from: "1.10", to: "1.11", want: []string{heading, "1.10", "1.11"}},
		"other file":          {from: "wait/main.tf", to: "wait/outputs.tf", want: []string{heading, "outputs.tf"}},
		"link to English":     {from: "other-zh-cn.md", to: "other.md", want: []string{heading, "→ docs/guides/other-zh-cn.md, heading 2", "→ docs/guides/other.md, heading 2"}},
		"link to other place": {from: "#end", to: "#start", want: []string{heading, "heading 2", "heading 1"}},
		"link within":         {from: "(#limits)", to: "(#等待)", want: []string{heading, "wait-zh-cn.md, heading 2", "wait-zh-cn.md, heading 1"}},
		"link without place":  {from: "#end", to: "", want: []string{heading, "heading 2"}},
		"other site":          {from: "https://example.com", to: "https://example.com/zh", want: []string{heading, "https://example.com/zh"}},
		"heading's level":     {from: "\n## `", to: "\n### `", want: []string{`"limits 一览" has another heading than`, `"Table of limits"`}},
		"heading's code":      {from: "## `limits`", to: "## `limit`", want: []string{`"limit 一览" has another heading than`, `"Table of limits"`}},
		"heading more":        {from: "terraform plan # now\n```\n", to: "terraform plan # now\n```\n\n## 完\n", want: []string{"wait.md.tmpl ends before templates/guides/wait-zh-cn.md.tmpl:30: \"完\""}},
		"row left out":        {from: "| `region` | 无 |\n", want: []string{table, "-", "row | `region` |"}},
		"row's code":          {from: "`max`、", want: []string{table, "row | `limit` | 1.2"}},
		"row's version":       {from: "| 1.2 |", to: "| 1.3 |", want: []string{table, "1.2", "1.3"}},
		"name in a row":       {from: "Missing Region", to: "No Region", want: []string{`:24: not Chinese, and not as in English: "No Region", want "Missing Region"`}},
		"column more":         {from: "| 名称 | 值 |\n| --- | --- |", to: "| 名称 | 值 | 新 |\n| --- | --- | --- |", want: []string{table, "row | | |"}},
		"code in a block":     {from: "terraform plan", to: "terraform apply", want: []string{table, "terraform plan", "terraform apply"}},
		"comment in a block":  {from: "# now", to: "# 现在", want: []string{table, "# 现在"}},
		"language of a block": {from: "```shell", to: "```sh", want: []string{table, "code shell"}},
		"front matter":        {from: "description: |-\n  如何等待。\n", to: "", want: []string{"front matter (-English +Chinese)", `"description"`}},
	} {
		if tt.from != "" && !strings.Contains(inChinese, tt.from) {
			t.Fatalf("%s: nothing to change", name)
		}
		e := editions{}
		e.add("templates/guides/wait.md.tmpl", inEnglish)
		e.add("templates/guides/wait-zh-cn.md.tmpl", strings.Replace(inChinese, tt.from, tt.to, 1))
		e.add("templates/guides/other.md.tmpl", "# Start\n\n## End\n")
		e.add("templates/guides/other-zh-cn.md.tmpl", "# 开始\n\n<a id=\"start\"></a>\n\n<a id=\"end\"></a>\n## 结束\n")
		got := e.compare(e["docs/guides/wait.md"], e["docs/guides/wait-zh-cn.md"])
		if len(got) != min(len(tt.want), 1) {
			t.Errorf("%s: %d problems, want %d:\n%s", name, len(got), min(len(tt.want), 1), strings.Join(got, "\n"))
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(got[0], want) {
				t.Errorf("%s: the problem does not say %q:\n%s", name, want, got[0])
			}
		}
	}
}

// TestEditions_alone: a page in one language only.
func TestEditions_alone(t *testing.T) {
	t.Parallel()
	e := editions{}
	e.add("README.md", "English | [中文](README.zh-CN.md)\n\n# Title\n")
	e.add("README.zh-CN.md", "[English](README.md) | 中文\n\n# 标题\n")
	e.add("templates/guides/new.md.tmpl", "# New\n")
	e.add("templates/guides/old-zh-cn.md.tmpl", "# 旧\n")
	want := []string{
		"templates/guides/new.md.tmpl has no counterpart docs/guides/new-zh-cn.md",
		"templates/guides/old-zh-cn.md.tmpl has no counterpart docs/guides/old.md",
	}
	if got := e.problems(); !slices.Equal(got, want) {
		t.Errorf("problems %q, want %q", got, want)
	}
}
