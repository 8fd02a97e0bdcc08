// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	root    = "../.." // the repository's folder
	project = "terraform-provider-tencentredis"
	// rehearsed is a version whose digits are nowhere else in the binary.
	rehearsed = "7.31.59"
)

// TestRelease rehearses a release, or checks the files of a published one.
func TestRelease(t *testing.T) {
	t.Parallel()
	var a assets
	var k keyring
	switch dir := os.Getenv("TENCENTREDIS_RELEASE"); dir {
	case "":
		t.Skip("builds for all platforms; run with: make release-check")
	case "rehearse":
		k = newKeyring(t)
		a = rehearse(t, k)
	default:
		a = published(t, dir)
	}
	for name, check := range map[string]func(*testing.T){
		"names":     a.checkNames,
		"manifest":  a.checkManifest,
		"checksums": a.checkChecksums,
		"signature": func(t *testing.T) { a.checkSignature(t, k) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t)
		})
	}
	for _, p := range platforms {
		t.Run(p.String(), func(t *testing.T) {
			t.Parallel()
			a.checkArchive(t, p)
		})
	}
}

// rehearse runs goreleaser as the release workflow does, but for the upload.
func rehearse(t *testing.T, k keyring) assets {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 25*time.Minute)
	defer cancel()
	// There is no tag, so nothing can be validated against git.
	cmd := exec.CommandContext(ctx, "go", "tool", "-modfile=tools/release/go.mod", "goreleaser", "release", "--clean", "--skip=publish,validate", "--release-notes=CHANGELOG.md")
	cmd.Dir, cmd.WaitDelay = root, 10*time.Second
	cmd.Env = append(os.Environ(), "GNUPGHOME="+string(k), "GPG_FINGERPRINT="+k.fingerprint(t), "GORELEASER_CURRENT_TAG=v"+rehearsed)
	if printed, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("goreleaser: %v\n%s", err, printed)
	}
	a := assets{filepath.Join(root, "dist"), rehearsed, commit(t)}
	// goreleaser uploads it under this name, from where it is.
	manifest, err := os.ReadFile(filepath.Join(root, "terraform-registry-manifest.json"))
	if err := errors.Join(err, os.WriteFile(a.path(a.manifest()), manifest, 0o600)); err != nil {
		t.Fatal(err)
	}
	return a
}

// published is the release whose files are in a folder, built from this commit.
func published(t *testing.T, dir string) assets {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, project+"_*_SHA256SUMS"))
	if err != nil || len(found) != 1 {
		t.Fatalf("want the checksums of one release in %s, found %q, %v", dir, found, err)
	}
	version := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), project+"_"), "_SHA256SUMS")
	return assets{dir, version, commit(t)}
}

// commit is the one that is checked out. It is empty in a worktree, whose .git is
// a file: Go does not look for a commit there.
func commit(t *testing.T) string {
	t.Helper()
	if info, err := os.Stat(filepath.Join(root, ".git")); err != nil || !info.IsDir() {
		t.Logf("the commit in the binaries is not checked: .git is not a folder (%v)", err)
		return ""
	}
	printed, err := exec.CommandContext(t.Context(), "git", "-C", root, "rev-parse", "HEAD").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(printed))
}
