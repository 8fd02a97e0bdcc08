// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"archive/zip"
	"bytes"
	"debug/buildinfo"
	"debug/elf"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkArchive fails unless a platform's archive holds the license and a sound
// binary, and the platform's SBOM names what is linked into that.
func (a assets) checkArchive(t *testing.T, p platform) {
	archive, err := zip.OpenReader(a.path(a.archive(p)))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	// Terraform looks for a program whose name begins so.
	binary := project + "_v" + a.version
	if p.os == "windows" {
		binary += ".exe"
	}
	modes := map[string]fs.FileMode{}
	contents := map[string][]byte{}
	for _, file := range archive.File {
		modes[file.Name] = file.Mode()
		if contents[file.Name], err = fs.ReadFile(archive, file.Name); err != nil {
			t.Fatal(err)
		}
		// A time that differs from build to build would change the archive's sum.
		if !file.Modified.Equal(archive.File[0].Modified) {
			t.Errorf("%s is of %s, %s of %s; want the time of the commit", file.Name, file.Modified, archive.File[0].Name, archive.File[0].Modified)
		}
	}
	if diff := cmp.Diff(map[string]fs.FileMode{"LICENSE": 0o644, binary: 0o755}, modes); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	license, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil || !bytes.Equal(contents["LICENSE"], license) {
		t.Errorf("LICENSE is not the repository's (%v)", err)
	}
	info, err := buildinfo.Read(bytes.NewReader(contents[binary]))
	if err != nil {
		t.Fatal(err)
	}
	a.checkBinary(t, p, contents[binary], info)
	a.checkSBOM(t, p, contents[binary], info)
}

// checkBinary fails unless a binary is for the platform, runs on any machine of
// it, and shows nothing of the machine on which it was built.
func (a assets) checkBinary(t *testing.T, p platform, content []byte, info *buildinfo.BuildInfo) {
	t.Helper()
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	for key, want := range map[string]string{
		"GOOS": p.os, "GOARCH": p.arch, "CGO_ENABLED": "0", "-trimpath": "true", "vcs.revision": a.commit,
	} {
		if settings[key] != want && want != "" {
			t.Errorf("%s is %q, want %q", key, settings[key], want)
		}
	}
	if !bytes.Contains(content, []byte(a.version)) {
		t.Errorf("the binary does not know its version, %s", a.version)
	}
	here, err := filepath.Abs(root)
	if err != nil || bytes.Contains(content, []byte(here)) {
		t.Errorf("the binary holds %s (%v)", here, err)
	}
	// All platforms are linked with the same flags.
	if file, err := elf.NewFile(bytes.NewReader(content)); err == nil && file.SectionByType(elf.SHT_SYMTAB) != nil {
		t.Error("the binary has a table of symbols")
	} else if p.os == "linux" && err != nil {
		t.Error(err)
	}
}

// component is a module in a CycloneDX document.
type component struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// checkSBOM fails unless the platform's SBOM is that of the binary, and names
// each module that is linked into it.
func (a assets) checkSBOM(t *testing.T, p platform, binary []byte, info *buildinfo.BuildInfo) {
	t.Helper()
	var sbom struct {
		BOMFormat string `json:"bomFormat"`
		Metadata  struct {
			Component  component `json:"component"`
			Properties []struct {
				Name  string `json:"name"`
				Value string `json:"value"`
			} `json:"properties"`
		} `json:"metadata"`
		Components []component `json:"components"`
	}
	if err := json.Unmarshal(a.read(t, a.sbom(p)), &sbom); err != nil {
		t.Fatal(err)
	}
	hash := ""
	for _, property := range sbom.Metadata.Properties {
		if property.Name == "cdx:gomod:binary:hash:SHA-256" {
			hash = property.Value
		}
	}
	if want := (component{info.Main.Path, "v" + a.version}); sbom.BOMFormat != "CycloneDX" || sbom.Metadata.Component != want || hash != sum(binary) {
		t.Errorf("SBOM: a %s of %v with the sum %q; want %v with %s", sbom.BOMFormat, sbom.Metadata.Component, hash, want, sum(binary))
	}
	linked := map[string]string{"std": info.GoVersion}
	for _, module := range info.Deps {
		linked[module.Path] = module.Version
	}
	listed := map[string]string{}
	for _, c := range sbom.Components {
		listed[c.Name] = c.Version
	}
	if diff := cmp.Diff(linked, listed); diff != "" {
		t.Errorf("SBOM: modules (-linked +listed):\n%s", diff)
	}
}
