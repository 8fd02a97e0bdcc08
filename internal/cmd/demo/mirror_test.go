// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestLayOutMirror(t *testing.T) {
	t.Parallel()
	provider := writeFile(t, filepath.Join(t.TempDir(), "provider"), "binary")
	for platform, suffix := range map[string]string{"linux_amd64": "", "darwin_arm64": "", "windows_amd64": ".exe"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "mirror")
			if err := layOutMirror(dir, provider, platform); err != nil {
				t.Fatal(err)
			}
			below := "/tencentredis/tencentredis/0.0.1/" + platform + "/terraform-provider-tencentredis_v0.0.1" + suffix
			want := []string{"registry.opentofu.org" + below, "registry.terraform.io" + below}
			if got := filesBelow(t, dir); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(want[0])))
			if err != nil || info.Mode().Perm()&0o100 == 0 || info.Size() != int64(len("binary")) {
				t.Errorf("it is no executable copy: %v, %v", info, err)
			}
		})
	}
}

func TestLayOutMirrorWithoutProvider(t *testing.T) {
	t.Parallel()
	if err := layOutMirror(t.TempDir(), filepath.Join(t.TempDir(), "missing"), "linux_amd64"); err == nil {
		t.Error("no error")
	}
}

func TestCLIConfig(t *testing.T) {
	t.Parallel()
	got := string(cliConfig(`C:\Temp\"mirror"`))
	if want := `    path = "C:\\Temp\\\"mirror\""`; !strings.Contains(got, want+"\n") {
		t.Errorf("got %s\nwant a line %s", got, want)
	}
	if strings.Contains(got, "direct") {
		t.Errorf("a registry would be asked: %s", got)
	}
}

func TestCopyExample(t *testing.T) {
	t.Parallel()
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	for _, name := range []string{"main.tf", "outputs.tf", "terraform.tfstate", "mine.auto.tfvars", "README.md", ".terraform.lock.hcl"} {
		writeFile(t, filepath.Join(from, name), name)
	}
	if err := copyExample(to, from); err != nil {
		t.Fatal(err)
	}
	if got, want := filesBelow(t, to), []string{"main.tf", "outputs.tf"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func writeFile(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// filesBelow are the paths of all files, sorted, with slashes.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	var paths []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
