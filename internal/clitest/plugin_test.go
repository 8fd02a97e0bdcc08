// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestAccCLI_debug starts the provider like a debugger, and Terraform uses that process
// without an installed provider.
func TestAccCLI_debug(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	// The full address of the provider, for OpenTofu.
	w.write("providers.tf", `
terraform {
  required_providers {
    tencentredis = { source = "registry.terraform.io/tencentredis/tencentredis" }
  }
}
`)
	w.uninstall()
	if o := w.run("plan", "-input=false"); o.code == 0 {
		t.Fatalf("it works without a provider: %s", o)
	}

	cmd := exec.CommandContext(t.Context(), w.provider, "-debug")
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "TENCENTCLOUD_SECRET_ID=", "TENCENTCLOUD_SECRET_KEY=")
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(stdout); w.env["TF_REATTACH_PROVIDERS"] == "" && lines.Scan(); {
		if value, found := strings.CutPrefix(strings.TrimSpace(lines.Text()), "TF_REATTACH_PROVIDERS="); found {
			w.env["TF_REATTACH_PROVIDERS"] = strings.Trim(value, "'")
		}
	}
	w.succeed("plan", "-input=false")
	w.expectRequests(1)

	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it failed: %v", err)
	}
}

// uninstall reverts init.
func (w *workspace) uninstall() {
	w.t.Helper()
	if err := errors.Join(os.RemoveAll(w.dir+"/.terraform"), os.RemoveAll(w.dir+"/.terraform.lock.hcl")); err != nil {
		w.t.Fatal(err)
	}
}
