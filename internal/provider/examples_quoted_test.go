// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	codeBlock = regexp.MustCompile("(?ms)^ *```([a-z]*) *\n(.*?\n) *```")
	// hclBlock begins a configuration, whatever language its code block says.
	hclBlock = regexp.MustCompile(`(?m)^(terraform|provider|data|ephemeral|resource|action|output|variable|locals|module|check|provider_installation)( "[^"]+")* \{`)
	// hereDocument is what a shell command is given, to be written into a file.
	hereDocument = regexp.MustCompile(`(?ms)<<END\n.*?^END$`)
)

// quotesConfiguration tells whether a code block must be a file below examples/.
// What is for the official provider cannot be: it is not here to try it.
func quotesConfiguration(language, code string) bool {
	if slices.Contains([]string{"hcl", "terraform", "tf"}, language) {
		return true
	}
	return hclBlock.MatchString(hereDocument.ReplaceAllString(code, "")) && !strings.Contains(code, `"tencentcloud`)
}

func TestQuotesConfiguration(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		language, code string
		want           bool
	}{
		{"terraform", "region = 1\n", true},
		{"text", "data \"tencentredis_backups\" \"all\" {}\n", true},
		{"", "# now\nlocals {\n}\n", true},
		{"text", "data \"tencentcloud_redis_backup\" \"all\" {\n}\n", false},
		{"shell", "cat > x.tfrc <<END\nprovider_installation {\n}\nEND\n", false},
		{"shell", "terraform plan\n", false},
		{"text", "Error: the provider {\n", false},
	} {
		if got := quotesConfiguration(tt.language, tt.code); got != tt.want {
			t.Errorf("%s block %q: %t, want %t", tt.language, tt.code, got, tt.want)
		}
	}
}

// TestExamples_quoted: each configuration in the documents is a file below
// examples/, or some lines of one, so it is tried.
func TestExamples_quoted(t *testing.T) {
	t.Parallel()
	files := configurations(t)
	quoted := 0
	for path, document := range documents(t) {
		for _, block := range codeBlock.FindAllStringSubmatch(document, -1) {
			if !quotesConfiguration(block[1], block[2]) {
				continue
			}
			quoted++
			in := slices.ContainsFunc(slices.Collect(maps.Values(files)), func(file string) bool {
				return strings.Contains("\n"+uncommented(file), "\n"+uncommented(block[2]))
			})
			if !in {
				t.Errorf("%s: no file below examples/ has this:\n%s", path, block[2])
			}
		}
	}
	if quoted < 20 {
		t.Errorf("found only %d configurations in the documents", quoted)
	}
}

// comment is a comment in HCL. Pages in another language have their own.
var comment = regexp.MustCompile(`(?m)(^[ \t]*#.*\n|[ \t]+# .*$)`)

func uncommented(code string) string { return comment.ReplaceAllString(code, "") }

// documents are the pages that people read, by path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	read := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "examples/*/README*.md", "examples/*/*/README*.md"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			read[path] = string(content)
		}
	}
	return read
}
