// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// tryGettingStarted follows the guide without an account.
func tryGettingStarted(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	printed := e.apply()
	if want := exampleFile(e.t, "getting-started/apply.txt"); !strings.HasSuffix(printed, want) {
		e.t.Errorf("apply prints\n%s\nand the guide says\n%s", printed, want)
	}
	e.expectFiles("backups/"+fakeapi.DocumentBackupID, documentSizes())
	e.keepsPrivate("backups/" + fakeapi.DocumentBackupID + "/*.rdb")
	e.expectPolicy("getting-started/policy.json")
	if printed := e.succeed("destroy", "-input=false", "-auto-approve", "-refresh=false"); !strings.Contains(printed, "Destroy complete!") {
		e.t.Errorf("destroy prints:\n%s", printed)
	}

	mirror := filepath.ToSlash(filepath.Join(filepath.Dir(e.config), "mirror"))
	e.write("mirror.tfrc", strings.ReplaceAll(exampleFile(e.t, "getting-started/mirror.hcl"), "/srv/terraform-providers", mirror))
	e.config = filepath.Join(e.dir, "mirror.tfrc")
	e.uninstall()
	e.succeed("init", "-input=false") // from a folder, without a network
}

// exampleFile reads a file below examples/.
func exampleFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// guide returns the template of a guide.
func guide(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, "templates", "guides", name+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// keepsPrivate fails unless only the owner may read the files that match.
func (e *tryout) keepsPrivate(pattern string) {
	e.t.Helper()
	paths, err := filepath.Glob(filepath.Join(e.dir, filepath.FromSlash(pattern)))
	if err != nil || len(paths) == 0 {
		e.t.Fatalf("no file matches %s: %v", pattern, err)
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			e.t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// expectPolicy fails unless the policy allows exactly the requests that were made.
func (e *tryout) expectPolicy(name string) {
	e.t.Helper()
	var policy struct {
		Version   string
		Statement []struct {
			Effect           string
			Action, Resource []string
		}
	}
	if err := json.Unmarshal([]byte(exampleFile(e.t, name)), &policy); err != nil {
		e.t.Fatal(err)
	}
	var requested []string
	for _, r := range e.api.Requests() {
		requested = append(requested, "redis:"+r.Action)
	}
	slices.Sort(requested)
	if len(policy.Statement) != 1 || policy.Version != "2.0" || policy.Statement[0].Effect != "allow" || len(policy.Statement[0].Resource) == 0 {
		e.t.Fatalf("the policy is %+v", policy)
	}
	slices.Sort(policy.Statement[0].Action)
	if diff := cmp.Diff(slices.Compact(requested), policy.Statement[0].Action); diff != "" {
		e.t.Errorf("actions (-requested +allowed):\n%s", diff)
	}
}
