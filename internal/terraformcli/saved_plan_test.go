// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSavedPlan(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "saved")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{"tfplan": []byte(strings.Repeat("plan", 1000)), "tfconfig/m-/main.tf": []byte("# whole\n")}
	archive := zip.NewWriter(file)
	for name, content := range parts {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	got, err := SavedPlan(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parts, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

func TestSavedPlan_notOne(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "saved")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{path, path + "-that-is-not-there"} {
		if _, err := SavedPlan(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("error is %v, want one that names %s", err, path)
		}
	}
}
