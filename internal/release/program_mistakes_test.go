// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"debug/buildinfo"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// buildTiny builds a program that does nothing, from a git repository of its
// own, and returns its path.
func buildTiny(t *testing.T, p platform, flags ...string) string {
	t.Helper()
	dir := t.TempDir()
	err := errors.Join(
		os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/tiny\n"), 0o600),
		os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nvar version string\n\nfunc main() { println(version) }\n"), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "tiny")
	for _, args := range [][]string{
		{"git", "init", "--quiet"},
		{"git", "add", "."},
		{"git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message=tiny"},
		append(append([]string{"go", "build", "-o", program}, flags...), "."),
	} {
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
		if printed, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args, err, printed)
		}
	}
	return program
}

func readTiny(t *testing.T, path string) program {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := readProgram(content)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestReadProgram lets Go's linker make what readProgram is to tell.
func TestReadProgram(t *testing.T) {
	t.Parallel()
	for _, p := range []platform{{"darwin", "arm64"}, {"freebsd", "arm"}, {"linux", "386"}, {"windows", "amd64"}} {
		t.Run(p.String(), func(t *testing.T) {
			t.Parallel()
			got := readTiny(t, buildTiny(t, p, "-trimpath", "-ldflags=-s -w"))
			if got.platform != p || got.symbols || got.debug || got.linked {
				t.Errorf("stripped: %s, symbols %t, debug %t, linked %t", got.platform, got.symbols, got.debug, got.linked)
			}
			got = readTiny(t, buildTiny(t, p, "-trimpath"))
			if got.platform != p || !got.symbols || !got.debug {
				t.Errorf("not stripped: %s, symbols %t, debug %t", got.platform, got.symbols, got.debug)
			}
		})
	}
	t.Run("linked", func(t *testing.T) {
		t.Parallel()
		if got := readTiny(t, buildTiny(t, platform{"linux", "amd64"}, "-trimpath", "-buildmode=pie")); !got.linked {
			t.Error("it is not seen that the program wants the system's loader")
		}
	})
	t.Run("built without -trimpath", func(t *testing.T) {
		t.Parallel()
		p := platform{"linux", "amd64"}
		err := readTiny(t, buildTiny(t, p, "-ldflags=-s -w")).check(p, assets{})
		if err == nil || !strings.Contains(err.Error(), "in it") {
			t.Errorf("the path of Go's library is not found: %v", err)
		}
	})
}

func TestProgramCheck(t *testing.T) {
	t.Parallel()
	of := assets{version: "1.2.3", commit: "5051c79"}
	sound := func() program {
		return program{
			platform: somewhere,
			content:  []byte("version 1.2.3"),
			info: &buildinfo.BuildInfo{Settings: []debug.BuildSetting{
				{Key: "CGO_ENABLED", Value: "0"}, {Key: "-trimpath", Value: "true"}, {Key: "vcs.revision", Value: "5051c79"},
			}},
		}
	}
	if err := sound().check(somewhere, of); err != nil {
		t.Fatalf("a sound program: %v", err)
	}
	paths, err := buildPaths()
	if err != nil || len(paths) != 3 {
		t.Fatalf("got %q, %v", paths, err)
	}
	for _, m := range []struct {
		want string
		make func(p *program)
	}{
		{"it is a program for linux_amd64", func(p *program) { p.arch = "amd64" }},
		{"it is a program for freebsd_arm64", func(p *program) { p.os = "freebsd" }},
		{"it has a table of symbols", func(p *program) { p.symbols = true }},
		{"it has DWARF", func(p *program) { p.debug = true }},
		{"it needs libraries", func(p *program) { p.linked = true }},
		{"it is built with cgo", func(p *program) { p.info.Settings[0].Value = "1" }},
		{"it is built without -trimpath", func(p *program) { p.info.Settings[1].Value = "false" }},
		{`its commit is "", not 5051c79`, func(p *program) { p.info.Settings = p.info.Settings[:2] }},
		{"it does not know its version, 1.2.3", func(p *program) { p.content = []byte("version dev") }},
		{"it has " + paths[0] + " in it", func(p *program) { p.content = append(p.content, paths[0]...) }},
		{"it has " + paths[1] + " in it", func(p *program) { p.content = append(p.content, paths[1]...) }},
		{"it has " + paths[2] + " in it", func(p *program) { p.content = append(p.content, paths[2]...) }},
	} {
		t.Run(m.want, func(t *testing.T) {
			t.Parallel()
			p := sound()
			m.make(&p)
			if err := p.check(somewhere, of); err == nil || !strings.HasPrefix(err.Error(), m.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
