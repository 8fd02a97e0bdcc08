// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestComplete: each thing that the provider has is tried in an example, which
// its page shows, and is in the README's table.
func TestComplete(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(repository, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for kind, names := range map[string][]string{
		"data-sources": dataSourceNames(t), "ephemeral-resources": ephemeralNames(t), "functions": functionNames(t),
		"resources": resourceNames(t), "actions": actionNames(t),
	} {
		for _, name := range names {
			if exampleTests[kind+"/"+name].try == nil {
				t.Errorf("no test tries examples/%s/%s", kind, name)
			}
			page := "docs/" + kind + "/" + strings.TrimPrefix(name, "tencentredis_") + ".md"
			if !strings.Contains(string(readme), "[`"+name+"`]("+page+")") {
				t.Errorf("the README has no link from `%s` to %s", name, page)
			}
		}
	}
}
