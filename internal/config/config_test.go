// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

type block = setting.Block

// invalid is the summary of most problems.
const invalid = "Invalid Provider Configuration"

// rowOf returns an argument by its path, which must exist.
func rowOf(name string) setting.Argument {
	all := arguments()
	return all[slices.IndexFunc(all, func(a setting.Argument) bool { return a.Path == name })]
}

// canary is a part of every secret in these tests, so that a text without it
// contains no secret.
const canary = "s3cr3t"

const (
	testID       = "AKIDxxxxxxxxxxxxxxxxxxxxxxxxxxxxWXYZ"
	testKey      = canary + "-key"
	testToken    = canary + "-token"
	roleARN      = "qcs::cam::uin/100000000001:roleName/reader"
	defaultFile  = "/home/u/.tccli/default.credential"
	devFile      = "/home/u/.tccli/dev.credential"
	devConfigure = "/home/u/.tccli/dev.configure"
	keysJSON     = `{"secretId":"` + testID + `","secretKey":"` + testKey + `"}`
)

// machine returns a process with this environment and these files, by path.
func machine(env, files map[string]string) setting.Process {
	disk := fstest.MapFS{}
	for path, content := range files {
		disk[strings.TrimPrefix(path, "/")] = &fstest.MapFile{Data: []byte(content)}
	}
	return setting.Process{
		Getenv: func(name string) string { return env[name] },
		Home:   "/home/u",
		Now:    func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) },
		Open:   func(name string) (fs.File, error) { return disk.Open(strings.TrimPrefix(filepath.ToSlash(name), "/")) },
	}
}

// problem is a diagnostic of a block.
type problem struct{ summary, path, says string }

// expectProblem checks that diags is one error, without a secret.
func expectProblem(t *testing.T, diags diag.Diagnostics, want problem) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d diagnostics, want 1: %v", len(diags), diags)
	}
	got := problem{summary: diags[0].Summary()}
	if at, ok := diags[0].(diag.DiagnosticWithPath); ok {
		got.path = at.Path().String()
	}
	if got.summary != want.summary || got.path != want.path || !strings.Contains(filepath.ToSlash(diags[0].Detail()), filepath.ToSlash(want.says)) {
		t.Errorf("diagnostic of %q is %q:\n%s\nwant %q of %q with:\n%s", got.path, got.summary, diags[0].Detail(), want.summary, want.path, want.says)
	}
	checkText(t, diags[0].Detail())
}

// checkText fails if text contains a secret.
func checkText(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(text, canary) {
		t.Errorf("a secret is in the text: %s", text)
	}
}

func env(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// merge returns the union of maps; a later one overrides.
func merge[V any](all ...map[string]V) map[string]V {
	merged := map[string]V{}
	for _, m := range all {
		maps.Copy(merged, m)
	}
	return merged
}

func keysEnv() map[string]string {
	return env("TENCENTCLOUD_SECRET_ID", "AKIDenvironment-of-the-shell-ENVI", "TENCENTCLOUD_SECRET_KEY", canary+"-env")
}

func keysBlock() block { return block{"secret_id": testID, "secret_key": testKey} }

const (
	fromBlock = "key pair with an ID ending in WXYZ (provider block)"
	fromEnv   = "key pair with an ID ending in ENVI (environment)"
)
