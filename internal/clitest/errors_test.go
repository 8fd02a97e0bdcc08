// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const (
	unableToRead   = "Error: Unable to Read Redis Backup URL"
	dataSourceLine = `data "tencentredis_backup_url" "this" {`
)

// TestAccCLI_errors checks that Terraform shows errors at the right line of the
// configuration, and warnings at all.
func TestAccCLI_errors(t *testing.T) {
	t.Parallel()
	stopped := httptest.NewServer(http.NotFoundHandler())
	stopped.Close()
	host := stopped.Listener.Addr().String()
	document := documentBackup("")
	for name, tt := range map[string]struct {
		config   string
		env      string // variables, separated by spaces
		requests int
		want     diagnostic
	}{
		"wrong key": {
			document, "TENCENTCLOUD_SECRET_KEY=NotTheKeyOfThisSecretId000000000", 1,
			diagnostic{unableToRead, dataSourceLine, `backup "678362566696298532848117" of instance "crs-4y9t57vt" in region "ap-chengdu" failed. The signature does not match
Check secret_key (or TENCENTCLOUD_SECRET_KEY).
Code: AuthFailure.SignatureFailure
Message: The provided credentials could not be validated. Please check your signature is correct.
Request ID:
Credentials: key pair with an ID ending in`},
		},
		"unknown backup": {
			emptyProvider + backupURL(fakeapi.DocumentInstanceID, "1", ""), "", 1,
			diagnostic{unableToRead, `backup_id   = "1"`, "Code: InvalidParameterValue.BackupNotExists\nMessage: The backup does not exist.\nRequest ID:"},
		},
		"unknown instance": {
			emptyProvider + backupURL("crs-unknown1", fakeapi.DocumentBackupID, ""), "", 1,
			diagnostic{unableToRead, `instance_id = "crs-unknown1"`, "Code: ResourceNotFound.InstanceNotExists"},
		},
		"missing region": {
			document, "TENCENTCLOUD_REGION=", 0,
			diagnostic{"Error: Missing Region", dataSourceLine, "Set region here or in the provider block"},
		},
		"missing credentials": {
			document, "TENCENTCLOUD_SECRET_ID= TENCENTCLOUD_SECRET_KEY=", 0,
			diagnostic{"Error: Missing Tencent Cloud Credentials", `provider "tencentredis" {}`, "- key pair in the environment (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY): not set"},
		},
		"invalid value": {
			documentBackup(`limit_type  = "Bogus"`), "", 0,
			diagnostic{
				"Error: Invalid Attribute Value", `limit_type  = "Bogus"`,
				`Invalid value for limit_type: must be NoLimit, LimitOnlyIntranet, or Customize; got "Bogus".`,
			},
		},
		"no server": {
			document, "TENCENTCLOUD_ENDPOINT_URL_REDIS=" + stopped.URL, 0,
			diagnostic{unableToRead, dataSourceLine, "The Redis API could not be reached.\nHost: " + host + "\nAttempts: 3 in"},
		},
		"ignored limits": {
			documentBackup("limit_type = \"NoLimit\"\n  ip_comparison_symbol = \"In\""), "", 1,
			diagnostic{
				"Warning: Download Limit Without Effect", `ip_comparison_symbol = "In"`,
				`The API ignores ip_comparison_symbol without limit_type = "Customize".`,
			},
		},
		"no files": {
			emptyProvider + backupURL(fakeapi.OdditiesInstanceID, fakeapi.NullBackupID, ""), "", 1,
			diagnostic{"Warning: Redis Backup Without Files", dataSourceLine, "The API returned no file for backup\nRequest ID:"},
		},
		"plain HTTP": { // the fake is the proxy
			document, "TENCENTCLOUD_ENDPOINT_URL_REDIS=http://redis.example.test HTTP_PROXY=fake", 1,
			diagnostic{
				"Warning: API Requests Are Not Encrypted", `provider "tencentredis" {}`,
				"Requests to redis.example.test are not encrypted: environment variable TENCENTCLOUD_ENDPOINT_URL_REDIS selects plain HTTP.",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{}, tt.config)
			for variable := range strings.FieldsSeq(tt.env) {
				name, value, _ := strings.Cut(variable, "=")
				w.env[name] = value
			}
			if w.env["HTTP_PROXY"] != "" {
				w.env["HTTP_PROXY"] = w.url
			}
			code := 0
			if tt.want.Head[0] == 'E' {
				code = 1
			}
			w.expectDiagnostics(w.run("plan", "-input=false"), code, tt.want)
			w.expectRequests(tt.requests)
		})
	}
}
