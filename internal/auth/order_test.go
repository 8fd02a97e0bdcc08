// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// TestDocumentation_order: the guides state the order that Find follows.
func TestDocumentation_order(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../templates/guides/*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, page := range append(pages, "../../templates/index.md.tmpl") {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	tables := map[bool]string{}
	for i, s := range order() {
		by := ""
		if names := s.settings(); len(names) > 0 {
			by = "`" + strings.Join(names, "`, `") + "` "
		}
		tables[s.chained] += fmt.Sprintf("| %d | %s | %s|\n", i+1, s.title(), by)
	}
	for _, table := range tables {
		if !strings.Contains(all.String(), "| --- | --- | --- |\n"+table+"\n") {
			t.Errorf("the templates lack this table, or have more rows:\n%s", table)
		}
	}
}

// settings returns the arguments and variables that select the source.
func (s step) settings() []string {
	var names []string
	if s.place != setting.InEnvironment {
		for _, a := range s.selectors {
			names = append(names, a.Path)
		}
	}
	if s.place != setting.InBlock {
		var variables []string
		for _, a := range s.variables {
			variables = append(variables, a.Env...)
		}
		names = append(names, variables[:min(2, len(variables))]...)
	}
	return names
}
