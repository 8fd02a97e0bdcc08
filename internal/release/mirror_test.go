// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/dirhash"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// checkMirror lets Terraform install the release without a network, from a folder
// of its archives, and use it.
func checkMirror(t *testing.T, a assets) {
	t.Helper()
	cli, err := terraformcli.Find(t.Context(), root, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	var archives []string
	for _, p := range platforms {
		archives = append(archives, a.path(a.archive(p)))
	}
	dir := t.TempDir()
	config, err := cli.MirrorArchives(dir, archives)
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
	run := func(args ...string) {
		t.Helper()
		cmd := terraformcli.Interruptible(t.Context(), cli.Path, args...)
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

	locked := func(platforms ...platform) {
		t.Helper()
		lock, err := os.ReadFile(filepath.Join(work, ".terraform.lock.hcl"))
		if err != nil {
			t.Fatal(err)
		}
		expectNone(t, a.checkLock(string(lock), platforms...))
	}

	run("init", "-input=false")
	system, arch, _ := strings.Cut(cli.Platform, "_")
	locked(platform{system, arch})

	run("plan", "-input=false")
	requests := api.Requests()
	if len(requests) != 1 || !strings.HasPrefix(requests[0].RequestClient, project+" "+a.version+"; ") {
		t.Errorf("want one request of version %s, got %+v", a.version, requests)
	}

	lock := []string{"providers", "lock", "-fs-mirror=" + filepath.Join(dir, "mirror")}
	for _, p := range platforms {
		lock = append(lock, "-platform="+p.String())
	}
	run(lock...)
	locked(platforms...)
}

// configuration is of somebody who has the rest in the environment.
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

var lockedHash = regexp.MustCompile(`"((?:h1|zh):[^"]+)"`)

// checkLock fails unless a lock file holds the hash of what is in each of these
// platforms' archives, and else at most that of an archive itself.
func (a assets) checkLock(lock string, locked ...platform) error {
	var got, must, may []string
	for _, match := range lockedHash.FindAllStringSubmatch(lock, -1) {
		got = append(got, match[1])
	}
	for _, p := range locked {
		archive := a.path(a.archive(p))
		content, err := dirhash.HashZip(archive, dirhash.Hash1)
		if err != nil {
			return err
		}
		sum, err := sumOf(archive)
		if err != nil {
			return err
		}
		must, may = append(must, content), append(may, content, "zh:"+sum)
	}
	return errors.Join(without("hashes missing", must, got), without("hashes not expected", got, may))
}

// TestCheckLock has the archive of one platform, with an empty file in it.
func TestCheckLock(t *testing.T) {
	t.Parallel()
	a := assets{dir: t.TempDir(), version: "1.2.3"}
	a.pack(t, somewhere, packed{"LICENSE", 0o644, nil})
	// By hand: printf '%s  LICENSE\n' $(sha256sum < /dev/null | cut -c -64) | openssl sha256 -binary | base64
	const sound = `"h1:quCqxbNUQm66DLP3/1HQAdcp9Q9X9kyg4SSP5IQbXLU="`
	for _, test := range []struct{ name, lock, want string }{
		{"sound", "hashes = [" + sound + "]", "<nil>"},
		{"no hash", "", "missing: h1:quCq"},
		{"another one", strings.Replace(sound, "q", "Q", 1), "not expected: h1:QuCq"},
		{"one more", sound + ", " + strings.Replace(sound, "q", "Q", 1), "not expected: h1:QuCq"},
		{"of another archive", sound + `, "zh:00"`, "not expected: zh:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if err := a.checkLock(test.lock, somewhere); !strings.Contains(fmt.Sprint(err), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
