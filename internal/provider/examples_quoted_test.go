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
	// hclBlock begins a configuration, whatever the language of its code block.
	hclBlock = regexp.MustCompile(`(?m)^(terraform|provider|data|ephemeral|resource|action|output|variable|locals|module|check|provider_installation)( "[^"]+")* \{`)
	// hereDocument is input of a shell command.
	hereDocument = regexp.MustCompile(`(?ms)<<END\n.*?^END$`)
)

// quotesConfiguration reports whether a code block must be in a file below
// examples/. Configurations of the official provider cannot be tested here.
func quotesConfiguration(language, code string) bool {
	if slices.Contains([]string{"hcl", "terraform", "tf"}, language) {
		return true
	}
	return hclBlock.MatchString(hereDocument.ReplaceAllString(code, "")) && !strings.Contains(code, `"tencentcloud`)
}

// TestExamples_quoted: each configuration in the documents is from a file below
// examples/, so it is tested.
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

// comment matches a comment in HCL. They differ between languages.
var comment = regexp.MustCompile(`(?m)(^[ \t]*#.*\n|[ \t]+# .*$)`)

func uncommented(code string) string { return comment.ReplaceAllString(code, "") }

// documents returns the pages for users, by path.
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
