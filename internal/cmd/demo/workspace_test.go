// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

func TestWorkspaceRun(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	for name, test := range map[string]struct {
		script, said, wrong string
	}{
		"passes on what is printed": {script: `echo "$@"; echo problem >&2`, said: "apply -auto-approve -no-color\nproblem\n"},
		"fails":                     {script: "echo Error: no; exit 3", said: "Error: no\n", wrong: "terraform apply: exit status 3"},
		"shows a signed URL":        {script: "echo q-signature", said: "q-signature\n", wrong: "printed a signed URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said strings.Builder
			w := workspaceWith(t, "shift; "+test.script, &said)
			err := w.run(t.Context(), "apply", "-auto-approve")
			if (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("got error %v, want %q", err, test.wrong)
			}
			if said.String() != test.said {
				t.Errorf("it said %q, want %q", &said, test.said)
			}
		})
	}
}

func TestWorkspaceOutput(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	w := workspaceWith(t, `[ "$2 $3 $4" = "output -json files" ] && echo '{"1.rdb":1264547}'`, io.Discard)
	var sizes map[string]int64
	if err := w.output(t.Context(), "files", &sizes); err != nil || sizes["1.rdb"] != 1264547 {
		t.Errorf("got %v and error %v", sizes, err)
	}
	if err := w.output(t.Context(), "other", &sizes); err == nil || !strings.Contains(err.Error(), "output -json other: exit status 1") {
		t.Errorf("got error %v", err)
	}
}

func TestWorkspaceLock(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	var said strings.Builder
	w := workspaceWith(t, `echo "$2 $3 $5"; [ "$5" = -fs-mirror=plugins ]`, &said)
	if err := w.lock(t.Context()); err != nil || said.String() != "" {
		t.Errorf("it said %q, and got error %v", &said, err)
	}
	w.mirror = "other"
	want := "terraform providers lock: exit status 1\nproviders lock -fs-mirror=other\n"
	if err := w.lock(t.Context()); err == nil || err.Error() != want {
		t.Errorf("got error %v, want %q", err, want)
	}
}

func TestCheckStart(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := checkStart("provider"); err == nil || !strings.Contains(err.Error(), "repository's root") {
		t.Errorf("outside of the repository: got error %v", err)
	}
	if err := os.MkdirAll(filepath.FromSlash(example), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := checkStart("provider"); err == nil || !strings.Contains(err.Error(), "make build") {
		t.Errorf("without a provider: got error %v", err)
	}
	writeFile(t, "provider", "binary")
	if err := checkStart("provider"); err != nil {
		t.Errorf("with everything there: got error %v", err)
	}
}

func workspaceWith(t *testing.T, body string, out io.Writer) *workspace {
	t.Helper()
	dir := t.TempDir()
	path := script(t, filepath.Join(dir, "terraform"), body)
	return &workspace{dir: dir, mirror: "plugins", cli: terraformcli.CLI{Path: path, Product: "Terraform"}, out: screen{Writer: out}}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	got := settings([]string{"PATH=/usr/bin", "TENCENTCLOUD_REGION=ap-tokyo", "TF_DATA_DIR=/data"}, "cli.tfrc", "http://127.0.0.1:1")
	for _, variable := range []string{
		"PATH=/usr/bin",
		"TENCENTCLOUD_REGION=ap-chengdu",
		"TENCENTCLOUD_ENDPOINT_URL_REDIS=http://127.0.0.1:1",
		"TF_VAR_instance_id=crs-4y9t57vt",
		"TF_VAR_backup_id=678362566696298532848117",
		"TF_CLI_CONFIG_FILE=cli.tfrc",
		"CHECKPOINT_DISABLE=1",
	} {
		if !slices.Contains(got, variable) {
			t.Errorf("%q is missing in %q", variable, got)
		}
	}
	for _, variable := range []string{"TENCENTCLOUD_REGION=ap-tokyo", "TF_DATA_DIR=/data"} {
		if slices.Contains(got, variable) {
			t.Errorf("%q is still there", variable)
		}
	}
}

func TestCopyExample(t *testing.T) {
	t.Parallel()
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	for _, name := range []string{"main.tf", "outputs.tf", "terraform.tfstate", "mine.auto.tfvars", "README.md", ".terraform.lock.hcl"} {
		writeFile(t, filepath.Join(from, name), name)
	}
	if err := copyExample(to, from); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(to)
	if err != nil || len(entries) != 2 || entries[0].Name() != "main.tf" || entries[1].Name() != "outputs.tf" {
		t.Errorf("got %v and error %v, want main.tf and outputs.tf", entries, err)
	}
}

// script writes an executable shell script.
func script(t *testing.T, path, body string) string {
	t.Helper()
	// A parallel test that forks now keeps the file open for writing; executing it would
	// then fail with "text file busy".
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
