// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// documented is a thing of the provider that has a page and two examples of its
// own: a minimal one, and full.tf with all that it has.
type documented struct {
	minimal string   // its file's name, which tfplugindocs gives it
	block   string   // how its block in full.tf begins; empty: all of full.tf counts
	names   []string // what full.tf has there
}

// documentedThings are all that there are, by folder, which the pages share.
func documentedThings(t *testing.T) map[string]documented {
	t.Helper()
	schemas, err := providerserver.NewProtocol6(New("test")())().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	things := map[string]documented{}
	for name, s := range schemas.DataSourceSchemas {
		things["data-sources/"+name] = documented{"data-source.tf", `data "` + name + `" `, arguments(s.Block.Attributes)}
	}
	for name, s := range schemas.ResourceSchemas {
		things["resources/"+name] = documented{"resource.tf", `resource "` + name + `" `, arguments(s.Block.Attributes)}
	}
	for name, s := range schemas.ActionSchemas {
		things["actions/"+name] = documented{"action.tf", `action "` + name + `" `, arguments(s.Schema.Block.Attributes)}
	}
	for name, s := range schemas.EphemeralResourceSchemas {
		things["ephemeral-resources/"+name] = documented{"ephemeral-resource.tf", `ephemeral "` + name + `" `, arguments(s.Block.Attributes)}
	}
	for name, f := range schemas.Functions {
		result, ok := f.Return.Type.(tftypes.Object)
		if !ok || len(f.Parameters) != 1 {
			t.Fatalf("%s has %d parameters and returns %s; this test knows one and an object", name, len(f.Parameters), f.Return.Type)
		}
		thing := documented{minimal: "function.tf"}
		for attribute := range result.AttributeTypes {
			thing.names = append(thing.names, attribute)
		}
		things["functions/"+name] = thing
	}
	return things
}

// arguments are the names of all that may be set, nested ones too, as often as
// there are.
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

// TestExamples_full: each page shows a minimal and a full example, and the full
// one leaves nothing out.
func TestExamples_full(t *testing.T) {
	t.Parallel()
	things := documentedThings(t)
	if len(things) < 5 {
		t.Fatalf("there are only %d things", len(things))
	}
	for folder, thing := range things {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			read := func(path string) string {
				content, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(path)))
				if err != nil {
					t.Fatal(err)
				}
				return string(content)
			}
			page := read("docs/" + strings.Replace(folder, "/tencentredis_", "/", 1) + ".md")
			full := read("examples/" + folder + "/full.tf")
			for _, example := range []string{read("examples/" + folder + "/" + thing.minimal), full} {
				if !strings.Contains(page, "```terraform\n"+strings.TrimSpace(example)+"\n```") {
					t.Errorf("the page does not show this:\n%s", example)
				}
			}
			block := full
			if thing.block != "" {
				_, block, _ = strings.Cut("\n"+full, "\n"+thing.block)
				block, _, _ = strings.Cut(block, "\n}\n")
			}
			used := map[string]int{}
			for _, name := range regexp.MustCompile(`(?m)^ +(\w+) += |\.(\w+)`).FindAllStringSubmatch(block, -1) {
				used[name[1]+name[2]]++
			}
			for _, name := range thing.names {
				if used[name]--; used[name] < 0 {
					t.Errorf("full.tf leaves out %s", name)
				}
			}
		})
	}
}
