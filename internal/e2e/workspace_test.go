// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

const (
	root = "../.." // the root directory of the repository
	// enabled is the variable that `make e2e` sets.
	enabled = "TENCENTREDIS_E2E"
)

var (
	// running is done after Ctrl-C, so that the tests fail and clean up.
	running context.Context
	// shared is a temporary directory that all tests share.
	shared string
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	running = ctx
	var err error
	if shared, err = os.MkdirTemp("", "tencentredis-e2e-"); err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(shared) }() // best effort
	return m.Run()
}

// requireRedis skips unless these tests are enabled, and returns a context that ends
// before the deadline of the test.
func requireRedis(t *testing.T) context.Context {
	t.Helper()
	if os.Getenv(enabled) == "" {
		t.Skip("needs real servers; run with: make e2e")
	}
	for _, tool := range []string{"redis-server", "redis-check-rdb", "redis-cli", "sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("no %s (Debian's packages are redis-server, redis-tools, curl): %v", tool, err)
		}
	}
	end := time.Now().Add(5 * time.Minute)
	if deadline, ok := t.Deadline(); ok && deadline.Before(end.Add(time.Minute)) {
		end = deadline.Add(-time.Minute)
	}
	ctx, cancel := context.WithDeadline(running, end)
	t.Cleanup(cancel)
	return ctx
}

// prepare finds Terraform and builds the provider once.
var prepare = sync.OnceValues(func() (tools, error) {
	cli, err := terraformcli.Find(running, root)
	if err != nil {
		return tools{}, err
	}
	provider := filepath.Join(shared, "terraform-provider-tencentredis")
	build := exec.CommandContext(running, "go", "build", "-tags", "grpcnotrace", "-trimpath", "-o", provider, ".")
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if printed, err := build.CombinedOutput(); err != nil {
		return tools{}, fmt.Errorf("go build: %w\n%s", err, printed)
	}
	config, err := terraformcli.Mirror(shared, provider)
	return tools{cli, config}, err
})

// tools are Terraform and the CLI configuration with the mirror.
type tools struct {
	cli    string
	config string
}

// workspace is a copy of examples/restore-backup with a fake of its own.
type workspace struct {
	tools

	t   *testing.T
	ctx context.Context // of the test
	dir string
	api *fakeapi.Server
	env []string
}

func newWorkspace(ctx context.Context, t *testing.T, b fakeapi.Backup) *workspace {
	t.Helper()
	found, err := prepare()
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{tools: found, t: t, ctx: ctx, dir: filepath.Join(t.TempDir(), "copy")}
	w.api = fakeapi.New(fakeapi.Options{RateLimit: -1, Instances: instance(b)})
	server := httptest.NewServer(w.api)
	t.Cleanup(server.Close)
	w.env = append(
		terraformcli.Environment(os.Environ(), w.config),
		"TENCENTCLOUD_SECRET_ID="+fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY="+fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION="+fakeapi.DocumentRegion,
		"TENCENTCLOUD_ENDPOINT_URL_REDIS="+server.URL,
		"TENCENTCLOUD_SHARED_CREDENTIALS_DIR="+t.TempDir(),
	)
	w.copyExample()
	w.succeed("init", "-input=false")
	return w
}

// copyExample copies the example without any state.
func (w *workspace) copyExample() {
	w.t.Helper()
	example := filepath.Join(root, "examples", "restore-backup")
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		w.t.Fatal(err)
	}
	for _, name := range []string{"main.tf", "outputs.tf", "load.sh"} {
		content, err := os.ReadFile(filepath.Join(example, name))
		if err := errors.Join(err, os.WriteFile(filepath.Join(w.dir, name), content, 0o600)); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *workspace) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(w.ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // so that the provider ends, too
	cmd.Dir, cmd.Env, cmd.WaitDelay = w.dir, w.env, 10*time.Second
	return cmd
}

// run runs Terraform.
func (w *workspace) run(args ...string) (printed string, ok bool) {
	w.t.Helper()
	all, err := w.command(w.cli, append([]string{args[0], "-no-color"}, args[1:]...)...).CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		w.t.Fatalf("%s: %v", args, err)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(string(all), "│", "")), " "), err == nil
}

func (w *workspace) succeed(args ...string) string {
	w.t.Helper()
	printed, ok := w.run(args...)
	if !ok {
		w.t.Fatalf("%s failed:\n%s", args, printed)
	}
	return printed
}

// mustRun runs a program that must succeed, and returns its output.
func (w *workspace) mustRun(name string, args ...string) string {
	w.t.Helper()
	printed, err := w.command(name, args...).Output()
	if err != nil {
		w.t.Fatalf("%s %s: %v\n%s", name, args, err, printed)
	}
	return string(printed)
}

// output reads an output value, like a script.
func (w *workspace) output(name string) string {
	w.t.Helper()
	return strings.TrimSpace(w.mustRun(w.cli, "output", "-raw", name))
}

// keepsNoSignature checks the state.
func (w *workspace) keepsNoSignature() {
	w.t.Helper()
	state, err := os.ReadFile(filepath.Join(w.dir, "terraform.tfstate"))
	if err != nil || !bytes.Contains(state, []byte(backupID)) || bytes.Contains(state, []byte("q-sign")) {
		w.t.Errorf("the state does not exist, has no backup, or holds a signed URL: %v", err)
	}
}
