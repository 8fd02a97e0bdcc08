// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var errorsGuide = filepath.Join(repository, "templates", "guides", "errors.md.tmpl")

func readErrorsGuide(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(errorsGuide)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var requestID = regexp.MustCompile(`Request ID: [0-9a-f-]{36}`)

// TestErrorsGuide_example: the error that the guide shows is a real one.
func TestErrorsGuide_example(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	m := documentModel()
	m.BackupID = types.StringValue("1")
	diags := m.read(t.Context(), api.configured(t))
	if len(diags) != 1 {
		t.Fatalf("diagnostics are %v", diags)
	}
	_, example, _ := strings.Cut(readErrorsGuide(t), "```text\n")
	example, _, _ = strings.Cut(example, "```")
	want := "Error: " + diags[0].Summary() + " " + diags[0].Detail()
	flatten := func(text string) string {
		return requestID.ReplaceAllString(strings.Join(strings.Fields(text), " "), "Request ID: ID")
	}
	if diff := cmp.Diff(flatten(want), flatten(example)); diff != "" {
		t.Errorf("the guide's example (-provider +guide):\n%s", diff)
	}
}

var (
	quotedCode  = regexp.MustCompile("`([A-Za-z.]+)`")
	attemptsRow = regexp.MustCompile(`(?m)^\| (.+) \| (\d+) \|$`)
)

// guideAttempts are the codes in the guide's table of attempts.
func guideAttempts(t *testing.T) map[string]int {
	t.Helper()
	_, table, _ := strings.Cut(readErrorsGuide(t), "| What | Attempts in all |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	attempts := map[string]int{}
	for _, row := range attemptsRow.FindAllStringSubmatch(table+"\n", -1) {
		n, err := strconv.Atoi(row[2])
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range quotedCode.FindAllStringSubmatch(row[1], -1) {
			attempts[code[1]] = n
		}
	}
	return attempts
}

// guideCodes are the codes in the guide's tables of what codes mean.
func guideCodes(t *testing.T) map[string]bool {
	t.Helper()
	codes := map[string]bool{}
	for _, head := range []string{"Code of the Redis API", "Code of STS"} {
		for _, cell := range firstCells(t, readErrorsGuide(t), head) {
			for _, code := range quotedCode.FindAllStringSubmatch(cell, -1) {
				codes[code[1]] = true
			}
		}
	}
	return codes
}

// TestErrorsGuide_attempts: each code is tried as often as the guide says, which
// is once where it says nothing.
func TestErrorsGuide_attempts(t *testing.T) {
	t.Parallel()
	attempts := guideAttempts(t)
	// What a clock that is right and a permanent key draw; TestAccFaults_clock
	// and TestProvider_renewal have the others.
	for _, conditional := range []string{"AuthFailure.SignatureExpire", "AuthFailure.TokenFailure"} {
		if attempts[conditional] != 2 {
			t.Errorf("%s is tried %d times in the guide", conditional, attempts[conditional])
		}
		attempts[conditional] = 1
	}
	for code := range guideCodes(t) {
		want := 1
		group, _, _ := strings.Cut(code, ".")
		for _, known := range []string{group, code} {
			if n, ok := attempts[known]; ok {
				want = n
			}
		}
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			api.Always(fakeapi.Fail(code))
			m := documentModel()
			m.read(t.Context(), api.configured(t, tencentapi.WithMaxRequestsPerSecond(1000)))
			asked := 0
			for _, r := range api.Requests() {
				if r.Action == "DescribeBackupUrl" { // and not a look at the status
					asked++
				}
			}
			if asked != want {
				t.Errorf("%d attempts, want %d", asked, want)
			}
		})
	}
}

// title matches a text that is written as summaries are and as no other text is.
var title = regexp.MustCompile(`"((?:[A-Z][A-Za-z]+)(?: (?:[A-Z][A-Za-z]*|to|the|of|a|in|by|than))+)"`)

// notSummaries are written so without being one.
var notSummaries = []string{"Tencent Cloud"}

// TestErrorsGuide_summaries: the guide lists each error and each warning that
// the provider's own code can make.
func TestErrorsGuide_summaries(t *testing.T) {
	t.Parallel()
	guide := readErrorsGuide(t)
	listed := append(firstCells(t, guide, "Error"), firstCells(t, guide, "Warning")...)
	paths, err := filepath.Glob("../[acpv]*/*.go") // advice, config, provider, validators
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range title.FindAllStringSubmatch(string(source), -1) {
			if !slices.Contains(listed, found[1]) && !slices.Contains(notSummaries, found[1]) {
				t.Errorf("%s: the guide does not list %q", path, found[1])
			}
		}
	}
}

// firstCells are those of the rows below a table's head.
func firstCells(t *testing.T, guide, head string) []string {
	t.Helper()
	_, table, found := strings.Cut(guide, "\n| "+head+" |")
	_, rows, _ := strings.Cut(table, "| --- |\n")
	if !found || rows == "" {
		t.Fatalf("the guide has no table with the head %q", head)
	}
	rows, _, _ = strings.Cut(rows, "\n\n")
	var cells []string
	for row := range strings.SplitSeq(rows, "\n") {
		cell, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		cells = append(cells, cell)
	}
	return cells
}
