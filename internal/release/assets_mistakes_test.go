// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// mistake is something that somebody does to a sound release, and what the check
// must then say.
type mistake struct {
	name string
	make func(t *testing.T, a assets)
	want string
}

// expectFound fails unless a check passes a sound release, and finds each mistake
// in a copy of it.
func expectFound(t *testing.T, sound func(t *testing.T) assets, check func(assets) error, mistakes []mistake) {
	t.Helper()
	if err := check(sound(t)); err != nil {
		t.Fatalf("a sound release: %v", err)
	}
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			a := sound(t)
			m.make(t, a)
			if err := check(a); err == nil || !strings.Contains(err.Error(), m.want) {
				t.Errorf("got %v, want %s", err, m.want)
			}
		})
	}
}

// blank is a release with the right names and sums; the archives are empty.
func blank(t *testing.T) assets {
	t.Helper()
	a := assets{t.TempDir(), "1.2.3", ""}
	a.write(t, a.manifest(), `{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`)
	a.write(t, a.signature(), "")
	listed := []string{a.manifest()}
	for _, p := range platforms {
		a.write(t, a.archive(p), p.String())
		a.write(t, a.sbom(p), "{}")
		listed = append(listed, a.archive(p))
	}
	a.write(t, a.checksums(), a.lines(t, listed...))
	return a
}

func (a assets) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(a.path(name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (a assets) remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(a.path(name)); err != nil {
		t.Fatal(err)
	}
}

// edit replaces something that must be there.
func (a assets) edit(t *testing.T, name, old, replacement string) {
	t.Helper()
	content, err := os.ReadFile(a.path(name))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte(old)) {
		t.Fatalf("%s has no %q", name, old)
	}
	a.write(t, name, strings.Replace(string(content), old, replacement, 1))
}

// lines are those of files in SHA256SUMS.
func (a assets) lines(t *testing.T, names ...string) string {
	t.Helper()
	var lines strings.Builder
	for _, name := range names {
		sum, err := sumOf(a.path(name))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(&lines, "%s  %s\n", sum, name) // into memory
	}
	return lines.String()
}

var somewhere = platform{"linux", "arm64"}

func TestCheckNames(t *testing.T) {
	t.Parallel()
	expectFound(t, blank, assets.checkNames, []mistake{
		{"no archive", func(t *testing.T, a assets) { a.remove(t, a.archive(somewhere)) }, "missing: terraform-provider-tencentredis_1.2.3_linux_arm64.zip"},
		{"no SBOM", func(t *testing.T, a assets) { a.remove(t, a.sbom(somewhere)) }, "missing: terraform-provider-tencentredis_1.2.3_linux_arm64.cdx.json"},
		{"no manifest", func(t *testing.T, a assets) { a.remove(t, a.manifest()) }, "missing: terraform-provider-tencentredis_1.2.3_manifest.json"},
		{"no signature", func(t *testing.T, a assets) { a.remove(t, a.signature()) }, "missing: terraform-provider-tencentredis_1.2.3_SHA256SUMS.sig"},
		{"another platform", func(t *testing.T, a assets) { a.write(t, a.archive(platform{"plan9", "386"}), "") }, "not expected: terraform-provider-tencentredis_1.2.3_plan9_386.zip"},
	})
}

func TestCheckManifest(t *testing.T) {
	t.Parallel()
	expectFound(t, blank, assets.checkManifest, []mistake{
		{"another protocol", func(t *testing.T, a assets) { a.edit(t, a.manifest(), "6.0", "5.0") }, `protocols ["5.0"]`},
		{"no protocol", func(t *testing.T, a assets) { a.edit(t, a.manifest(), "protocol_versions", "protocols") }, `unknown field "protocols"`},
		{"another version", func(t *testing.T, a assets) { a.edit(t, a.manifest(), "1", "2") }, "version 2"},
		{"not there", func(t *testing.T, a assets) { a.remove(t, a.manifest()) }, "no such file"},
	})
}

