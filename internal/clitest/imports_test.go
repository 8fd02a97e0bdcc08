// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// root is the root directory of the repository.
const root = "../.."

const own = "github.com/tencentredis/terraform-provider-tencentredis/internal/"

// TestLinked: dependencies of tests and commands are not in the provider.
func TestLinked(t *testing.T) {
	t.Parallel()
	linked := linkedPackages(t)
	if linked[own+"provider"] == nil {
		t.Fatal("the provider is not linked")
	}
	for path, imports := range linked {
		// Only go-plugin may import "testing".
		if slices.Contains(imports, "testing") && path != "github.com/hashicorp/go-plugin" {
			t.Errorf("%s, which is linked into the provider, imports testing", path)
		}
		for _, unwanted := range []string{
			own + "clitest", own + "cmd", own + "fakeapi", own + "terraformcli",
			"github.com/google/go-cmp", "github.com/hashicorp/hc-install", "github.com/hashicorp/terraform-exec",
			"github.com/hashicorp/terraform-plugin-sdk", "github.com/hashicorp/terraform-plugin-testing",
			"github.com/redis", "github.com/rogpeppe", "github.com/tencentcloud", "github.com/tencentyun",
		} {
			if path == unwanted || strings.HasPrefix(path, unwanted+"/") {
				t.Errorf("%s is linked into the provider", path)
			}
		}
	}
}

// directModules are the direct dependencies and their purposes.
var directModules = map[string]string{
	"github.com/agext/levenshtein":                               "setting: suggestions",
	"github.com/go-json-experiment/json":                         "tencentapi: responses, decoded three times as fast; textfile: names with case; encoding/json/v2 from Go 1.27 on",
	"github.com/google/go-cmp":                                   "tests: differences",
	"github.com/hanwen/go-fuse/v2":                               "tests of download: a file system that refuses what a test wants",
	"github.com/hashicorp/hc-install":                            "terraformcli: downloads Terraform if there is none",
	"github.com/hashicorp/terraform-plugin-framework":            "the provider",
	"github.com/hashicorp/terraform-plugin-framework-validators": "the provider: enumerations, lists",
	"github.com/hashicorp/terraform-plugin-go":                   "config: values of the provider block; actionserver: the protocol",
	"github.com/hashicorp/terraform-plugin-log":                  "the provider: its log",
	"github.com/hashicorp/terraform-plugin-testing":              "tests: acceptance",
	"github.com/rogpeppe/go-internal":                            "clitest: transcripts",
	"github.com/redis/go-redis/v9":                               "e2e: a client of Redis",
	"golang.org/x/net":                                           "the provider: proxies, as net/http reads them from the environment",
	"golang.org/x/sync":                                          "auth, redisapi: one request for concurrent callers; download: files at the same time",
	"golang.org/x/text":                                          "the provider: normal forms of file names",
	"golang.org/x/sys":                                           "download: free space and locks; cmd/tencentredis-fakeapi: which processes Ctrl-C reaches",
	"pgregory.net/rapid":                                         "tests of download: any order of what can go wrong",
}

// TestDirectModules makes each new dependency a decision.
func TestDirectModules(t *testing.T) {
	t.Parallel()
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal([]byte(goTool(t, "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	if len(mod.Require) == 0 {
		t.Fatal("no modules")
	}
	for _, require := range mod.Require {
		if directModules[require.Path] == "" && !require.Indirect {
			t.Errorf("%s is new: if it is needed, add its purpose to directModules", require.Path)
		}
	}
}

// linkedPackages returns the imports of each package in the provider's binary.
func linkedPackages(t *testing.T) map[string][]string {
	t.Helper()
	linked := map[string][]string{}
	for line := range strings.Lines(goTool(t, "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, ".")) {
		fields := strings.Fields(line)
		linked[fields[0]] = fields[1:] // never nil
	}
	return linked
}

// goTool runs go in the root directory.
func goTool(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = root
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	return string(printed)
}

// goPackage is a package in the output of go list.
type goPackage struct {
	ImportPath           string
	GoFiles              []string
	Imports, TestImports []string
}

// TestImports: the table in internal/README.md lists all packages and their imports from
// this repository.
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
		t.Errorf("packages and their imports (-internal/README.md +go list):\n%s", diff)
	}
}

// ownImports returns the imports from this repository; those of the tests if the package
// has no other code.
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

// listPackages returns the packages of the module in a directory.
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
