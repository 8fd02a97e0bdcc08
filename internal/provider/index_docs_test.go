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

// TestIndex_arguments: the page's table has a row for each argument, with the
// environment variables that its description names.
func TestIndex_arguments(t *testing.T) {
	t.Parallel()
	variable := regexp.MustCompile("`[A-Z]+_[A-Z_]+`")
	template := indexTemplate(t)
	count := 0
	var walk func(prefix string, attributes map[string]schema.Attribute)
	walk = func(prefix string, attributes map[string]schema.Attribute) {
		for name, a := range attributes {
			if nested, ok := a.(schema.SingleNestedAttribute); ok {
				walk(name+".", nested.Attributes)
				continue
			}
			count++
			_, row, found := strings.Cut(template, "\n| `"+prefix+name+"` |")
			row, _, _ = strings.Cut(row, "\n")
			if !found {
				t.Errorf("there is no row for %s", prefix+name)
			}
			for _, want := range variable.FindAllString(a.GetMarkdownDescription(), -1) {
				if !strings.Contains(row, want) {
					t.Errorf("the row for %s lacks %s: %s", prefix+name, want, row)
				}
			}
		}
	}
	walk("", providerSchema().Attributes)
	if rows := strings.Count(template, "\n| `"); rows < count {
		t.Errorf("%d rows for %d arguments", rows, count)
	}
}
