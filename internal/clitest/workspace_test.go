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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// root is the repository's folder.
const root = "../.."

// shared is a folder for what all tests use.
var shared string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if shared, err = os.MkdirTemp("", "tencentredis-clitest-"); err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(shared) }() // at worst, something stays in the temporary folder
	return m.Run()
}

// tools is what all tests use: Terraform, and the provider built and in a mirror.
type tools struct {
	cli      terraformcli.CLI
	config   string // of the CLI, which leads to the mirror
	provider string // the binary's path
}

var prepare = sync.OnceValues(func() (tools, error) {
	ctx := context.Background()
	cli, err := terraformcli.Find(ctx, root, os.Stderr)
	if err != nil {
		return tools{}, err
	}
	provider := filepath.Join(shared, "terraform-provider-tencentredis.exe") // the suffix Windows needs, and others do not mind
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", provider, ".")
	build.Dir = root
	if printed, err := build.CombinedOutput(); err != nil {
		return tools{}, fmt.Errorf("go build: %w\n%s", err, printed)
	}
	config, err := cli.Mirror(shared, provider)
	return tools{cli, config, provider}, err
})

// acceptance skips where acceptance tests are not asked for, as
// terraform-plugin-testing does.
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

// workspace is a test's own folder with a configuration, its own fake of the
// API, and the environment of a person who uses both.
type workspace struct {
	tools

	t    *testing.T
	dir  string
	api  *fakeapi.Server
	url  string // of the fake
	wire *wire  // what the fake signed
	env  map[string]string
}

// newWorkspace writes the configuration, to which it adds where the provider
// comes from, and installs the provider as a person does, with init.
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

		// Nothing of the person who runs the tests.
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

// outcome is what a person sees of a command.
type outcome struct {
	stdout, stderr string // without colors
	code           int
	took           time.Duration
}

func (o outcome) String() string {
	return fmt.Sprintf("exit code %d\nstdout:\n%s\nstderr:\n%s", o.code, o.stdout, o.stderr)
}

// command leaves the present folder as it is and names the configuration's,
// since version managers such as asdf choose the version by it.
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

// run runs a command of Terraform, looks for what must never be printed, and
// returns the rest to be judged.
func (w *workspace) run(args ...string) outcome {
	w.t.Helper()
	cmd := w.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	return w.outcome(cmd, err, &stdout, &stderr, time.Since(start))
}

func (w *workspace) outcome(cmd *exec.Cmd, err error, stdout, stderr *bytes.Buffer, took time.Duration) outcome {
	w.t.Helper()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		w.t.Fatalf("%s: %v", cmd, err)
	}
	o := outcome{plain(stdout.String()), plain(stderr.String()), cmd.ProcessState.ExitCode(), took}
	w.holdsNoSecret(strings.Join(cmd.Args[2:], " ")+": stdout", o.stdout)
	w.holdsNoSecret(strings.Join(cmd.Args[2:], " ")+": stderr", o.stderr)
	for _, trace := range []string{"panic", "goroutine ", ".go:", "crash"} {
		if strings.Contains(o.stdout+o.stderr, trace) {
			w.t.Errorf("%s shows %q\n%s", cmd, trace, o)
		}
	}
	return o
}

// succeed runs a command that must succeed, and does not draw an error.
func (w *workspace) succeed(args ...string) outcome {
	w.t.Helper()
	o := w.run(args...)
	if o.code != 0 || o.stderr != "" {
		w.t.Fatalf("%s failed: %s", args, o)
	}
	return o
}

// output reads an output value, secret or not, as a script would.
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

// codes are the codes that the fake answered with, "" for success.
func (w *workspace) codes() []string {
	var codes []string
	for _, r := range w.api.Requests() {
		codes = append(codes, r.Code)
	}
	return codes
}

// lastRequestID is what the API said last.
func (w *workspace) lastRequestID() string {
	w.t.Helper()
	requests := w.api.Requests()
	if len(requests) == 0 {
		w.t.Fatal("the API was not asked")
	}
	return requests[len(requests)-1].RequestID
}

// expectRequests fails where the API was asked more or less often.
func (w *workspace) expectRequests(n int) {
	w.t.Helper()
	if codes := w.codes(); len(codes) != n {
		w.t.Errorf("%d requests, answered with %q; want %d", len(codes), slices.Clip(codes), n)
	}
}

// backupURL is a data source block named this; more is put into it.
func backupURL(instanceID, backupID, more string) string {
	return fmt.Sprintf(`
data "tencentredis_backup_url" "this" {
  instance_id = %q
  backup_id   = %q
  %s
}
`, instanceID, backupID, more)
}

// documentBackup is the example of the API's document, with the provider block
// of somebody who has everything in the environment.
func documentBackup(more string) string {
	return emptyProvider + backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, more)
}

const emptyProvider = `
provider "tencentredis" {}
`
