// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// goPackage is what go list tells of a package.
type goPackage struct {
	ImportPath           string
	GoFiles              []string
	Imports, TestImports []string
}

// TestImports: the table in internal/README.md names each package, and what it
// imports of this repository.
func TestImports(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(root, "internal", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string][]string{}
	name := regexp.MustCompile("`([^`]+)`")
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .* \\|(.*)\\|$").FindAllStringSubmatch(string(content), -1) {
		var imports []string
		for _, match := range name.FindAllStringSubmatch(row[2], -1) {
			imports = append(imports, match[1])
		}
		documented[row[1]] = imports
	}
	actual := map[string][]string{}
	for _, module := range []string{".", "internal/bench", "internal/conformance"} {
		for _, p := range listPackages(t, module) {
			if short, ok := strings.CutPrefix(p.ImportPath, own); ok && !strings.HasPrefix(short, "bench/") {
				actual[short] = p.ownImports()
			}
		}
	}
	if diff := cmp.Diff(documented, actual); diff != "" {
		t.Errorf("packages and what they import (-internal/README.md +go list):\n%s", diff)
	}
}

// ownImports are those of this repository, and those of its tests where there
// is nothing else in the package but its comment.
func (p goPackage) ownImports() []string {
	imports := p.Imports
	if slices.Equal(p.GoFiles, []string{"doc.go"}) {
		imports = p.TestImports
	}
	names := map[string]bool{}
	for _, path := range imports {
		if short, ok := strings.CutPrefix(path, own); ok {
			names[short] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// listPackages are those of the module in a folder.
func listPackages(t *testing.T, module string) []goPackage {
	t.Helper()
	var all []goPackage
	decoder := json.NewDecoder(strings.NewReader(goTool(t, "-C", module, "list", "-json=ImportPath,GoFiles,Imports,TestImports", "./...")))
	for {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