func TestCheckChecksums(t *testing.T) {
	t.Parallel()
	// add lists one more file, with its right sum.
	add := func(name func(assets) string) func(t *testing.T, a assets) {
		return func(t *testing.T, a assets) {
			t.Helper()
			content, err := os.ReadFile(a.path(a.checksums()))
			if err != nil {
				t.Fatal(err)
			}
			a.write(t, a.checksums(), string(content)+a.lines(t, name(a)))
		}
	}
	expectFound(t, blank, assets.checkChecksums, []mistake{
		{"other content", func(t *testing.T, a assets) { a.edit(t, a.archive(somewhere), "linux", "Linux") }, "linux_arm64.zip has the sum "},
		{"manifest not listed", func(t *testing.T, a assets) { a.edit(t, a.checksums(), a.lines(t, a.manifest()), "") }, "missing: terraform-provider-tencentredis_1.2.3_manifest.json"},
		{"archive not listed", func(t *testing.T, a assets) { a.edit(t, a.checksums(), a.lines(t, a.archive(somewhere)), "") }, "missing: terraform-provider-tencentredis_1.2.3_linux_arm64.zip"},
		{"SBOM listed", add(func(a assets) string { return a.sbom(somewhere) }), "not expected: terraform-provider-tencentredis_1.2.3_linux_arm64.cdx.json"},
		{"signature listed", add(assets.signature), "not expected: terraform-provider-tencentredis_1.2.3_SHA256SUMS.sig"},
		{"listed, not there", func(t *testing.T, a assets) { a.remove(t, a.archive(somewhere)) }, "no such file"},
		{"one space", func(t *testing.T, a assets) { a.edit(t, a.checksums(), "  ", " ") }, "not a sum and a name"},
		{"in a folder", func(t *testing.T, a assets) { a.edit(t, a.checksums(), "  ", "  ./") }, "not a sum and a name"},
	})
}

func TestCheckSame(t *testing.T) {
	t.Parallel()
	first := blank(t)
	again := func(t *testing.T) assets {
		t.Helper()
		a := blank(t)
		a.write(t, a.signature(), "of another time")
		return a
	}
	expectFound(t, again, first.checkSame, []mistake{
		{"another archive", func(t *testing.T, a assets) { a.edit(t, a.archive(somewhere), "linux", "Linux") }, "linux_arm64.zip"},
		{"another SBOM", func(t *testing.T, a assets) { a.edit(t, a.sbom(somewhere), "{}", "[]") }, "linux_arm64.cdx.json"},
		{"one less", func(t *testing.T, a assets) { a.remove(t, a.manifest()) }, "manifest.json"},
	})
}

func TestCheckSignature(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("needs gpg (Debian's package is gnupg)")
	}
	keys := newKeyring(t, "rsa2048")
	sign := func(t *testing.T, a assets, k keyring, args ...string) {
		t.Helper()
		args = append([]string{"--yes", "--output", a.path(a.signature()), "--detach-sign"}, append(args, a.path(a.checksums()))...)
		if _, err := k.gpg(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	signed := func(t *testing.T) assets {
		t.Helper()
		a := blank(t)
		sign(t, a, keys)
		return a
	}
	check := func(a assets) error { return a.checkSignature(t.Context(), keys) }
	expectFound(t, signed, check, []mistake{
		// What goreleaser 2.15.0 and 2.15.1 do.
		{"signed, then changed", func(t *testing.T, a assets) { a.write(t, a.checksums(), a.lines(t, a.signature())) }, "BAD signature"},
		{"another key", func(t *testing.T, a assets) { sign(t, a, newKeyring(t, "rsa2048")) }, "No public key"},
		{"as text", func(t *testing.T, a assets) { sign(t, a, keys, "--armor") }, "text, not binary"},
		{"no signature", func(t *testing.T, a assets) { a.write(t, a.signature(), "nothing") }, "no valid OpenPGP data"},
	})
	t.Run("another algorithm", func(t *testing.T) {
		t.Parallel()
		curve, a := newKeyring(t, "ed25519"), blank(t)
		sign(t, a, curve)
		if err := a.checkSignature(t.Context(), curve); err == nil || !strings.Contains(err.Error(), "signed with algorithm 22") {
			t.Errorf("got %v, want signed with algorithm 22", err)
		}
	})
}
