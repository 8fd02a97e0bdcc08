// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const repository = "../.."

// guide returns the template of a guide.
func guide(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, "templates", "guides", name+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// documentSizes returns the file sizes in the API document's example.
func documentSizes() map[string]int64 {
	sizes := map[string]int64{}
	for i, size := range []int64{1264547, 1278586, 1467647, 1264987, 1268499} {
		sizes[fmt.Sprintf("9527208-4633789-redis-server-4.0.8-1001463-ignore-%d-ignore.rdb", i+1)] = size
	}
	return sizes
}

// looksLikeRDB fails if content is not an RDB file of that size.
func looksLikeRDB(t *testing.T, name string, content []byte, size int64) {
	t.Helper()
	if !bytes.HasPrefix(content, []byte("REDIS")) || int64(len(content)) != size {
		t.Errorf("%s has %d bytes and begins with %q, want %d and REDIS", name, len(content), content[:min(5, len(content))], size)
	}
}
