// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const (
	terraformPrints = "Terraform v1.11.4\non linux_amd64\n\nYour version of Terraform is out of date!"
	tofuPrints      = "OpenTofu v1.12.6\non darwin_arm64\n"
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

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		printed string
		want    terraform
		wrong   string
	}{
		"Terraform":       {printed: terraformPrints, want: terraform{"path", "Terraform", "1.11.4", "linux_amd64"}},
		"OpenTofu":        {printed: tofuPrints, want: terraform{"path", "OpenTofu", "1.12.6", "darwin_arm64"}},
		"prerelease":      {printed: "Terraform v1.16.0-rc2\non linux_arm64\n", want: terraform{"path", "Terraform", "1.16.0-rc2", "linux_arm64"}},
		"after a warning": {printed: "There are some problems\n\n" + tofuPrints, want: terraform{"path", "OpenTofu", "1.12.6", "darwin_arm64"}},
		"too old":         {printed: "Terraform v0.15.5\non linux_amd64\n", wrong: "Terraform 0.15.5, and the provider needs 1.0"},
		"another program": {printed: "Terragrunt v1.2.3\n", wrong: "does not tell its version"},
		"no platform":     {printed: "Terraform v1.11.4\n", wrong: "does not tell its version"},
		"nothing":         {wrong: "does not tell its version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseVersion("path", []byte(test.printed))
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("got error %v, want %q", err, test.wrong)
			}
		})
	}
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	path := script(t, filepath.Join(t.TempDir(), "terraform"), `[ "$1" = version ] && printf 'Terraform v1.2.3\non linux_amd64\n'`)
	got, err := identify(t.Context(), path)
	if want := (terraform{path, "Terraform", "1.2.3", "linux_amd64"}); err != nil || got != want {
		t.Errorf("got %+v and error %v, want %+v", got, err, want)
	}
	if got.String() != "Terraform 1.2.3" || got.command() != "terraform" {
		t.Errorf("it is called %q and run as %q", got, got.command())
	}

	broken := script(t, filepath.Join(t.TempDir(), "terraform"), "exit 126")
	if _, err := identify(t.Context(), broken); err == nil || !strings.Contains(err.Error(), "exit status 126") {
		t.Errorf("got error %v for a broken program", err)
	}
}

func TestFindTerraformNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	path := script(t, filepath.Join(t.TempDir(), "mine"), `printf 'OpenTofu v1.9.4\non linux_amd64\n'`)
	t.Setenv("TF_ACC_TERRAFORM_PATH", path)
	t.Setenv("PATH", "")
	got, err := findTerraform(t.Context(), t.Output())
	if err != nil || got.path != path || got.command() != "tofu" {
		t.Errorf("got %+v and error %v, want the OpenTofu at %s", got, err, path)
	}

	t.Setenv("TF_ACC_TERRAFORM_PATH", filepath.Join(t.TempDir(), "missing"))
	if _, err := findTerraform(t.Context(), t.Output()); err == nil || !strings.Contains(err.Error(), "TF_ACC_TERRAFORM_PATH") {
		t.Errorf("got error %v, want one that names the variable", err)
	}
}

func TestFindTerraformPassesOverBroken(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	dir := t.TempDir()
	broken := script(t, filepath.Join(dir, "terraform"), "exit 1")
	tofu := script(t, filepath.Join(dir, "tofu"), `printf 'OpenTofu v1.9.4\non linux_amd64\n'`)
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")
	t.Setenv("PATH", dir)
	var said strings.Builder
	got, err := findTerraform(t.Context(), &said)
	if err != nil || got.path != tofu {
		t.Errorf("got %+v and error %v, want %s", got, err, tofu)
	}
	if !strings.Contains(said.String(), "passing over "+broken) {
		t.Errorf("it did not say what it passed over: %s", &said)
	}
}

// script writes an executable shell script.
func script(t *testing.T, path, body string) string {
	t.Helper()
	// A test beside this one that forks right now would hold the file open for
	// writing, and executing it would fail with "text file busy".
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}
