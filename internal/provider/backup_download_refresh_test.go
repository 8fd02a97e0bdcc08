// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestBackupDownload_refresh: with check_on_refresh, a plan shows which files are
// missing or changed, and the apply downloads those and no others.
func TestBackupDownload_refresh(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	s, config := api.session(t, nil), downloadConfig(t.TempDir(), object{"check_on_refresh": true, "delete_on_destroy": true})
	state, diags := s.change(nil, config)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	if fresh, diags := s.refresh(state); len(diags) > 0 || cmp.Diff(state, fresh) != "" {
		t.Fatalf("diagnostics are %v, state (-before +after):\n%s", diags, cmp.Diff(state, fresh))
	}
	file := func(state object, i int) object { return state["files"].([]any)[i].(object) }
	path := func(i int) string { return file(state, i)["path"].(string) }
	if err := errors.Join(os.Remove(path(1)), os.Truncate(path(3), 10)); err != nil {
		t.Fatal(err)
	}
	without := merge(state, object{"check_on_refresh": nil})
	if fresh, diags := s.refresh(without); len(diags) > 0 || cmp.Diff(without, fresh) != "" {
		t.Errorf("it is checked without check_on_refresh: %v", diags)
	}

	fresh, diags := s.refresh(state)
	if len(diags) != 1 || diags[0].Summary != "Redis Backup Files Missing or Changed" ||
		!strings.Contains(diags[0].Detail, file(state, 1)["file_name"].(string)+": it is missing") ||
		!strings.Contains(diags[0].Detail, file(state, 3)["file_name"].(string)+": it has 10 bytes instead of ") {
		t.Fatalf("diagnostics are %v", diags)
	}
	planned, diags := s.plan(fresh, config)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	for i := range 5 {
		want := file(state, i)
		if i == 1 || i == 3 {
			want = merge(want, object{"sha256": unknown{}, "file_size": unknown{}, "checked": unknown{}, "rdb": unknown{}})
		}
		if diff := cmp.Diff(want, file(planned, i)); diff != "" {
			t.Errorf("file %d (-want +planned):\n%s", i, diff)
		}
	}
	if dropped, diags := s.plan(fresh, merge(config, object{"check_on_refresh": false})); len(diags) > 0 || cmp.Diff(fresh["files"], dropped["files"]) != "" {
		t.Errorf("files are planned once it is no longer set: %v, diagnostics %v", dropped["files"], diags)
	}
	repaired, diags := s.apply(fresh, config, planned)
	if diff := cmp.Diff(state, repaired); len(diags) > 0 || diff != "" || len(api.Downloads()) != 7 {
		t.Errorf("diagnostics are %v after %d downloads, state (-before +repaired):\n%s", diags, len(api.Downloads()), diff)
	}
	_, diags = s.change(repaired, nil)
	if _, err := os.Stat(state["path"].(string)); len(diags) > 0 || err == nil {
		t.Errorf("the destroy left files, diagnostics %v", diags)
	}
}

// TestBackupDownload_replaceRepairs: a replacement downloads what is missing, and keeps
// all else.
func TestBackupDownload_replaceRepairs(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	s, config := api.session(t, nil), downloadConfig(t.TempDir(), object{"delete_on_destroy": true})
	state, diags := s.change(nil, config)
	if len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	folder := state["path"].(string)
	missing := state["files"].([]any)[2].(object)["path"].(string)
	if err := errors.Join(os.Remove(missing), os.WriteFile(filepath.Join(folder, ".DS_Store"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, diags := s.plan(state, config); len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	if _, diags := s.apply(state, nil, nil); len(diags) > 0 {
		t.Fatal(diags[0].Detail)
	}
	replaced, diags := s.change(nil, config)
	if diff := cmp.Diff(state, replaced); diff != "" || len(diags) > 0 || len(api.Downloads()) != 6 {
		t.Errorf("%d downloads, diagnostics %v, state (-before +after):\n%s", len(api.Downloads()), diags, diff)
	}
	if left, err := os.ReadDir(folder); len(left) != 7 {
		t.Errorf("%v is left, error %v", left, err)
	}
	_, diags = s.change(replaced, nil)
	if _, err := os.Stat(filepath.Join(folder, ".DS_Store")); err != nil || len(diags) > 0 {
		t.Errorf("the user's file is gone: %v; diagnostics %v", err, diags)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*.rdb")); len(left) > 0 {
		t.Errorf("the destroy left %v", left)
	}
}
