// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const (
	unableToRead   = "Error: Unable to Read Redis Backup URL"
	dataSourceLine = `data "tencentredis_backup_url" "this" {`
)

// documentFailed begins the text of each failed read of the document's example.
const documentFailed = `Reading the download URLs of backup "678362566696298532848117" of instance "crs-4y9t57vt" in region "ap-chengdu" failed.`

func TestAccCLI_wrongKey(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.env["TENCENTCLOUD_SECRET_KEY"] = "NotTheKeyOfThisSecretId000000000"
	o := w.run("plan", "-input=false")
	w.expectError(o, diagnostic{unableToRead, dataSourceLine, documentFailed +
		` The signature does not match: the secret key does not belong to the secret ID.

Check secret_key (or TENCENTCLOUD_SECRET_KEY). …

Code: AuthFailure.SignatureFailure
Message: The provided credentials could not be validated. Please check your signature is correct.
Request ID: ` + w.lastRequestID() + "\nCredentials: key pair with an ID ending in …"})
	w.expectRequests(1)
}

func TestAccCLI_wrongSecretID(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.env["TENCENTCLOUD_SECRET_ID"] = "AKIDdeletedlongago"
	o := w.run("plan", "-input=false")
	w.expectError(o, diagnostic{unableToRead, dataSourceLine, documentFailed +
		` The secret ID does not exist: it is mistyped, deleted, or disabled, or it belongs to a temporary key that has expired.

Compare secret_id (or TENCENTCLOUD_SECRET_ID) with …

Code: AuthFailure.SecretIdNotFound
Message: The SecretId is not found, please ensure that your SecretId is correct.
Request ID: ` + w.lastRequestID() + "\nCredentials: key pair with an ID ending in …"})
}

func TestAccCLI_unknownBackup(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, emptyProvider+backupURL(fakeapi.DocumentInstanceID, "1", ""))
	o := w.run("plan", "-input=false")
	w.expectError(o, diagnostic{
		unableToRead, `backup_id   = "1"`,
		`Reading the download URLs of backup "1" of instance "crs-4y9t57vt" in region "ap-chengdu" failed. The instance has no backup with this ID. It may have expired, or belong to another instance.

Check backup_id. …

Code: InvalidParameterValue.BackupNotExists
Message: The backup does not exist.
Request ID: ` + w.lastRequestID(),
	})
	w.expectRequests(1)
}

func TestAccCLI_unknownInstance(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, emptyProvider+backupURL("crs-unknown1", fakeapi.DocumentBackupID, ""))
	o := w.run("plan", "-input=false")
	w.expectError(o, diagnostic{
		unableToRead, `instance_id = "crs-unknown1"`,
		`Reading the download URLs of backup "678362566696298532848117" of instance "crs-unknown1" in region "ap-chengdu" failed. There is no such instance in region "ap-chengdu".

Code: ResourceNotFound.InstanceNotExists
Message: No Redis instance was found for the given serial ID.
Request ID: ` + w.lastRequestID(),
	})
	w.expectRequests(1)
}

func TestAccCLI_missingRegion(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.env["TENCENTCLOUD_REGION"] = ""
	w.expectError(w.run("plan", "-input=false"), diagnostic{
		"Error: Missing Region", dataSourceLine,
		`Neither this block nor the provider sets the region of the instance, and there is no default.

Set region here or in the provider block, or set the environment variable TENCENTCLOUD_REGION, for example to "ap-guangzhou".`,
	})
	w.expectRequests(0)
}

func TestAccCLI_missingCredentials(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.env["TENCENTCLOUD_SECRET_ID"], w.env["TENCENTCLOUD_SECRET_KEY"] = "", ""
	o := w.run("plan", "-input=false")
	w.expectError(o, diagnostic{"Error: Missing Tencent Cloud Credentials", `provider "tencentredis" {}`, ""})
	for _, place := range []string{"secret_id", "secret_key", "provider block", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"} {
		line := regexp.MustCompile(`(?m)^│   - .*\b` + place + `\b.*: not set$`)
		if !line.MatchString(o.stderr) {
			t.Errorf("it does not say that it looked for %s: %s", place, o)
		}
	}
	w.expectRequests(0)
}

// TestAccCLI_halfOfTheCredentials has the key in the block, beside the error.
func TestAccCLI_halfOfTheCredentials(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, fmt.Sprintf(`
provider "tencentredis" {
  secret_key = %q
}
`, fakeapi.DefaultSecretKey)+backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, ""))
	w.env["TENCENTCLOUD_SECRET_ID"], w.env["TENCENTCLOUD_SECRET_KEY"] = "", ""
	o := w.run("plan", "-input=false")
	got := o.diagnostics()
	if o.code != 1 || len(got) != 1 || got[0].At != `provider "tencentredis" {` {
		t.Fatalf("want one error at the provider block: %s", o)
	}
	places := "  - \"secret_id\" in the provider block: not set\n  - environment variable TENCENTCLOUD_SECRET_ID: not set"
	if line := lacking(got[0].Detail, places); line != "" {
		t.Errorf("it lacks the line %q: %s", line, o)
	}
	w.expectRequests(0)
}

func TestAccCLI_bogusLimitType(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(`limit_type  = "Bogus"`))
	want := diagnostic{
		"Error: Invalid Attribute Value", `limit_type  = "Bogus"`,
		`Invalid value for limit_type: must be NoLimit, LimitOnlyIntranet, or Customize; got "Bogus".`,
	}
	w.expectError(w.run("validate"), want)
	w.expectError(w.run("plan", "-input=false"), want)
	w.expectRequests(0)
}

// TestAccCLI_stoppedServer has an address where nobody listens any more.
func TestAccCLI_stoppedServer(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	stopped := httptest.NewServer(http.NotFoundHandler())
	stopped.Close()
	host := stopped.Listener.Addr().String()
	w.env["TENCENTCLOUD_ENDPOINT_URL_REDIS"] = stopped.URL
	w.expectError(w.run("plan", "-input=false"), diagnostic{unableToRead, dataSourceLine, documentFailed +
		` The Redis API could not be reached.

Host: ` + host + `
Cause: dial tcp ` + host + `: connect: connection refused
Attempts: 3 in T`})
	w.expectRequests(0)
}
