// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const token = "FakeApiTokenForTestsOnly000000000000"

// traced enables the log of Terraform at level TRACE.
func (w *workspace) traced() *workspace {
	w.env["TF_LOG"], w.env["TF_LOG_PATH"] = "TRACE", filepath.Join(w.dir, "terraform.log")
	return w
}

// log returns the log so far.
func (w *workspace) log() string {
	w.t.Helper()
	log, err := os.ReadFile(w.env["TF_LOG_PATH"])
	if err != nil {
		w.t.Fatal(err)
	}
	return string(log)
}

// keepsNestedSecrets skips with Terraform 1.0 and 1.1, which do not protect sensitive
// attributes within backup_infos.
func keepsNestedSecrets(t *testing.T) {
	t.Helper()
	if cli := acceptance(t).cli; strings.HasPrefix(cli.Version, "1.0.") || strings.HasPrefix(cli.Version, "1.1.") {
		t.Skipf("%s does not keep nested sensitive values", cli)
	}
}

// TestAccCLI_secrets runs all commands that show values.
func TestAccCLI_secrets(t *testing.T) {
	t.Parallel()
	keepsNestedSecrets(t)
	var seconds atomic.Int64
	later := func() time.Time { return time.Now().Add(time.Duration(seconds.Add(1)) * time.Second) } // so that each URL differs
	w := newWorkspace(t, fakeapi.Options{Token: token, Now: later, RateLimit: -1}, documentBackup("")+`
output "file_urls" {
  value     = { for f in data.tencentredis_backup_url.this.backup_infos : f.file_name => f.download_url }
  sensitive = true
}
output "inner_urls" {
  value     = data.tencentredis_backup_url.this.backup_infos[*].inner_download_url
  sensitive = true
}
`).traced()
	const planned = "\n  + file_urls  = (sensitive value)\n  + inner_urls = (sensitive value)\n"
	const outputs = "file_urls = <sensitive>\ninner_urls = <sensitive>\n"
	const state = 5*2 + 2 // two of each file, and two lists
	for _, step := range []struct {
		args  string
		shows string
		times int
	}{
		{"plan -input=false -out=saved", planned, 1},
		{"show saved", planned, 1},
		{"apply -input=false saved", outputs, 1},
		{"output", outputs, 1},
		{"state show data.tencentredis_backup_url.this", "(sensitive value)", state},
		{"show", "(sensitive value)", state + 2},
		{"plan -input=false", "~ inner_urls = (sensitive value)\n", 1}, // newly signed
		{"apply -input=false -auto-approve", outputs, 1},
		{"destroy -input=false -auto-approve", "- inner_urls = (sensitive value)", 1},
	} {
		o := w.succeed(strings.Fields(step.args)...)
		// Old versions of Terraform leave out unchanged elements.
		leftOut := strings.Contains(o.stdout, "unchanged elements hidden")
		if got := strings.Count(o.stdout, step.shows); got != step.times && !leftOut {
			t.Errorf("%s shows %q %d times, want %d\n%s", step.args, step.shows, got, step.times, o)
		}
	}
	if n := len(w.secrets()); n < 40 {
		t.Errorf("only %d secrets were looked for, but four responses had ten URLs each", n)
	}
	w.holdsNoSecret("the log", w.log())
}

// hostile is a message with secrets.
var hostile = fmt.Sprintf("no key %s, token %s, see %s or q-signature=%040d.", fakeapi.DefaultSecretKey, token,
	"https://bucket.cos.ap-chengdu.myqcloud.com/1.rdb?sign=q-sign-algorithm%3Dsha1%26q-signature%3D0123456789abcdef0123456789abcdef01234567", 0)

const hostileCleaned = "Message: no key (redacted), token (redacted), see https://bucket.cos.ap-chengdu.myqcloud.com/1.rdb?(redacted) or (redacted)"

// TestAccCLI_secretsInErrors: if the API repeats secrets, Terraform neither shows nor
// logs them.
func TestAccCLI_secretsInErrors(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{Token: token}, documentBackup("")).traced()
	quoted, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	w.api.Next(fakeapi.Handle(func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusBadGateway)
		_, _ = fmt.Fprintf(rw, "<html>%s</html>", hostile)
	}))
	for _, code := range []string{"InternalError.DbOperationFailed", "InvalidParameter"} {
		w.api.Next(fakeapi.Respond(fmt.Sprintf(`{"Error": {"Code": %q, "Message": %s}}`, code, quoted)))
	}
	w.expectDiagnostics(w.run("plan", "-input=false"), 1, diagnostic{unableToRead, dataSourceLine, hostileCleaned})
	w.expectRequests(3)
	log := w.log()
	w.holdsNoSecret("the log", log)
	for _, want := range []string{"HTTP 502: Bad Gateway", "code=InternalError.DbOperationFailed", "attempt=3"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}
