// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"testing"
)

func indexTemplate(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash("../../templates/index.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
