// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// root is the root directory of the repository.
const root = "../.."

// shared is a temporary directory that all tests share.
var shared string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if shared, err = os.MkdirTemp("", "tencentredis-clitest-"); err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(shared) }() // best effort
	return m.Run()
}

// tools are Terraform and the provider, built and in a mirror.
type tools struct {
	cli      terraformcli.CLI
	config   string // the CLI configuration with the mirror
	provider string // the path of the binary
}

var prepare = sync.OnceValues(func() (tools, error) {
	ctx := context.Background()
	cli, err := terraformcli.Find(ctx, root, os.Stderr)
	if err != nil {
		return tools{}, err
	}
	provider := filepath.Join(shared, "terraform-provider-tencentredis.exe") // only Windows needs the suffix
	build := exec.CommandContext(ctx, "go", "build", "-tags", "grpcnotrace", "-trimpath", "-o", provider, ".")
	build.Dir = root
	if printed, err := build.CombinedOutput(); err != nil {
		return tools{}, fmt.Errorf("go build: %w\n%s", err, printed)
	}
	config, err := cli.Mirror(shared, provider)
	return tools{cli, config, provider}, err
})

// acceptance skips unless TF_ACC is set, like terraform-plugin-testing.
func acceptance(t *testing.T) tools {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("Acceptance tests skipped unless env 'TF_ACC' set")
	}
	shared, err := prepare()
	if err != nil {
		t.Fatal(err)
	}
	return shared
}

// workspace is a directory with a configuration, a fake of the API, and the environment
// of a user.
type workspace struct {
	tools

	t    *testing.T
	dir  string
	api  *fakeapi.Server
	url  string // of the fake
	wire *wire  // the secrets that the fake sent
	env  map[string]string
}

// newWorkspace writes a configuration and installs the provider with init.
func newWorkspace(t *testing.T, o fakeapi.Options, configuration string) *workspace {
	t.Helper()
	w := &workspace{tools: acceptance(t), t: t, dir: t.TempDir(), api: fakeapi.New(o), wire: &wire{}}
	server := httptest.NewServer(w.wire.watch(w.api))
	t.Cleanup(server.Close)
	w.url = server.URL
	w.env = map[string]string{
		"TENCENTCLOUD_SECRET_ID":          fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY":         fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_SECURITY_TOKEN":     o.Token,
		"TENCENTCLOUD_REGION":             fakeapi.DocumentRegion,
		"TENCENTCLOUD_ENDPOINT_URL_REDIS": w.url,

		// Nothing from the environment of the tests.
		"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": w.dir,
		"HTTP_PROXY":                          "", "HTTPS_PROXY": "", "NO_PROXY": "", "http_proxy": "", "https_proxy": "", "no_proxy": "",
	}
	w.write("providers.tf", `
terraform {
  required_providers {
    tencentredis = { source = "tencentredis/tencentredis" }
  }
}
`)
	w.write("main.tf", configuration)
	w.succeed("init", "-input=false")
	return w
}

func (w *workspace) write(name, content string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		w.t.Fatal(err)
	}
}

// outcome is the result of a command.
type outcome struct {
	stdout, stderr string // without colors
	code           int
}

func (o outcome) String() string {
	return fmt.Sprintf("exit code %d\nstdout:\n%s\nstderr:\n%s", o.code, o.stdout, o.stderr)
}

// command uses -chdir, since version managers such as asdf choose the version by the
// working directory.
func (w *workspace) command(args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Minute)
	w.t.Cleanup(cancel)
	cmd := terraformcli.Interruptible(ctx, w.cli.Path, append([]string{"-chdir=" + w.dir}, args...)...)
	cmd.Env = terraformcli.Environment(os.Environ(), w.config)
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// run runs Terraform and checks that it prints no secrets.
func (w *workspace) run(args ...string) outcome {
	w.t.Helper()
	cmd := w.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	return w.outcome(cmd, cmd.Run(), &stdout, &stderr)
}

func (w *workspace) outcome(cmd *exec.Cmd, err error, stdout, stderr *bytes.Buffer) outcome {
	w.t.Helper()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		w.t.Fatalf("%s: %v", cmd, err)
	}
	o := outcome{plain(stdout.String()), plain(stderr.String()), cmd.ProcessState.ExitCode()}
	w.holdsNoSecret(strings.Join(cmd.Args[2:], " ")+": stdout", o.stdout)
	w.holdsNoSecret(strings.Join(cmd.Args[2:], " ")+": stderr", o.stderr)
	for _, trace := range []string{"panic", "goroutine ", ".go:", "crash"} {
		if strings.Contains(o.stdout+o.stderr, trace) {
			w.t.Errorf("%s shows %q\n%s", cmd, trace, o)
		}
	}
	return o
}

// succeed runs a command that must succeed.
func (w *workspace) succeed(args ...string) outcome {
	w.t.Helper()
	o := w.run(args...)
	if o.code != 0 || o.stderr != "" {
		w.t.Fatalf("%s failed: %s", args, o)
	}
	return o
}

// output reads an output value, like a script.
func (w *workspace) output(name string, target any) {
	w.t.Helper()
	printed, err := w.command("output", "-json", name).Output()
	if err == nil {
		err = json.Unmarshal(printed, target)
	}
	if err != nil {
		w.t.Fatalf("output -json %s: %v", name, err)
	}
}

// expectRequests checks the number of requests to the API.
func (w *workspace) expectRequests(n int) {
	w.t.Helper()
	if got := len(w.api.Requests()); got != n {
		w.t.Errorf("%d requests, want %d", got, n)
	}
}

// backupURL returns a data source named this, with more arguments.
func backupURL(instanceID, backupID, more string) string {
	return fmt.Sprintf(`
data "tencentredis_backup_url" "this" {
  instance_id = %q
  backup_id   = %q
  %s
}
`, instanceID, backupID, more)
}

// documentBackup returns a data source for the example of the API's document, and an
// empty provider block.
func documentBackup(more string) string {
	return emptyProvider + backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, more)
}

const emptyProvider = `
provider "tencentredis" {}
`
