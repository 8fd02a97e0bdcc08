// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const own = "github.com/tencentredis/terraform-provider-tencentredis/internal/"

// TestLinked: what only tests and small commands need is not in the provider.
func TestLinked(t *testing.T) {
	t.Parallel()
	linked := linkedPackages(t)
	if linked[own+"provider"] == nil {
		t.Fatal("the provider itself is not among what is linked")
	}
	for path, imports := range linked {
		// go-plugin itself brings "testing" along; nobody else may.
		if slices.Contains(imports, "testing") && path != "github.com/hashicorp/go-plugin" {
			t.Errorf("%s, which is linked into the provider, imports testing", path)
		}
		for _, unwanted := range []string{
			own + "clitest", own + "cmd", own + "fakeapi", own + "terraformcli",
			"github.com/google/go-cmp", "github.com/hashicorp/hc-install", "github.com/hashicorp/terraform-exec",
			"github.com/hashicorp/terraform-plugin-sdk", "github.com/hashicorp/terraform-plugin-testing",
			"github.com/tencentcloud", "github.com/tencentyun",
		} {
			if path == unwanted || strings.HasPrefix(path, unwanted+"/") {
				t.Errorf("%s is linked into the provider", path)
			}
		}
	}
}

// directModules are those that this one may name, and what for.
var directModules = map[string]string{
	"github.com/go-json-experiment/json":                         "tencentapi: answers, decoded three times as fast; encoding/json/v2 from Go 1.27 on",
	"github.com/google/go-cmp":                                   "tests: differences",
	"github.com/hashicorp/hc-install":                            "terraformcli: a Terraform where there is none",
	"github.com/hashicorp/terraform-plugin-framework":            "the provider",
	"github.com/hashicorp/terraform-plugin-framework-timeouts":   "the provider: timeouts",
	"github.com/hashicorp/terraform-plugin-framework-validators": "the provider: enumerations, lists",
	"github.com/hashicorp/terraform-plugin-go":                   "tests: raw values",
	"github.com/hashicorp/terraform-plugin-log":                  "the provider: its log",
	"github.com/hashicorp/terraform-plugin-testing":              "tests: acceptance",
	"golang.org/x/mod":                                           "tests: the hash of an archive, as a lock file has it",
	"golang.org/x/net":                                           "the provider: proxies, as net/http reads them from the environment",
	"golang.org/x/sys":                                           "download: free space and locks; cmd/fakeapi: whom Ctrl-C of a terminal reaches",
}

// TestDirectModules makes each new module a decision.
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
		t.Fatal("no modules at all")
	}
	for _, require := range mod.Require {
		if directModules[require.Path] == "" && !require.Indirect {
			t.Errorf("%s is new: does it earn its place? If so, say in directModules what it is for", require.Path)
		}
	}
}

// linkedPackages are the imports of each package in the provider's binary.
func linkedPackages(t *testing.T) map[string][]string {
	t.Helper()
	linked := map[string][]string{}
	for line := range strings.Lines(goTool(t, "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, ".")) {
		fields := strings.Fields(line)
		linked[fields[0]] = fields[1:] // not nil, even if there is none
	}
	return linked
}

// goTool runs go in the repository's root.
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
