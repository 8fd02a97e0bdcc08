// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMirror(t *testing.T) {
	t.Parallel()
	provider := writeFile(t, filepath.Join(t.TempDir(), "provider"), "binary")
	for _, test := range []struct{ product, platform, path string }{
		{"Terraform", "linux_amd64", "registry.terraform.io/tencentredis/tencentredis/0.1.0/linux_amd64/terraform-provider-tencentredis_v0.1.0"},
		{"OpenTofu", "darwin_arm64", "registry.opentofu.org/tencentredis/tencentredis/0.1.0/darwin_arm64/terraform-provider-tencentredis_v0.1.0"},
		{"Terraform", "windows_amd64", "registry.terraform.io/tencentredis/tencentredis/0.1.0/windows_amd64/terraform-provider-tencentredis_v0.1.0.exe"},
	} {
		t.Run(test.platform, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			config, err := CLI{Product: test.product, Platform: test.platform}.Mirror(dir, provider)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := filesBelow(t, dir), []string{"cli.tfrc", "mirror/" + test.path}; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			info, err := os.Stat(filepath.Join(dir, "mirror", filepath.FromSlash(test.path)))
			if err != nil || info.Mode().Perm()&0o100 == 0 || info.Size() != int64(len("binary")) {
				t.Errorf("not an executable copy: %v, %v", info, err)
			}
			if config != filepath.Join(dir, "cli.tfrc") {
				t.Errorf("got configuration %s", config)
			}
		})
	}
}

func TestMirrorArchives(t *testing.T) {
	t.Parallel()
	const linux, windows = "terraform-provider-tencentredis_1.2.3_linux_amd64.zip", "terraform-provider-tencentredis_1.2.3_windows_arm64.zip"
	release, dir := t.TempDir(), t.TempDir()
	archives := []string{writeFile(t, filepath.Join(release, linux), "one"), writeFile(t, filepath.Join(release, windows), "two")}
	cli := CLI{Product: "OpenTofu", Platform: "linux_amd64"}
	config, err := cli.MirrorArchives(dir, archives)
	if err != nil {
		t.Fatal(err)
	}
	const folder = "mirror/registry.opentofu.org/tencentredis/tencentredis/"
	if got, want := filesBelow(t, dir), []string{"cli.tfrc", folder + linux, folder + windows}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if content, err := os.ReadFile(filepath.Join(dir, folder, windows)); err != nil || string(content) != "two" {
		t.Errorf("it is no copy: %q, %v", content, err)
	}
	if content, err := os.ReadFile(config); err != nil || string(content) != string(cliConfig(filepath.Join(dir, "mirror"))) {
		t.Errorf("the configuration is %q, %v", content, err)
	}
	if _, err := cli.MirrorArchives(dir, archives); err == nil {
		t.Error("no error if the mirror exists")
	}
}

func TestMirrorFails(t *testing.T) {
	t.Parallel()
	cli, dir := CLI{Product: "Terraform", Platform: "linux_amd64"}, t.TempDir()
	provider := writeFile(t, filepath.Join(t.TempDir(), "provider"), "binary")
	if _, err := cli.Mirror(dir, filepath.Join(dir, "missing")); err == nil {
		t.Error("no error without a provider")
	}
	if _, err := cli.Mirror(dir, provider); err != nil {
		t.Error(err)
	}
	if _, err := cli.Mirror(dir, provider); err == nil {
		t.Error("no error if the mirror exists")
	}
}

func TestCLIConfig(t *testing.T) {
	t.Parallel()
	got := string(cliConfig(`C:\Temp\"mirror"`))
	if want := `    path = "C:\\Temp\\\"mirror\""`; !strings.Contains(got, want+"\n") {
		t.Errorf("got %s\nwant a line %s", got, want)
	}
	if strings.Contains(got, "direct") {
		t.Errorf("the configuration uses a registry: %s", got)
	}
}

func writeFile(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// filesBelow returns the paths of all files, sorted, with slashes.
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
