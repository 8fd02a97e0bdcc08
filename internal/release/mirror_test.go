// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// checkMirror lets Terraform install the release from a folder with its archives,
// and plan with it.
func (a assets) checkMirror(t *testing.T) {
	cli, err := terraformcli.Find(t.Context(), root, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	var archives []string
	for _, p := range platforms {
		archives = append(archives, a.path(a.archive(p)))
	}
	config, err := cli.MirrorArchives(t.TempDir(), archives)
	if err != nil {
		t.Fatal(err)
	}
	api := fakeapi.New(fakeapi.Options{})
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	work := t.TempDir()
	if err := os.WriteFile(filepath.Join(work, "main.tf"), configuration(a.version), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"init", "plan"} {
		cmd := terraformcli.Interruptible(t.Context(), cli.Path, command, "-input=false")
		cmd.Dir = work
		cmd.Env = append(terraformcli.Environment(os.Environ(), config),
			"TENCENTCLOUD_SECRET_ID="+fakeapi.DefaultSecretID,
			"TENCENTCLOUD_SECRET_KEY="+fakeapi.DefaultSecretKey,
			"TENCENTCLOUD_REGION="+fakeapi.DocumentRegion,
			"TENCENTCLOUD_ENDPOINT_URL_REDIS="+server.URL,
			"TENCENTCLOUD_SHARED_CREDENTIALS_DIR="+work,
			"HTTP_PROXY=", "HTTPS_PROXY=", "NO_PROXY=", "http_proxy=", "https_proxy=", "no_proxy=")
		if printed, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", cmd, err, printed)
		}
	}
	requests := api.Requests()
	if len(requests) != 1 || !strings.HasPrefix(requests[0].RequestClient, project+" "+a.version+"; ") {
		t.Errorf("want one request of version %s, got %+v", a.version, requests)
	}
}

func configuration(version string) []byte {
	return fmt.Appendf(nil, `
terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = %q
    }
  }
}

data "tencentredis_backup_url" "this" {
  instance_id = %q
  backup_id   = %q
}
`, version, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID)
}
