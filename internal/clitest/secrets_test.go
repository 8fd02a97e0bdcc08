// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const token = "FakeApiTokenForTestsOnly000000000000"

// traced switches Terraform's log on, at its most talkative.
func (w *workspace) traced() *workspace {
	w.env["TF_LOG"], w.env["TF_LOG_PATH"] = "TRACE", filepath.Join(w.dir, "terraform.log")
	return w
}

// log is what was logged so far.
func (w *workspace) log() string {
	w.t.Helper()
	log, err := os.ReadFile(w.env["TF_LOG_PATH"])
	if err != nil {
		w.t.Fatal(err)
	}
	return string(log)
}

// keepsNestedSecrets skips where it is Terraform itself that does not: 1.0 does
// not mark what is sensitive within backup_infos, 1.1 cannot take one element of
// it, and both log what has changed there.
func keepsNestedSecrets(t *testing.T) {
	t.Helper()
	if cli := acceptance(t).cli; strings.HasPrefix(cli.Version, "1.0.") || strings.HasPrefix(cli.Version, "1.1.") {
		t.Skipf("%s does not keep nested sensitive values", cli)
	}
}

// TestAccCLI_secrets goes through what shows values to a person.
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
		// Old Terraform leaves out what did not change, which is all files.
		leftOut := strings.Contains(o.stdout, "unchanged elements hidden")
		if got := strings.Count(o.stdout, step.shows); got != step.times && !leftOut {
			t.Errorf("%s shows %q %d times, want %d\n%s", step.args, step.shows, got, step.times, o)
		}
	}
	if n := len(w.secrets()); n < 40 {
		t.Errorf("only %d secrets were looked for, and there were four answers with ten URLs", n)
	}
	w.expectLogged("", "", "", "")
}

