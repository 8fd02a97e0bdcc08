// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

const (
	repository = "../.."
	examples   = repository + "/examples"
)

// exampleTools are Terraform and a CLI configuration that installs the built
// provider.
type exampleTools struct {
	cli    terraformcli.CLI
	config string
}

func newExampleTools(t *testing.T) exampleTools {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("Acceptance tests skipped unless env 'TF_ACC' set")
	}
	cli, err := terraformcli.Find(t.Context(), repository, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	provider := filepath.Join(dir, "terraform-provider-tencentredis.exe") // the suffix Windows needs, and others do not mind
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "grpcnotrace", "-trimpath", "-o", provider, ".")
	build.Dir = repository
	if printed, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, printed)
	}
	config, err := cli.Mirror(dir, provider)
	if err != nil {
		t.Fatal(err)
	}
	return exampleTools{cli, config}
}

// skipUnless skips the test like terraform-plugin-testing.
func (x exampleTools) skipUnless(t *testing.T, check tfversion.TerraformVersionCheck) {
	t.Helper()
	if check == nil {
		return
	}
	var req tfversion.CheckTerraformVersionRequest
	decode(t, []byte(`"`+x.cli.Version+`"`), &req.TerraformVersion)
	var resp tfversion.CheckTerraformVersionResponse
	check.CheckTerraformVersion(t.Context(), req, &resp)
	if resp.Error != nil {
		t.Fatal(resp.Error)
	}
	if resp.Skip != "" {
		t.Skip(resp.Skip)
	}
}

// decode decodes JSON into a new value.
func decode[T any](t *testing.T, text []byte, value **T) {
	t.Helper()
	*value = new(T)
	if err := json.Unmarshal(text, *value); err != nil {
		t.Fatal(err)
	}
}

// tryout is a copy of an example, with keys and region in the environment and a
// fake whose clock can be advanced.
type tryout struct {
	exampleTools

	t     *testing.T
	dir   string
	api   fake
	ahead atomic.Int64 // time.Duration
	env   map[string]string
}

// newTryout copies all examples, since they may refer to each other.
func newTryout(t *testing.T, x exampleTools, folder string, instances []fakeapi.Instance) *tryout {
	t.Helper()
	copied := t.TempDir()
	copyExamples(t, copied)
	e := &tryout{exampleTools: x, t: t, dir: filepath.Join(copied, filepath.FromSlash(folder))}
	e.api = newFake(t, fakeapi.Options{RateLimit: -1, Instances: instances, Now: func() time.Time {
		return time.Now().Add(time.Duration(e.ahead.Load()))
	}})
	e.env = map[string]string{
		"TENCENTCLOUD_SECRET_ID":          fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY":         fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION":             fakeapi.DocumentRegion,
		"TENCENTCLOUD_ENDPOINT_URL_REDIS": e.api.url,

		// Independent of the machine.
		"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": copied,
		"HTTP_PROXY":                          "", "HTTPS_PROXY": "", "NO_PROXY": "", "http_proxy": "", "https_proxy": "", "no_proxy": "",
	}
	return e
}

// install runs terraform init.
func (e *tryout) install() {
	e.t.Helper()
	e.require()
	e.succeed("init", "-input=false")
}

// copyExamples copies the examples without the files of an earlier apply.
func copyExamples(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(examples, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case entry.IsDir() && entry.Name() == ".terraform":
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(target, 0o700)
		case !slices.Contains([]string{".tf", ".sh"}, filepath.Ext(path)):
			return nil
		}
		content, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(target, content, 0o700))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// require adds required_providers if the example has none.
func (e *tryout) require() {
	e.t.Helper()
	for _, content := range e.sources() {
		if strings.Contains(content, "required_providers") {
			return
		}
	}
	e.write("required_providers.tf", "terraform {\n  required_providers {\n    tencentredis = { source = \"tencentredis/tencentredis\" }\n  }\n}\n")
}

// sources returns the example's configuration files by name.
func (e *tryout) sources() map[string]string {
	e.t.Helper()
	paths, err := filepath.Glob(filepath.Join(e.dir, "*.tf"))
	if err != nil || len(paths) == 0 {
		e.t.Fatalf("no configuration in %s: %v", e.dir, err)
	}
	sources := map[string]string{}
	for _, path := range paths {
		sources[filepath.Base(path)] = string(e.read(filepath.Base(path)))
	}
	return sources
}

func (e *tryout) write(name, content string) {
	e.t.Helper()
	if err := os.WriteFile(filepath.Join(e.dir, name), []byte(content), 0o600); err != nil {
		e.t.Fatal(err)
	}
}

func (e *tryout) read(name string) []byte {
	e.t.Helper()
	content, err := os.ReadFile(filepath.Join(e.dir, name))
	if err != nil {
		e.t.Fatal(err)
	}
	return content
}

// later advances the clock of the fake.
func (e *tryout) later(d time.Duration) { e.ahead.Add(int64(d)) }

