// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	for path, document := range readAll(t, "*.md", "templates/*.tmpl", "templates/*/*.tmpl", "examples/*/README*.md", "examples/*/*/README*.md") {
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
	if quoted < 10 {
		t.Errorf("found only %d configurations in the documents", quoted)
	}
}

// configurations returns the configurations below examples/, by path.
func configurations(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	tree := os.DirFS(examplesDir)
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".tf", ".hcl"}, filepath.Ext(path)) {
			return err
		}
		content, err := fs.ReadFile(tree, path)
		files[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// comment matches a comment in HCL. They differ between languages.
var comment = regexp.MustCompile(`(?m)(^[ \t]*#.*\n|[ \t]+# .*$)`)

func uncommented(code string) string { return comment.ReplaceAllString(code, "") }

// readAll returns the files that match, by path.
func readAll(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	read := map[string]string{}
	for _, pattern := range patterns {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
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

var (
	// included is a file that a template quotes as a code block.
	included = regexp.MustCompile(`\{\{ (?:tffile|codefile "\w+") "([^"]+)" \}\}`)
	// required is the version of Terraform in a configuration.
	required = regexp.MustCompile(`required_version = ">= (1\.\d+)"`)
)

// documentScripts writes a script for each code block of README and the templates that
// begins with terraform, and returns their paths. From the text, a reader knows which
// variables to set. Otherwise, the directory has nothing but a CI token.
func documentScripts(t *testing.T) []string {
	t.Helper()
	dir, written := t.TempDir(), map[string]bool{}
	var scripts []string
	pages := readAll(t, "README*.md", "templates/*.tmpl", "templates/*/*.tmpl")
	for _, path := range slices.Sorted(maps.Keys(pages)) {
		page := included.ReplaceAllStringFunc(pages[path], func(directive string) string {
			content, err := os.ReadFile(filepath.Join(root, included.FindStringSubmatch(directive)[1]))
			if err != nil {
				t.Fatal(err)
			}
			return "```terraform\n" + string(content) + "```"
		})
		for i, block := range codeBlock.FindAllStringSubmatch(page, -1) {
			code := uncommented(block[2])
			if block[1] != "terraform" || !strings.HasPrefix(strings.TrimSpace(code), "terraform {") || written[code] { // the other edition
				continue
			}
			written[code] = true
			needs := ""
			if version := required.FindStringSubmatch(code); version != nil {
				needs = "[!since:" + version[1] + ":" + version[1] + "] skip\n"
			}
			name := strings.TrimSuffix(filepath.Base(path), ".md.tmpl") + "-" + strconv.Itoa(i+1)
			scripts = append(scripts, filepath.Join(dir, name+".txtar"))
			script := needs + "fake accounts\nenv TF_VAR_instance_id=crs-4y9t57vt TF_VAR_release=1.0.0\n" +
				"token tencentcloud.jwt\nterraform init\nterraform plan\n-- main.tf --\n" + block[2]
			if err := os.WriteFile(scripts[len(scripts)-1], []byte(script), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(scripts) < 8 {
		t.Errorf("found only %d configurations", len(scripts))
	}
	return scripts
}
