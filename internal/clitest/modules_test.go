// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// moduleUnderTest is the example in the guide.
const moduleUnderTest = root + "/examples/testing-your-modules"

// TestAccCLI_moduleTests runs the tests of the example with the provider and the command
// of the fake.
func TestAccCLI_moduleTests(t *testing.T) {
	t.Parallel()
	skipBelow(t, [2]int{11, 11})
	tools := acceptance(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(moduleUnderTest)); err != nil {
		t.Fatal(err)
	}
	fake := filepath.Join(t.TempDir(), "tencentredis-fakeapi.exe")
	if printed, err := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", fake, root+"/internal/cmd/fakeapi").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, printed)
	}
	run := func(path string, args ...string) (printed string, code int) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		cmd := terraformcli.Interruptible(ctx, path, args...)
		cmd.Dir = dir
		cmd.Env = terraformcli.Environment(os.Environ(), tools.config)
		output, _ := cmd.CombinedOutput()
		return plain(string(output)), cmd.ProcessState.ExitCode()
	}
	if printed, code := run(tools.cli.Path, "init", "-input=false"); code != 0 {
		t.Fatalf("init: exit code %d\n%s", code, printed)
	}

	printed, code := run(fake, "exec", "-data", "backups.json", "-strict", "--", tools.cli.Path, "test")
	if code != 0 || !strings.Contains(printed, "Success! 4 passed, 0 failed.") || strings.Contains(printed, "requests that failed") {
		t.Errorf("test: exit code %d\n%s", code, printed)
	}
	// Half of all requests fail, and the provider retries them.
	printed, code = run(fake, "exec", "-data", "backups.json", "-strict", "-fail", "InternalError=0.5", "-seed", "3", "--", tools.cli.Path, "test")
	if code != 0 || !strings.Contains(printed, "requests that failed:\n") || !strings.Contains(printed, "injected\n") {
		t.Errorf("test with faults: exit code %d\n%s", code, printed)
	}
	// The tests depend on the data.
	if printed, code := run(fake, "exec", "--", tools.cli.Path, "test"); code != 1 || !strings.Contains(printed, "ResourceNotFound.InstanceNotExists") {
		t.Errorf("test without data: exit code %d\n%s", code, printed)
	}
	if runtime.GOOS == "windows" {
		return // no POSIX shell
	}
	bin := t.TempDir()
	for name, path := range map[string]string{"tencentredis-fakeapi": fake, "terraform": tools.cli.Path} {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	path := "PATH=" + bin + ":$PATH; "
	if printed, code := run("sh", "-c", path+". ./refusal.sh"); code != 0 || !strings.Contains(printed, "The module fails with") {
		t.Errorf("refusal.sh: exit code %d\n%s", code, printed)
	}
	if printed, code := run("sh", "-c", path+`sed 's/-fail "[^"]*"//' refusal.sh | sh`); code != 1 || !strings.Contains(printed, "The plan succeeded") {
		t.Errorf("refusal.sh without a refusal: exit code %d\n%s", code, printed)
	}
}
