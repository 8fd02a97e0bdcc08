// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// expectWarnings is for a plan that must succeed with those warnings alone.
func (w *workspace) expectWarnings(o outcome, want ...diagnostic) {
	w.t.Helper()
	if o.code != 0 || o.stderr != "" {
		w.t.Errorf("it did not succeed: %s", o)
	}
	w.expectDiagnostics(o, want...)
}

func TestAccCLI_limitsWithoutCustomize(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(`limit_type           = "NoLimit"
  ip_comparison_symbol = "In"
  limit_ip             = ["10.1.1.12"]`))
	want := diagnostic{
		"Warning: Download Limit Without Effect", `ip_comparison_symbol = "In"`,
		`The API ignores ip_comparison_symbol, limit_ip without limit_type = "Customize".`,
	}
	w.expectWarnings(w.run("validate"), want)
	w.expectWarnings(w.run("plan", "-input=false"), want)
}

// TestAccCLI_unknownRegion: Tencent Cloud opens regions faster than releases
// appear, so a region that the provider has not heard of is used as it is.
func TestAccCLI_unknownRegion(t *testing.T) {
	t.Parallel()
	const region = "ap-xibei-ec"
	instances := fakeapi.DocumentInstances()
	for i := range instances {
		instances[i].Region = region
	}
	w := newWorkspace(t, fakeapi.Options{Instances: instances}, emptyProvider+backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, ""))
	w.env["TENCENTCLOUD_REGION"] = region
	w.expectWarnings(w.run("plan", "-input=false"))
}

// TestAccCLI_plainHTTP calls a host on the network, which the fake plays as the
// proxy on the way there, so no name is looked up.
func TestAccCLI_plainHTTP(t *testing.T) {
	t.Parallel()
	const warning = "Warning: API Requests Are Not Encrypted"
	text := func(host, cause string) string {
		return "Requests to " + host + " are not encrypted: " + cause + " selects plain HTTP. Anyone who can read the traffic…"
	}
	for name, tt := range map[string]struct {
		provider string
		env      map[string]string
		want     diagnostic
	}{
		"endpoint in the environment": {
			emptyProvider,
			map[string]string{"TENCENTCLOUD_ENDPOINT_URL_REDIS": "http://redis.example.test"},
			diagnostic{warning, `provider "tencentredis" {}`, text("redis.example.test", "environment variable TENCENTCLOUD_ENDPOINT_URL_REDIS")},
		},
		"endpoint in the block": {
			"provider \"tencentredis\" {\n  endpoints = { redis = \"http://redis.example.test\" }\n}\n", nil,
			diagnostic{warning, `provider "tencentredis" {`, text("redis.example.test", `"endpoints.redis" in the provider block`)},
		},
		"protocol": {
			"provider \"tencentredis\" {\n  protocol = \"HTTP\"\n}\n",
			map[string]string{"TENCENTCLOUD_ENDPOINT_URL_REDIS": ""},
			diagnostic{warning, `protocol = "HTTP"`, text("redis.tencentcloudapi.com", `"protocol" in the provider block`)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{}, tt.provider+backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, ""))
			w.env["HTTP_PROXY"] = w.url
			for name, value := range tt.env {
				w.env[name] = value
			}
			w.expectWarnings(w.run("plan", "-input=false"), tt.want)
			w.expectRequests(1)
		})
	}
}

func TestAccCLI_backupWithoutFiles(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, emptyProvider+backupURL(fakeapi.OdditiesInstanceID, fakeapi.NullBackupID, ""))
	o := w.run("apply", "-input=false", "-auto-approve")
	w.expectWarnings(o, diagnostic{
		"Warning: Redis Backup Without Files", dataSourceLine,
		`The API returned no file for backup "678362566696298532860001" of instance "crs-oddities" in region "ap-chengdu", so there is nothing to download.

The backup may be empty, or limit_type may leave no URL. Check the backup in the console. Tencent Cloud's support can look up the request ID.

Request ID: ` + w.lastRequestID(),
	})
	w.expectRequests(1)
}