// TestAccCLI_secretsInOutputs: Terraform itself refuses to show a URL in an
// output, since each URL is marked wherever it is nested. The two groups are
// apart since the first is refused before anything is read.
func TestAccCLI_secretsInOutputs(t *testing.T) {
	t.Parallel()
	for name, expressions := range map[string][]string{
		"lists": {
			"data.tencentredis_backup_url.this.download_url",
			"data.tencentredis_backup_url.this.inner_download_url[0]",
		},
		"nested": {
			"data.tencentredis_backup_url.this.backup_infos",
			"data.tencentredis_backup_url.this.backup_infos[4]",
			"data.tencentredis_backup_url.this.backup_infos[0].download_url",
			"data.tencentredis_backup_url.this.backup_infos[*].inner_download_url",
			"{ for f in data.tencentredis_backup_url.this.backup_infos : f.file_name => f }",
			`"curl '${data.tencentredis_backup_url.this.backup_infos[0].inner_download_url}'"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "nested" {
				keepsNestedSecrets(t)
			}
			config := documentBackup("")
			for i, expression := range expressions {
				config += fmt.Sprintf("output \"shown_%d\" {\n  value = %s\n}\n", i, expression)
			}
			o := newWorkspace(t, fakeapi.Options{}, config).run("plan", "-input=false")
			refused := map[string]bool{}
			for _, d := range readDiagnostics(o.stderr) {
				if d.Head == "Error: Output refers to sensitive values" {
					refused[d.At] = true
				}
			}
			for i, expression := range expressions {
				if !refused[fmt.Sprintf("output \"shown_%d\" {", i)] {
					t.Errorf("%s is not refused", expression)
				}
			}
			if o.code != 1 || t.Failed() {
				t.Errorf("refused are %v: %s", refused, o)
			}
		})
	}
}

// hostile is a message that quotes what must not be shown.
var hostile = fmt.Sprintf("no key %s, token %s, see %s or q-signature=%040d.", fakeapi.DefaultSecretKey, token,
	"https://bucket.cos.ap-chengdu.myqcloud.com/1.rdb?sign=q-sign-algorithm%3Dsha1%26q-signature%3D0123456789abcdef0123456789abcdef01234567", 0)

const hostileCleaned = "Message: no key (redacted), token (redacted), see https://bucket.cos.ap-chengdu.myqcloud.com/1.rdb?(redacted) or (redacted)"

// TestAccCLI_secretsInErrors: an API that repeats secrets does not get them
// shown or logged, at whatever attempt.
func TestAccCLI_secretsInErrors(t *testing.T) {
	t.Parallel()
	refuse := func(w *workspace, codes ...string) {
		for _, code := range codes {
			quoted, _ := json.Marshal(hostile)
			w.api.Next(fakeapi.Respond(fmt.Sprintf(`{"Error": {"Code": %q, "Message": %s}}`, code, quoted)))
		}
	}
	page := func(status int) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(status)
			_, _ = fmt.Fprintf(rw, "<html>%s</html>", hostile)
		}
	}
	for name, tt := range map[string]struct {
		arrange func(w *workspace)
		code    int    // of Terraform
		shows   string // in its error
		logged  []string
	}{
		"refused": {
			func(w *workspace) { refuse(w, "InvalidParameter") }, 1, hostileCleaned,
			[]string{"InvalidParameter"},
		},
		"refused thrice": {
			func(w *workspace) {
				refuse(w, "FailedOperation.SystemError", "FailedOperation.SystemError", "FailedOperation.SystemError")
			}, 1, hostileCleaned,
			[]string{"FailedOperation.SystemError", "FailedOperation.SystemError", "FailedOperation.SystemError"},
		},
		"refused, then answered": {
			func(w *workspace) { refuse(w, "InternalError.DbOperationFailed", "RequestLimitExceeded") }, 0, "",
			[]string{"InternalError.DbOperationFailed", "RequestLimitExceeded", ""},
		},
		"another's page": {
			func(w *workspace) { w.api.Next(fakeapi.Handle(page(http.StatusForbidden))) }, 1, "Cause: Forbidden instead of a response from the API",
			[]string{"HTTP 403: Forbidden"},
		},
		"another's page, then answered": {
			func(w *workspace) { w.api.Next(fakeapi.Handle(page(http.StatusBadGateway))) }, 0, "",
			[]string{"HTTP 502: Bad Gateway", ""},
		},
		"secrets in the code": {
			func(w *workspace) { refuse(w, hostile) }, 1, "Code: no key (redacted), token (redacted)",
			[]string{strings.TrimPrefix(hostileCleaned, "Message: ")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{Token: token}, documentBackup("")).traced()
			tt.arrange(w)
			o := w.run("plan", "-input=false")
			got := o.diagnostics()
			if o.code != tt.code || len(got) != tt.code {
				t.Fatalf("want exit code %d and as many errors: %s", tt.code, o)
			}
			if tt.code != 0 && !strings.Contains(strings.ReplaceAll(got[0].Detail, "\n", " "), tt.shows) {
				t.Errorf("it does not show %q: %s", tt.shows, o)
			}
			w.expectLogged(tt.logged...)
		})
	}
}

var (
	logLine  = regexp.MustCompile(`(?m)^\S+ \[DEBUG\] provider\.\S+: Tencent Cloud API request: (.*)$`)
	logField = regexp.MustCompile(`(\S+)=("(?:[^"\\]|\\.)*"|\S+)`)
	number   = regexp.MustCompile(`^\d+$`)
	hostPort = regexp.MustCompile(`127\.0\.0\.1:\d+`)
)

// expectLogged wants one line in the log for each request, which the fake
// answered with these codes, "" for success; or with the HTTP status of
// somebody else's page. It also looks for secrets in the whole log.
func (w *workspace) expectLogged(answers ...string) {
	w.t.Helper()
	log := w.log()
	w.holdsNoSecret("the log", log)

	requests := w.api.Requests()
	if len(requests) != len(answers) {
		w.t.Fatalf("%d requests, want %d", len(requests), len(answers))
	}
	var want []map[string]string
	attempt := 0
	for i, answer := range answers {
		attempt++
		line := map[string]string{"action": "DescribeBackupUrl", "region": fakeapi.DocumentRegion, "attempt": fmt.Sprint(attempt), "duration_ms": "N"}
		if status, isPage := strings.CutPrefix(answer, "HTTP "); isPage {
			line["error"] = "DescribeBackupUrl: HOST returned HTTP " + status + " instead of a response from the API"
		} else {
			line["request_id"] = requests[i].RequestID
			if answer != "" {
				line["code"] = answer
			}
		}
		if answer == "" {
			attempt = 0 // the next one is another read
		}
		want = append(want, line)
	}
	if diff := cmp.Diff(want, requestLines(log)); diff != "" {
		w.t.Errorf("requests in the log (-want +got):\n%s", diff)
	}
}

// requestLines are the fields of each line about a request, but for those that
// the framework adds, with what differs from run to run made equal.
func requestLines(log string) []map[string]string {
	var lines []map[string]string
	for _, found := range logLine.FindAllStringSubmatch(log, -1) {
		line := map[string]string{}
		for _, field := range logField.FindAllStringSubmatch(found[1], -1) {
			name, value := field[1], strings.Trim(field[2], `"`)
			switch {
			case name == "timestamp", strings.HasPrefix(name, "@"), strings.HasPrefix(name, "tf_"):
			case name == "duration_ms":
				line[name] = number.ReplaceAllString(value, "N")
			default:
				line[name] = hostPort.ReplaceAllString(value, "HOST")
			}
		}
		lines = append(lines, line)
	}
	return lines
}
