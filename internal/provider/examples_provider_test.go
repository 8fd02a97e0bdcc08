// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// completeConfigurations are the files of examples/provider that can be planned as
// they are, each with the API actions that its plan calls.
var completeConfigurations = map[string][]string{
	"provider.tf":         {"DescribeInstanceBackups", "DescribeBackupUrl"},
	"web_identity.tf":     {"AssumeRoleWithWebIdentity", "GetCallerIdentity", "DescribeInstanceBackups"},
	"profile_and_role.tf": {"AssumeRole", "DescribeInstanceBackups", "DescribeBackupUrl"},
}

// tryProvider plans each file on its own. Files that are not complete only
// configure the provider.
func tryProvider(e *tryout) {
	folder := e.dir
	for name, content := range e.sources() {
		e.dir = filepath.Join(folder, strings.TrimSuffix(name, ".tf"))
		if err := os.Mkdir(e.dir, 0o700); err != nil {
			e.t.Fatal(err)
		}
		e.write(name, content)
		e.write("dev.credential", fmt.Sprintf(`{"secretId": %q, "secretKey": %q}`, fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey))
		e.env["TENCENTCLOUD_SHARED_CREDENTIALS_DIR"] = e.dir
		actions, complete := completeConfigurations[name]
		if complete {
			e.planComplete(name, actions)
			continue
		}
		e.write("later.tf", laterReads(content))
		e.install()
		before := len(e.api.Requests())
		if printed := e.succeed("plan", "-input=false"); !strings.Contains(printed, "Plan: 1 to add") {
			e.t.Errorf("%s:\n%s", name, printed)
		}
		if n := len(e.api.Requests()) - before; n > 0 {
			e.t.Errorf("%s: %d requests were made", name, n)
		}
	}
}

// planComplete plans a configuration and compares the requests. Only provider.tf
// has keys in the environment.
func (e *tryout) planComplete(name string, actions []string) {
	e.t.Helper()
	api := newFake(e.t, fakeapi.Options{
		Instances: []fakeapi.Instance{{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: fakeapi.NewBackups(2, time.Now(), 24*time.Hour)}},
	})
	e.write("tencentcloud.jwt", fakeapi.DefaultWebIdentityToken)
	kept := e.env
	defer func() { e.env = kept }()
	e.env = with(kept, "TENCENTCLOUD_ENDPOINT_URL_REDIS", api.url, "TENCENTCLOUD_ENDPOINT_URL_STS", api.url, envRegion, "")
	if name != "provider.tf" {
		e.env = with(e.env, credentials.EnvSecretID, "", credentials.EnvSecretKey, "")
	}
	e.succeed("init", "-input=false")
	if printed := e.succeed("plan", "-input=false"); !strings.Contains(printed, "Changes to Outputs:") {
		e.t.Errorf("%s:\n%s", name, printed)
	}
	var got []string
	for _, r := range api.Requests() {
		got = append(got, r.Action)
	}
	if diff := cmp.Diff(actions, slices.Compact(got)); diff != "" {
		e.t.Errorf("%s: requests (-want +got):\n%s", name, diff)
	}
}

var alias = regexp.MustCompile(`(?m)^  alias +=  *"(\w+)"$`)

// laterReads returns data sources for each provider of a configuration. They are
// read at apply, so plan only configures the providers.
func laterReads(content string) string {
	reads := "resource \"terraform_data\" \"later\" {}\n"
	for i, found := range append([][]string{{"", ""}}, alias.FindAllStringSubmatch(content, -1)...) {
		name := strings.TrimSuffix("tencentredis."+found[1], ".")
		reads += fmt.Sprintf("data \"tencentredis_backups\" \"later_%d\" {\n  provider   = %s\n  depends_on = [terraform_data.later]\n}\n", i, name)
	}
	return reads
}
