// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// project is the beginning of each file's name.
const project = "terraform-provider-tencentredis"

// platforms are those that a release has to be built for.
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

// assets are the files of a release, as they are downloaded from its page.
type assets struct {
	dir     string
	version string // without the tag's v
	commit  string // that it is of; empty where Go does not find it out
}

// name is that of the asset with that ending.
func (a assets) name(ending string) string { return project + "_" + a.version + "_" + ending }

func (a assets) archive(p platform) string { return a.name(p.String() + ".zip") }

func (a assets) sbom(p platform) string { return a.name(p.String() + ".cdx.json") }

func (a assets) checksums() string { return a.name("SHA256SUMS") }

func (a assets) signature() string { return a.checksums() + ".sig" }

func (a assets) manifest() string { return a.name("manifest.json") }

func (a assets) path(name string) string { return filepath.Join(a.dir, name) }

// checkNames fails unless the release has each file that it must have, and no other.
func (a assets) checkNames() error {
	want := []string{a.checksums(), a.signature(), a.manifest()}
	for _, p := range platforms {
		want = append(want, a.archive(p), a.sbom(p))
	}
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		return err
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	return errors.Join(without("missing", want, got), without("not expected", got, want))
}

// without is an error that names what a has and b has not.
func without(problem string, a, b []string) error {
	rest := slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
	if len(rest) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %s", problem, strings.Join(rest, ", "))
}

// checkManifest fails unless the registry learns of protocol 6.0. Without a
// manifest it takes 5.0 for granted, and Terraform then refuses the provider.
func (a assets) checkManifest() error {
	content, err := os.ReadFile(a.path(a.manifest()))
	if err != nil {
		return err
	}
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&manifest); err != nil {
		return err
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		return fmt.Errorf("version %d, protocols %q; want 1 and 6.0", manifest.Version, manifest.Metadata.ProtocolVersions)
	}
	return nil
}

// checkChecksums fails unless SHA256SUMS has the right sum of each archive and of
// the manifest, and no other: the registry refuses a release where it does.
func (a assets) checkChecksums() error {
	content, err := os.ReadFile(a.path(a.checksums()))
	if err != nil {
		return err
	}
	want := []string{a.manifest()}
	for _, p := range platforms {
		want = append(want, a.archive(p))
	}
	var (
		got      []string
		problems error
	)
	for line := range strings.Lines(string(content)) {
		sum, name, found := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !found || name != filepath.Base(name) {
			problems = errors.Join(problems, fmt.Errorf("not a sum and a name: %q", line))
			continue
		}
		got = append(got, name)
		actual, err := sumOf(a.path(name))
		if err == nil && actual != sum {
			err = fmt.Errorf("%s has the sum %s, listed is %s", name, actual, sum)
		}
		problems = errors.Join(problems, err)
	}
	return errors.Join(problems, without("missing", want, got), without("not expected", got, want))
}

func sumOf(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}

// checkSame fails unless another release is the same to the byte. A signature has
// a time in it, so each has its own.
func (a assets) checkSame(b assets) error {
	first, err := a.sums()
	if err != nil {
		return err
	}
	second, err := b.sums()
	if err != nil {
		return err
	}
	if diff := cmp.Diff(first, second); diff != "" {
		return fmt.Errorf("built again, these sums differ (-first +second):\n%s", diff)
	}
	return nil
}

// sums are those of all assets but the signature.
func (a assets) sums() (map[string]string, error) {
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for _, entry := range entries {
		if entry.Name() == a.signature() {
			continue
		}
		if sums[entry.Name()], err = sumOf(a.path(entry.Name())); err != nil {
			return nil, err
		}
	}
	return sums, nil
}
