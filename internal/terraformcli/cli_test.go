// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

const (
	terraformPrints = "Terraform v1.11.4\non linux_amd64\n\nYour version of Terraform is out of date!"
	tofuPrints      = "OpenTofu v1.12.6\non darwin_arm64\n"
)

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		printed string
		want    CLI
		wrong   string
	}{
		"Terraform":       {printed: terraformPrints, want: CLI{"path", "Terraform", "1.11.4", "linux_amd64"}},
		"OpenTofu":        {printed: tofuPrints, want: CLI{"path", "OpenTofu", "1.12.6", "darwin_arm64"}},
		"prerelease":      {printed: "Terraform v1.16.0-rc2\non linux_arm64\n", want: CLI{"path", "Terraform", "1.16.0-rc2", "linux_arm64"}},
		"after a warning": {printed: "There are some problems\n\n" + tofuPrints, want: CLI{"path", "OpenTofu", "1.12.6", "darwin_arm64"}},
		"too old":         {printed: "Terraform v0.15.5\non linux_amd64\n", wrong: "Terraform 0.15.5, and the provider needs 1.0"},
		"another program": {printed: "Terragrunt v1.2.3\n", wrong: "version output is not that of"},
		"no platform":     {printed: "Terraform v1.11.4\n", wrong: "version output is not that of"},
		"nothing":         {wrong: "version output is not that of"},
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
	if want := (CLI{path, "Terraform", "1.2.3", "linux_amd64"}); err != nil || got != want {
		t.Errorf("got %+v and error %v, want %+v", got, err, want)
	}
	if got.String() != "Terraform 1.2.3" || got.Name() != "terraform" {
		t.Errorf("it is called %q and run as %q", got, got.Name())
	}

	broken := script(t, filepath.Join(t.TempDir(), "terraform"), "exit 126")
	if _, err := identify(t.Context(), broken); err == nil || !strings.Contains(err.Error(), "exit status 126") {
		t.Errorf("got error %v for a broken program", err)
	}
}

// TestIdentifyInCleanEnvironment runs a program that fails if settings of this machine
// reach it, since OpenTofu then prints a warning before its version.
func TestIdentifyInCleanEnvironment(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("shell scripts")
	}
	t.Setenv("TF_CLI_CONFIG_FILE", "/missing")
	t.Setenv("TF_LOG", "TRACE")
	path := script(t, filepath.Join(t.TempDir(), "tofu"), `[ -e "$TF_CLI_CONFIG_FILE" ] && [ -z "$TF_LOG" ] && printf 'OpenTofu v1.9.4\non linux_amd64\n'`)
	if _, err := identify(t.Context(), path); err != nil {
		t.Error(err)
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	for product, want := range map[string]string{"Terraform": "registry.terraform.io", "OpenTofu": "registry.opentofu.org"} {
		if got := (CLI{Product: product}).Registry(); got != want {
			t.Errorf("%s has %s, want %s", product, got, want)
		}
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
