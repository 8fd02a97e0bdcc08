// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/google/go-cmp/cmp"
)

// sbom is what of a CycloneDX document is checked.
type sbom struct {
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

type component struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

func (s sbom) property(name string) string {
	for _, p := range s.Metadata.Properties {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// checkSBOM fails unless the platform's SBOM is of that program, and names each
// module that is linked into it.
func (a assets) checkSBOM(p platform, of program) error {
	content, err := os.ReadFile(a.path(a.sbom(p)))
	if err != nil {
		return err
	}
	var s sbom
	if err := json.Unmarshal(content, &s); err != nil {
		return err
	}
	var problems error
	if s.BOMFormat != "CycloneDX" {
		problems = errors.Join(problems, fmt.Errorf("SBOM: the format is %q", s.BOMFormat))
	}
	if want := (component{of.info.Main.Path, "v" + a.version}); s.Metadata.Component != want {
		problems = errors.Join(problems, fmt.Errorf("SBOM: it is of %v, want %v", s.Metadata.Component, want))
	}
	sum := sha256.Sum256(of.content)
	if got, want := s.property("cdx:gomod:binary:hash:SHA-256"), hex.EncodeToString(sum[:]); got != want {
		problems = errors.Join(problems, fmt.Errorf("SBOM: it is of a binary with the sum %q, not %s", got, want))
	}
	if diff := cmp.Diff(linkedInto(of), listedIn(s)); diff != "" {
		problems = errors.Join(problems, fmt.Errorf("SBOM: modules (-linked +listed):\n%s", diff))
	}
	return problems
}

// linkedInto are the versions of the modules in a program, Go's library included.
func linkedInto(p program) map[string]string {
	versions := map[string]string{"std": p.info.GoVersion}
	for _, module := range p.info.Deps {
		versions[module.Path] = module.Version
	}
	return versions
}

func listedIn(s sbom) map[string]string {
	versions := map[string]string{}
	for _, c := range s.Components {
		versions[c.Name] = c.Version
	}
	return versions
}
