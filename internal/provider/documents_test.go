// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// included is a file that a template quotes as a code block.
var included = regexp.MustCompile(`\{\{ (?:tffile|codefile "\w+") "([^"]+)" \}\}`)

// wholeConfigurations returns the code blocks of README and the templates that begin
// with terraform, by where they are.
func wholeConfigurations(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"README*.md", "templates/*.tmpl", "templates/*/*.tmpl"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			page := included.ReplaceAllStringFunc(string(content), func(directive string) string {
				name := strings.TrimPrefix(included.FindStringSubmatch(directive)[1], "examples/")
				return "```terraform\n" + exampleFile(t, name) + "```"
			})
			for i, block := range codeBlock.FindAllStringSubmatch(page, -1) {
				if block[1] == "terraform" && strings.HasPrefix(strings.TrimSpace(uncommented(block[2])), "terraform {") {
					found[fmt.Sprintf("%s/%d", strings.TrimPrefix(filepath.ToSlash(path), repository+"/"), i+1)] = block[2]
				}
			}
		}
	}
	return found
}

// TestAccDocuments plans each of them in a directory that has nothing but a profile
// and a CI token. From the text, a reader knows which variables to set.
func TestAccDocuments(t *testing.T) {
	t.Parallel()
	tools := newExampleTools(t)
	recent := fakeapi.NewBackups(1, time.Now(), time.Hour)
	planned := map[string]bool{}
	for place, code := range wholeConfigurations(t) {
		if planned[uncommented(code)] {
			continue // the other edition
		}
		planned[uncommented(code)] = true
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			e := newTryout(t, tools, "", nil)
			e.dir = t.TempDir()
			api := newFake(t, fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
				{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: recent},
				{ID: ordersInstanceID, Region: "ap-shanghai", Backups: recent},
			}})
			e.env = with(e.env, "TENCENTCLOUD_ENDPOINT_URL_REDIS", api.url, "TENCENTCLOUD_ENDPOINT_URL_STS", api.url,
				"TENCENTCLOUD_SHARED_CREDENTIALS_DIR", e.dir, "TF_VAR_instance_id", fakeapi.DocumentInstanceID, "TF_VAR_release", "1.0.0")
			e.write("dev.credential", fmt.Sprintf(`{"secretId": %q, "secretKey": %q}`, fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey))
			e.write("tencentcloud.jwt", fakeapi.DefaultWebIdentityToken)
			e.write("main.tf", code)
			if printed, ok := e.run("init", "-input=false"); !ok && strings.Contains(printed, "Unsupported Terraform Core version") {
				t.Skip("it needs a newer Terraform")
			}
			e.succeed("plan", "-input=false")
		})
	}
	if len(planned) < 8 {
		t.Errorf("found only %d configurations", len(planned))
	}
}