func (e *tryout) command(name string, args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(e.t.Context(), 2*time.Minute)
	e.t.Cleanup(cancel)
	cmd := terraformcli.Interruptible(ctx, name, args...)
	cmd.Dir = e.dir
	cmd.Env = terraformcli.Environment(os.Environ(), e.config)
	for name, value := range e.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// run runs a command of Terraform and returns its output, which must not contain a
// signature.
func (e *tryout) run(args ...string) (printed string, ok bool) {
	e.t.Helper()
	all, err := e.command(e.cli.Path, append([]string{args[0], "-no-color"}, args[1:]...)...).CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		e.t.Fatalf("%s: %v", args, err)
	}
	e.holdsNoSignature("what "+args[0]+" prints", all)
	return string(all), err == nil
}

func (e *tryout) succeed(args ...string) string {
	e.t.Helper()
	printed, ok := e.run(args...)
	if !ok {
		e.t.Fatalf("%s failed:\n%s", args, printed)
	}
	return printed
}

// fail runs a command that must fail with an error that contains want.
func (e *tryout) fail(want string, args ...string) {
	e.t.Helper()
	if printed, ok := e.run(args...); ok || !strings.Contains(flat(printed), want) {
		e.t.Errorf("%s succeeded, or does not say %q:\n%s", args, want, printed)
	}
}

func (e *tryout) apply() string {
	e.t.Helper()
	return e.succeed("apply", "-input=false", "-auto-approve")
}

// plan writes a plan to the file saved and checks it.
func (e *tryout) plan(checks ...plancheck.PlanCheck) {
	e.t.Helper()
	e.succeed("plan", "-input=false", "-out=saved")
	var req plancheck.CheckPlanRequest
	decode(e.t, e.secretly("show", "-json", "saved"), &req.Plan)
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		if check.CheckPlan(e.t.Context(), req, &resp); resp.Error != nil {
			e.t.Error(resp.Error)
		}
	}
}

// secretly runs a command of Terraform that may show signatures.
func (e *tryout) secretly(args ...string) []byte {
	e.t.Helper()
	printed, err := e.command(e.cli.Path, args...).Output()
	if err != nil {
		e.t.Fatalf("%s: %v", args, err)
	}
	return printed
}

// output reads an output value and checks whether it is sensitive.
func (e *tryout) output(name string, sensitive bool, target any) {
	e.t.Helper()
	var all map[string]struct {
		Sensitive bool
		Value     json.RawMessage
	}
	err := json.Unmarshal(e.secretly("output", "-json"), &all)
	if err == nil {
		err = json.Unmarshal(all[name].Value, target)
	}
	if err != nil {
		e.t.Fatalf("output %s: %v", name, err)
	}
	if all[name].Sensitive != sensitive {
		e.t.Errorf("output %s is sensitive: %t, want %t", name, all[name].Sensitive, sensitive)
	}
}

// trace makes Terraform and the provider log everything to trace.log.
func (e *tryout) trace() {
	e.env["TF_LOG"], e.env["TF_LOG_PATH"] = "TRACE", filepath.Join(e.dir, "trace.log")
}

func (e *tryout) holdsNoSignature(where string, content []byte) {
	e.t.Helper()
	if i := bytes.Index(content, []byte("q-sign")); i >= 0 {
		e.t.Errorf("%s holds a signed URL: …%q…", where, content[max(0, i-100):min(len(content), i+100)])
	}
}

// kept returns what Terraform stores: the state, and each part of the plan.
func (e *tryout) kept() map[string][]byte {
	e.t.Helper()
	kept := map[string][]byte{"state": e.read("terraform.tfstate")}
	parts, err := terraformcli.SavedPlan(filepath.Join(e.dir, "saved"))
	if err != nil {
		e.t.Fatal(err)
	}
	for name, content := range parts {
		kept["plan's "+name] = content
	}
	return kept
}

func (e *tryout) keepsNoSignature() {
	e.t.Helper()
	for name, content := range e.kept() {
		e.holdsNoSignature("the "+name, content)
	}
}

// logsNoSignature checks the log that trace turned on. Lines that match but are
// ignored.
func (e *tryout) logsNoSignature(but ...*regexp.Regexp) {
	e.t.Helper()
	log := e.read("trace.log")
	for _, line := range but {
		log = line.ReplaceAll(log, nil)
	}
	e.holdsNoSignature("the log", log)
	if !bytes.Contains(log, []byte("action=DescribeBackupUrl")) {
		e.t.Error("the log has no requests of the provider")
	}
}

// fetch downloads from a signed URL.
func fetch(t *testing.T, url string) (status int, content []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	content, err = io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, content
}

// looksLikeRDB fails if content is not an RDB file of that size.
func looksLikeRDB(t *testing.T, name string, content []byte, size int64) {
	t.Helper()
	if !bytes.HasPrefix(content, []byte("REDIS")) || int64(len(content)) != size {
		t.Errorf("%s has %d bytes and begins with %q, want %d and REDIS", name, len(content), content[:min(5, len(content))], size)
	}
}
