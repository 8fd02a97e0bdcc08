// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// documentedObjects returns the names of the arguments of each object of the
// provider, or of a function's results, by the folder of its examples.
func documentedObjects(t *testing.T) map[string][]string {
	t.Helper()
	schemas := serve(t, nil).schemas
	objects := map[string][]string{}
	for folder, of := range map[string]map[string]*tfprotov6.Schema{
		"data-sources/": schemas.DataSourceSchemas, "resources/": schemas.ResourceSchemas, "ephemeral-resources/": schemas.EphemeralResourceSchemas,
	} {
		for name, s := range of {
			objects[folder+name] = arguments(s.Block.Attributes)
		}
	}
	for name, s := range schemas.ActionSchemas {
		objects["actions/"+name] = arguments(s.Schema.Block.Attributes)
	}
	for name, f := range schemas.Functions {
		for result := range maps.Keys(f.Return.Type.(tftypes.Object).AttributeTypes) {
			objects["functions/"+name] = append(objects["functions/"+name], result)
		}
	}
	return objects
}

// arguments returns the names of all arguments, nested ones included.
func arguments(attributes []*tfprotov6.SchemaAttribute) []string {
	var names []string
	for _, a := range attributes {
		if !a.Required && !a.Optional {
			continue
		}
		names = append(names, a.Name)
		if a.NestedType != nil {
			names = append(names, arguments(a.NestedType.Attributes)...)
		}
	}
	return names
}

// TestExamples_full: each object of the provider has a row in the README and an example
// full.tf, shown on its page, with every argument.
func TestExamples_full(t *testing.T) {
	t.Parallel()
	read := func(path string) string {
		content, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	readme := read("README.md")
	for folder, names := range documentedObjects(t) {
		kind, name, _ := strings.Cut(folder, "/")
		path := "docs/" + kind + "/" + strings.TrimPrefix(name, "tencentredis_") + ".md"
		page, full := read(path), read("examples/"+folder+"/full.tf")
		minimal := read("examples/" + folder + "/" + strings.TrimSuffix(kind, "s") + ".tf")
		for _, example := range []string{minimal, full} {
			if !strings.Contains(page, "```terraform\n"+strings.TrimSpace(example)+"\n```") {
				t.Errorf("%s does not show this:\n%s", path, example)
			}
		}
		used := map[string]int{}
		for _, name := range regexp.MustCompile(`(?m)^ +(\w+) += |\.(\w+)`).FindAllStringSubmatch(blockOf(full, name), -1) {
			used[name[1]+name[2]]++
		}
		for _, name := range names {
			if used[name]--; used[name] < 0 {
				t.Errorf("examples/%s/full.tf lacks %s", folder, name)
			}
		}
		if !strings.Contains(readme, "[`"+name+"`]("+path+")") {
			t.Errorf("the README has no link from `%s` to %s", name, path)
		}
	}
}

// blockOf returns the first block of that type, or all of full.tf if it has none.
func blockOf(full, name string) string {
	block := regexp.MustCompile(`(?ms)^(data|resource|action|ephemeral) "` + name + `" .*?^}$`).FindString(full)
	if block == "" {
		return full
	}
	return block
}
