// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// packed is a file in an archive.
type packed struct {
	name    string
	mode    fs.FileMode
	content []byte
}

// pack writes the archive of a platform.
func (a assets) pack(t *testing.T, p platform, files ...packed) {
	t.Helper()
	target, err := os.Create(a.path(a.archive(p)))
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(target)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name}
		header.SetMode(f.mode)
		w, err := archive.CreateHeader(header)
		if err == nil {
			_, err = w.Write(f.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), target.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestCheckArchive(t *testing.T) {
	t.Parallel()
	const version = "1.2.3"
	license, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	tiny := readTiny(t, buildTiny(t, somewhere, "-trimpath", "-buildvcs=true", "-ldflags=-s -w -X main.version="+version))
	files := []packed{{"LICENSE", 0o644, license}, {project + "_v" + version, 0o755, tiny.content}}
	sum := sha256.Sum256(tiny.content)
	document := `{
  "bomFormat": "CycloneDX",
  "metadata": {
    "component": {"name": "example.com/tiny", "version": "v` + version + `"},
    "properties": [{"name": "cdx:gomod:binary:hash:SHA-256", "value": "` + hex.EncodeToString(sum[:]) + `"}]
  },
  "components": [{"name": "std", "version": "` + tiny.info.GoVersion + `"}]
}`
	sound := func(t *testing.T) assets {
		t.Helper()
		a := assets{t.TempDir(), version, tiny.setting("vcs.revision")}
		a.pack(t, somewhere, files...)
		a.write(t, a.sbom(somewhere), document)
		return a
	}
	// change packs files that are almost as they should be.
	change := func(edit func([]packed) []packed) func(t *testing.T, a assets) {
		return func(t *testing.T, a assets) {
			t.Helper()
			a.pack(t, somewhere, edit(slices.Clone(files))...)
		}
	}
	describe := func(old, replacement string) func(t *testing.T, a assets) {
		return func(t *testing.T, a assets) {
			t.Helper()
			a.edit(t, a.sbom(somewhere), old, replacement)
		}
	}
	expectFound(t, sound, func(a assets) error { return a.checkArchive(somewhere) }, []mistake{
		{"no license", change(func(f []packed) []packed { return f[1:] }), "LICENSE is not there"},
		{"another license", change(func(f []packed) []packed { f[0].content = []byte("MIT"); return f }), "LICENSE is not there or another one"},
		{"no binary", change(func(f []packed) []packed { return f[:1] }), "terraform-provider-tencentredis_v1.2.3 is not there"},
		{"without a version", change(func(f []packed) []packed { f[1].name = project; return f }), `not expected: "terraform-provider-tencentredis"`},
		{"in a folder", change(func(f []packed) []packed { f[1].name = "bin/" + f[1].name; return f }), `not expected: "bin/terraform-provider-tencentredis_v1.2.3"`},
		{"twice", change(func(f []packed) []packed { return append(f, f[1]) }), `not expected: "terraform-provider-tencentredis_v1.2.3"`},
		{"something else", change(func(f []packed) []packed { return append(f, packed{"README.md", 0o644, nil}) }), `not expected: "README.md"`},
		{"not executable", change(func(f []packed) []packed { f[1].mode = 0o644; return f }), "has mode -rw-r--r--, want -rwxr-xr-x"},
		{"not a program", change(func(f []packed) []packed { f[1].content = []byte("#!/bin/sh"); return f }), "unrecognized file format"},

		{"SBOM: of another binary", describe(hex.EncodeToString(sum[:]), "00"), "SBOM: it is of a binary with the sum \"00\""},
		{"SBOM: of another version", describe("v"+version, "v1.2.4"), "SBOM: it is of {example.com/tiny v1.2.4}"},
		{"SBOM: a module missing", describe(`"std"`, `"other"`), "SBOM: modules"},
		{"SBOM: another version of Go", describe(tiny.info.GoVersion, "go1.1"), "SBOM: modules"},
		{"SBOM: another format", describe("CycloneDX", "SPDX"), "SBOM: the format is \"SPDX\""},
		{"SBOM: not JSON", describe("{", ""), "invalid character"},
		{"SBOM: not there", func(t *testing.T, a assets) { a.remove(t, a.sbom(somewhere)) }, "no such file"},
	})
}
