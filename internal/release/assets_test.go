// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// platforms are those that a release is built for.
var platforms = []platform{
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"freebsd", "386"},
	{"freebsd", "amd64"},
	{"freebsd", "arm"},
	{"freebsd", "arm64"},
	{"linux", "386"},
	{"linux", "amd64"},
	{"linux", "arm"},
	{"linux", "arm64"},
	{"windows", "386"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "_" + p.arch }

// assets are the files of a release.
type assets struct {
	dir     string
	version string // without the tag's v
	commit  string // that it was built from; empty if unknown
}

func (a assets) name(ending string) string { return project + "_" + a.version + "_" + ending }

func (a assets) archive(p platform) string { return a.name(p.String() + ".zip") }

func (a assets) sbom(p platform) string { return a.name(p.String() + ".cdx.json") }

func (a assets) checksums() string { return a.name("SHA256SUMS") }

func (a assets) signature() string { return a.checksums() + ".sig" }

func (a assets) manifest() string { return a.name("manifest.json") }

func (a assets) path(name string) string { return filepath.Join(a.dir, name) }

func (a assets) read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(a.path(name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// checkNames fails unless the release has each file that it must have, and no
// other of this name.
func (a assets) checkNames(t *testing.T) {
	want := []string{a.checksums(), a.signature(), a.manifest()}
	for _, p := range platforms {
		want = append(want, a.archive(p), a.sbom(p))
	}
	slices.Sort(want)
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), project+"_") && !entry.IsDir() {
			got = append(got, entry.Name())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// checkManifest fails unless the registry learns of protocol 6.0. Without a
// manifest it assumes 5.0, and Terraform then refuses the provider.
func (a assets) checkManifest(t *testing.T) {
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	decoder := json.NewDecoder(bytes.NewReader(a.read(t, a.manifest())))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		t.Errorf("version %d, protocols %q; want 1 and 6.0", manifest.Version, manifest.Metadata.ProtocolVersions)
	}
}

// checkChecksums fails unless SHA256SUMS has the right sum of each archive and of
// the manifest, and no other: the registry refuses a release with others.
func (a assets) checkChecksums(t *testing.T) {
	want := map[string]string{a.manifest(): sum(a.read(t, a.manifest()))}
	for _, p := range platforms {
		want[a.archive(p)] = sum(a.read(t, a.archive(p)))
	}
	got := map[string]string{}
	for line := range strings.Lines(string(a.read(t, a.checksums()))) {
		sum, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		got[name] = sum
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("checksums (-want +got):\n%s", diff)
	}
}

func sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
