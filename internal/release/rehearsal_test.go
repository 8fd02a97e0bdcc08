// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	root = "../.." // the repository's folder
	// rehearsed is a version whose digits are nowhere else in the binary.
	rehearsed = "7.31.59"
	// rehearse and downloaded are the variables by which make asks for these tests.
	rehearse, downloaded = "TENCENTREDIS_REHEARSE", "TENCENTREDIS_RELEASE"
)

// TestRelease_rehearsal publishes a release to a fake of GitHub and checks what
// arrives. Then it does so again, elsewhere on earth, and expects the same files.
func TestRelease_rehearsal(t *testing.T) {
	t.Parallel()
	if os.Getenv(rehearse) == "" {
		t.Skip("builds for all platforms; run with: make release-check")
	}
	keys := newKeyring(t, "rsa3072")
	a := publish(t, keys, "TZ=UTC")
	check(t, a, keys)
	t.Run("mirror", func(t *testing.T) {
		t.Parallel()
		checkMirror(t, a)
	})
	t.Run("again", func(t *testing.T) {
		t.Parallel()
		expectNone(t, a.checkSame(publish(t, keys, "TZ=Asia/Shanghai")))
	})
}

// TestRelease_downloaded checks the files of a release, however they got here.
func TestRelease_downloaded(t *testing.T) {
	t.Parallel()
	dir := os.Getenv(downloaded)
	if dir == "" {
		t.Skip("needs a release; run with: make release-verify ASSETS=FOLDER")
	}
	found, err := filepath.Glob(filepath.Join(dir, project+"_*_SHA256SUMS"))
	if err != nil || len(found) != 1 {
		t.Fatalf("there are not the checksums of one release in %s: %q, %v", dir, found, err)
	}
	version := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), project+"_"), "_SHA256SUMS")
	check(t, assets{dir, version, commit(t)}, "")
}

func check(t *testing.T, a assets, k keyring) {
	t.Helper()
	for name, err := range map[string]error{
		"names":     a.checkNames(),
		"manifest":  a.checkManifest(),
		"checksums": a.checkChecksums(),
		"signature": a.checkSignature(t.Context(), k),
	} {
		t.Run(name, func(t *testing.T) { expectNone(t, err) })
	}
	for _, p := range platforms {
		t.Run(p.String(), func(t *testing.T) { expectNone(t, a.checkArchive(p)) })
	}
}

func expectNone(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// publish runs goreleaser as the release workflow does.
func publish(t *testing.T, k keyring, env ...string) assets {
	t.Helper()
	hub := newGitHub(t)
	config, err := os.ReadFile(filepath.Join(root, ".goreleaser.yml"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "goreleaser.yml")
	config = fmt.Appendf(config, "\ngithub_urls: {api: %[1]q, upload: %[1]q, download: %[1]q}\n", hub.url)
	if err := os.WriteFile(path, config, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 25*time.Minute)
	defer cancel()
	// The tag is only said, so nothing can be validated against git.
	cmd := exec.CommandContext(ctx, "go", "tool", "-modfile=tools/release/go.mod", "goreleaser", "release", "--clean", "--skip=validate", "--release-notes=CHANGELOG.md", "--config="+path)
	cmd.Dir, cmd.WaitDelay = root, 10*time.Second
	cmd.Env = append(os.Environ(),
		"GNUPGHOME="+string(k), "GPG_FINGERPRINT="+k.fingerprint(t), "GITHUB_TOKEN=none", "GORELEASER_CURRENT_TAG=v"+rehearsed)
	cmd.Env = append(cmd.Env, remote()...)
	cmd.Env = append(cmd.Env, env...)
	start := time.Now()
	if printed, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("goreleaser: %v\n%s", err, printed)
	}
	t.Logf("goreleaser took %s", time.Since(start).Round(time.Second))
	// A draft is published later, when it is checked and attested.
	if want := (published{Tag: "v" + rehearsed, Draft: true}); hub.release != want {
		t.Errorf("the release is %+v, want %+v", hub.release, want)
	}
	if len(hub.refused) > 0 {
		t.Errorf("GitHub was asked what it should not be: %q", hub.refused)
	}
	return assets{hub.dir, rehearsed, commit(t)}
}

// commit is the one that is checked out. Go does not look into a second worktree
// of a repository, whose .git is a file.
func commit(t *testing.T) string {
	t.Helper()
	if info, err := os.Stat(filepath.Join(root, ".git")); err != nil || !info.IsDir() {
		t.Logf("the commit in the binaries is not checked: .git is no folder (%v)", err)
		return ""
	}
	printed, err := exec.CommandContext(t.Context(), "git", "-C", root, "rev-parse", "HEAD").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(printed))
}

// remote lets git say where the repository is from, which goreleaser wants to
// know, even where it is a copy without a remote.
func remote() []string {
	n, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT")) // unset, it is 0
	return []string{
		fmt.Sprintf("GIT_CONFIG_COUNT=%d", n+1),
		fmt.Sprintf("GIT_CONFIG_KEY_%d=remote.origin.url", n),
		fmt.Sprintf("GIT_CONFIG_VALUE_%d=https://github.com/tencentredis/%s", n, project),
	}
}
