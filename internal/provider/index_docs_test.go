// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

func indexTemplate(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash("../../templates/index.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestIndex_order: the page states the order that Resolve follows.
func TestIndex_order(t *testing.T) {
	t.Parallel()
	var bases, steps strings.Builder
	for i, s := range credentials.Order() {
		names := s.Arguments
		if len(names) == 0 || s.Chained {
			names = append(names, s.Variables[:min(2, len(s.Variables))]...) // those that choose it
		}
		by := ""
		if len(names) > 0 {
			by = "`" + strings.Join(names, "`, `") + "` "
		}
		table := &bases
		if s.Chained {
			table = &steps
		}
		fmt.Fprintf(table, "| %d | %s | %s|\n", i+1, s.Name, by)
	}
	template := indexTemplate(t)
	for _, table := range []string{bases.String(), steps.String()} {
		if !strings.Contains(template, "| --- | --- | --- |\n"+table+"\n") {
			t.Errorf("the template lacks this table, or it goes on:\n%s", table)
		}
	}
}

var (
	variableName = regexp.MustCompile("`[A-Z]+_[A-Z_]+`")
	defaultValue = regexp.MustCompile("Default: (`[^`]+`)")
)

// TestIndex_arguments: the page's table has a row for each argument and no
// other, with the environment variables that its description names, in their
// order, and the default.
func TestIndex_arguments(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(indexTemplate(t), "| Argument | Environment variable | Default |\n| --- | --- | --- |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := map[string]string{}
	for row := range strings.SplitSeq(table, "\n") {
		name, rest, _ := strings.Cut(strings.TrimPrefix(row, "| `"), "` |")
		rows[name] = rest
	}
	var walk func(prefix string, attributes map[string]schema.Attribute)
	walk = func(prefix string, attributes map[string]schema.Attribute) {
		for name, a := range attributes {
			if nested, ok := a.(schema.SingleNestedAttribute); ok {
				walk(name+".", nested.Attributes)
				continue
			}
			row, found := rows[prefix+name]
			delete(rows, prefix+name)
			if !found {
				t.Errorf("there is no row for %s", prefix+name)
				continue
			}
			description := a.GetMarkdownDescription()
			want, got := variableName.FindAllString(description, -1), variableName.FindAllString(row, -1)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("variables of %s (-description +row):\n%s", prefix+name, diff)
			}
			if value := defaultValue.FindStringSubmatch(description); value != nil && !strings.Contains(row, value[1]) {
				t.Errorf("the row of %s lacks the default %s: %s", prefix+name, value[1], row)
			}
		}
	}
	walk("", providerSchema().Attributes)
	if len(rows) > 0 {
		t.Errorf("rows for what is no argument: %v", rows)
	}
}
