// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// TestAccCLI runs the scripts: those in testdata, one for each folder of examples/, and
// one for each configuration in the documents.
func TestAccCLI(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("Acceptance tests skipped unless env 'TF_ACC' set")
	}
	p := prepare(t)
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	testscript.Run(t, p.params(append(scripts, documentScripts(t)...), ""))
	for folder := range exampleScripts(t) {
		testscript.Run(t, p.params([]string{scriptOf(folder)}, folder))
	}
}

// programs are Terraform or OpenTofu and what the scripts run with it.
type programs struct {
	bin     string // a directory with terraform, the provider and the fake
	config  string // the CLI configuration that installs the provider
	product string // "Terraform" or "OpenTofu"
	minor   int    // of its version
}

// prepare finds a CLI and builds the provider and the fake, as a release has them.
func prepare(t *testing.T) programs {
	t.Helper()
	p := programs{bin: t.TempDir()}
	cli, err := terraformcli.Find(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "grpcnotrace", "-trimpath", "-o", p.bin, ".", "./internal/cmd/tencentredis-fakeapi")
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if printed, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, printed)
	}
	p.config, err = terraformcli.Mirror(t.TempDir(), filepath.Join(p.bin, "terraform-provider-tencentredis"))
	if err := errors.Join(err, os.Symlink(cli, filepath.Join(p.bin, "terraform"))); err != nil {
		t.Fatal(err)
	}
	version := exec.CommandContext(t.Context(), cli, "version")
	version.Env = terraformcli.Environment(os.Environ(), p.config)
	printed, err := version.Output()
	if _, scanned := fmt.Sscanf(string(printed), "%s v1.%d", &p.product, &p.minor); err != nil || scanned != nil {
		t.Fatalf("%s: %v, %v", version, err, scanned)
	}
	return p
}

// params runs scripts in the environment of a user. If they are of an example, they
// run in a copy of its folder.
func (p programs) params(scripts []string, example string) testscript.Params {
	return testscript.Params{
		Files:               scripts,
		Cmds:                commands,
		Condition:           p.condition,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Values[sessionKey{}] = &session{}
			for name, value := range map[string]string{
				"PATH":     p.bin + string(os.PathListSeparator) + os.Getenv("PATH"),
				"HOME":     os.Getenv("HOME"), // version managers keep the CLIs there
				"REPO":     absolute(root),
				"DOCUMENT": absolute("testdata/document.txt"), // the files of the document's backup

				"TF_CLI_CONFIG_FILE":                  p.config,
				"TF_CLI_ARGS":                         "-no-color",
				"TF_INPUT":                            "0",
				"CHECKPOINT_DISABLE":                  "1",
				"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": env.WorkDir,
			} {
				env.Setenv(name, value)
			}
			if example == "" {
				return nil
			}
			env.Cd = filepath.Join(env.WorkDir, "examples", filepath.FromSlash(example))
			return errors.Join(copyExamples(filepath.Join(env.WorkDir, "examples")), require(env.Cd))
		},
	}
}

func absolute(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		panic(err) // there is no working directory
	}
	return path
}

var since = regexp.MustCompile(`^since:1\.(\d+):(?:1\.(\d+)|none)$`)

// condition reports whether the CLI is as new as in since:TERRAFORM:OPENTOFU, or whether
// it is Terraform.
func (p programs) condition(condition string) (bool, error) {
	if condition == "terraform" {
		return p.product == "Terraform", nil
	}
	versions := since.FindStringSubmatch(condition)
	if versions == nil {
		return false, fmt.Errorf("unknown condition %q", condition)
	}
	wanted, minor := versions[1], 0
	if p.product == "OpenTofu" {
		wanted = versions[2]
	}
	_, err := fmt.Sscan(wanted, &minor)
	return err == nil && p.minor >= minor, nil
}

// examplesDir is where the examples are.
const examplesDir = root + "/examples"

// copyExamples copies all examples, since some refer to others. It leaves out what an
// earlier apply left behind.
func copyExamples(to string) error {
	return filepath.WalkDir(examplesDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, examplesDir))
		switch {
		case entry.IsDir() && entry.Name() == ".terraform":
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(target, 0o700)
		case !slices.Contains([]string{".tf", ".hcl", ".sh", ".json", ".txt"}, filepath.Ext(path)), strings.HasPrefix(entry.Name(), "."):
			return nil
		}
		content, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(target, content, 0o600))
	})
}

// require adds required_providers to a folder that has none.
func require(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		if content, err := os.ReadFile(path); err != nil || strings.Contains(string(content), "required_providers") {
			return err
		}
	}
	const block = "terraform {\n  required_providers {\n    tencentredis = { source = \"tencentredis/tencentredis\" }\n  }\n}\n"
	return os.WriteFile(filepath.Join(dir, "required_providers.tf"), []byte(block), 0o600)
}
