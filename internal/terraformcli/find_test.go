// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestCandidates(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	empty, both, tofu, terraform := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	program := func(dir, name string) string { return script(t, filepath.Join(dir, name), "") }
	bothTerraform, bothTofu := program(both, "terraform"), program(both, "tofu")
	onlyTofu, onlyTerraform := program(tofu, "tofu"), program(terraform, "terraform")
	writeFile(t, filepath.Join(empty, "terraform"), "not executable")
	if err := os.Mkdir(filepath.Join(empty, "tofu"), 0o700); err != nil {
		t.Fatal(err)
	}

	for name, test := range map[string]struct {
		path []string
		kept string
		want []string
	}{
		"nothing anywhere":           {path: []string{empty}, kept: empty},
		"no PATH":                    {kept: filepath.Join(empty, "missing")},
		"terraform before tofu":      {path: []string{tofu, terraform}, kept: empty, want: []string{onlyTerraform, onlyTofu}},
		"first folder first":         {path: []string{both, terraform, tofu}, kept: empty, want: []string{bothTerraform, bothTofu}},
		"tofu alone":                 {path: []string{empty, tofu}, kept: empty, want: []string{onlyTofu}},
		"PATH before what was kept":  {path: []string{tofu}, kept: terraform, want: []string{onlyTofu, onlyTerraform}},
		"only what was kept":         {path: []string{empty}, kept: both, want: []string{bothTerraform, bothTofu}},
		"an empty part of the PATH":  {path: []string{"", tofu}, kept: empty, want: []string{onlyTofu}},
		"a folder that is not there": {path: []string{filepath.Join(empty, "missing"), tofu}, kept: empty, want: []string{onlyTofu}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := candidates(strings.Join(test.path, string(filepath.ListSeparator)), test.kept)
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestFindNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	path := script(t, filepath.Join(t.TempDir(), "mine"), `printf 'OpenTofu v1.9.4\non linux_amd64\n'`)
	t.Setenv("TF_ACC_TERRAFORM_PATH", path)
	t.Setenv("PATH", "")
	got, err := Find(t.Context(), t.TempDir(), t.Output())
	if err != nil || got.Path != path || got.Name() != "tofu" {
		t.Errorf("got %+v and error %v, want the OpenTofu at %s", got, err, path)
	}

	t.Setenv("TF_ACC_TERRAFORM_PATH", filepath.Join(t.TempDir(), "missing"))
	if _, err := Find(t.Context(), t.TempDir(), t.Output()); err == nil || !strings.Contains(err.Error(), "TF_ACC_TERRAFORM_PATH") {
		t.Errorf("got error %v, want one that names the variable", err)
	}
}

func TestFindPassesOverBroken(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	dir := t.TempDir()
	broken := script(t, filepath.Join(dir, "terraform"), "exit 1")
	tofu := script(t, filepath.Join(dir, "tofu"), `printf 'OpenTofu v1.9.4\non linux_amd64\n'`)
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")
	t.Setenv("PATH", dir)
	var said strings.Builder
	got, err := Find(t.Context(), t.TempDir(), &said)
	if err != nil || got.Path != tofu {
		t.Errorf("got %+v and error %v, want %s", got, err, tofu)
	}
	if !strings.Contains(said.String(), "passing over "+broken) {
		t.Errorf("the skipped program is not reported: %s", &said)
	}
}
