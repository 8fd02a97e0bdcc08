// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// impatient serves a provider that gives up soon: two retries, a fifth of a
// second for each attempt, no waiting in between.
func impatient() map[string]func() (tfprotov6.ProviderServer, error) {
	return serving(tencentapi.WithMaxRetries(2), tencentapi.WithRequestTimeout(200*time.Millisecond))
}

// serving serves a provider with these options that does not wait between
// attempts.
func serving(opts ...tencentapi.Option) map[string]func() (tfprotov6.ProviderServer, error) {
	p := New("test", WithEnvironment(func(string) string { return "" }), WithAPIOptions(append(opts, tencentapi.WithBackoff(0, 0))...))
	return map[string]func() (tfprotov6.ProviderServer, error){"tencentredis": providerserver.NewProtocol6WithError(p())}
}

// passing faults are gone at the next attempt; lasting ones stay. What terraform
// says of a lasting one is in want; "" is for what does no harm.
var faults = map[string]struct {
	fault fakeapi.Fault
	want  string
	once  bool // one attempt shows that another is of no use
}{
	"latency":               {fault: fakeapi.Latency(20 * time.Millisecond)},
	"jitter":                {fault: fakeapi.Jitter(20 * time.Millisecond)},
	"content type":          {fault: fakeapi.Header("Content-Type", "text/html")},
	"gzip":                  {fault: fakeapi.Gzip()},
	"duplicate keys":        {fault: fakeapi.DuplicateKeys()},
	"some nesting":          {fault: fakeapi.DeepNesting(500)},
	"slow drip in time":     {fault: fakeapi.Drip(4096, time.Millisecond)},
	"internal error":        {fault: fakeapi.Fail("InternalError"), want: `Code: InternalError.*Attempts: 3 in`},
	"too many requests":     {fault: fakeapi.Fail("RequestLimitExceeded"), want: `Code: RequestLimitExceeded.*Attempts: 3 in`},
	"HTML 502":              {fault: fakeapi.HTTPError(502), want: `HTTP status: 502 .*Cause: Bad Gateway instead of a response from the API.*Attempts: 3 in`},
	"HTML 429":              {fault: fakeapi.HTTPError(429), want: `HTTP status: 429 .*Attempts: 3 in`},
	"HTML 403":              {fault: fakeapi.HTTPError(403), want: `HTTP status: 403 .*Cause: Forbidden instead of a response from the API`, once: true},
	"redirect":              {fault: fakeapi.Redirect(307, "http://127.0.0.1:1/?sign=x"), want: `HTTP status: 307 .*Cause: Temporary Redirect instead of a response from the API`, once: true},
	"reset":                 {fault: fakeapi.Reset(), want: `The Redis API could not be reached.*Attempts: 3 in`},
	"reset in the body":     {fault: fakeapi.ResetBody(), want: `Cause: the response was truncated after \d+ bytes.*Attempts: 3 in`},
	"truncated JSON":        {fault: fakeapi.Truncate(), want: `Cause: the response is not valid JSON.*Attempts: 3 in`},
	"length too large":      {fault: fakeapi.WrongLength(10), want: `Cause: the response was truncated after \d+ bytes.*Attempts: 3 in`},
	"length too small":      {fault: fakeapi.WrongLength(-10), want: `Cause: the response is not valid JSON.*Attempts: 3 in`},
	"hang":                  {fault: fakeapi.Hang(), want: `did not respond within request_timeout \(200ms\).*Attempts: 2 in`},
	"hang in the body":      {fault: fakeapi.HangBody(), want: `did not respond within request_timeout \(200ms\).*Attempts: 2 in`},
	"slow drip":             {fault: fakeapi.Drip(1, 100*time.Millisecond), want: `did not respond within request_timeout \(200ms\).*Attempts: 2 in`},
	"more nesting than fit": {fault: fakeapi.DeepNesting(20000), want: `Cause: the response is not valid JSON`, once: true},
}

// TestAccFaults_passing: a read that meets a fault once gives the right answer.
func TestAccFaults_passing(t *testing.T) {
	t.Parallel()
	for name, tt := range faults {
		if tt.once {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			api.Next(tt.fault)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: impatient(),
				Steps: []resource.TestStep{{
					Config:            api.withProvider(documentBackup("")),
					ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
				}},
			})
			if api.Pending() != 0 {
				t.Error("the fault was not met")
			}
		})
	}
}

// TestAccFaults_lasting: a read that meets a fault each time ends soon, with
// one diagnostic, no panic and no secret.
func TestAccFaults_lasting(t *testing.T) {
	t.Parallel()
	for name, tt := range faults {
		if tt.want == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			api.Always(tt.fault)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: impatient(),
				ErrorCheck:               oneDiagnostic,
				Steps: []resource.TestStep{{
					Config: api.withProvider(documentBackup("")), PlanOnly: true,
					ExpectError: wrapped(`Reading the download URLs of backup "678362566696298532848117" of instance "crs-4y9t57vt" in region "ap-chengdu" failed.*` + tt.want),
				}},
			})
			if n := len(api.Requests()); tt.once && n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

// TestAccFaults_endless: an answer without an end is cut, and not asked for again.
func TestAccFaults_endless(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	api.Always(fakeapi.Endless())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		ErrorCheck:               oneDiagnostic,
		Steps: []resource.TestStep{{
			Config: api.withProvider(documentBackup("")), PlanOnly: true, ExpectError: wrapped(`Cause: the response is longer than 8 MiB`),
		}},
	})
	if n := len(api.Requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

// oneDiagnostic replaces an error that it must not be by what is wrong with it.
func oneDiagnostic(err error) error {
	text := err.Error()
	for _, bad := range []string{"panic", "goroutine", "q-sign", fakeapi.DefaultSecretKey, "Signature="} {
		if strings.Contains(text, bad) {
			return fmt.Errorf("the error holds %q: %w", bad, err)
		}
	}
	if n := strings.Count(text, "Error: "); n != 1 {
		return fmt.Errorf("%d diagnostics, want 1: %w", n, err)
	}
	return err
}

func TestOneDiagnostic(t *testing.T) {
	t.Parallel()
	fine := errors.New("Error: Unable to Read")
	if err := oneDiagnostic(fine); !errors.Is(err, fine) || err.Error() != fine.Error() {
		t.Errorf("it changes %q to %q", fine, err)
	}
	for _, bad := range []string{"Error: a\nError: b", "Error: panic: x", "Error: ?q-sign=x", ""} {
		if err := oneDiagnostic(errors.New(bad)); err.Error() == bad {
			t.Errorf("it lets %q pass", bad)
		}
	}
}

// TestAccFaults_clock: a clock ten minutes off is corrected once from the
// server's.
func TestAccFaults_clock(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]time.Duration{"behind": -10 * time.Minute, "ahead": 10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1, Now: func() time.Time { return time.Now().Add(off) }})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: impatient(),
				Steps: []resource.TestStep{{
					Config:            api.withProvider(documentBackup("")),
					ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
				}},
			})
			refused := 0
			for _, r := range api.Requests() {
				if r.Code == "AuthFailure.SignatureExpire" {
					refused++
				}
			}
			if refused == 0 || refused*2 != len(api.Requests()) {
				t.Errorf("%d of %d requests were refused, want the first of each two", refused, len(api.Requests()))
			}
		})
	}
}

// TestAccFaults_names: what a name may hold arrives as it is, and does no harm.
func TestAccFaults_names(t *testing.T) {
	t.Parallel()
	names := []string{"备份-😀.rdb", "a\tb\u0000c\u001b[31m.rdb", "${upper(\"x\")}%{if}.rdb", "\"quoted\"\\.rdb", strings.Repeat("n", 4096), "\u202ereversed"}
	files := make([]fakeapi.File, len(names))
	for i, name := range names {
		files[i] = fakeapi.NewFile(name, int64(i)<<31)
		files[i].Key = fmt.Sprintf("key-%d.rdb", i)
	}
	api := newFake(t, fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
		{ID: "crs-names", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{{ID: "1", Files: files}}},
	}})
	m := documentModel()
	m.InstanceID, m.BackupID = stringOf("crs-names"), stringOf("1")
	if diags := m.read(t.Context(), api.configured(t)); len(diags) > 0 || len(m.BackupInfos) != len(names) {
		t.Fatalf("diagnostics %v, %d files", diags, len(m.BackupInfos))
	}
	for i, name := range names {
		if got := m.BackupInfos[i]; got.FileName.ValueString() != name || got.FileSize.ValueInt64() != int64(i)<<31 {
			t.Errorf("file %d is %q of %d bytes, want %q of %d", i, got.FileName.ValueString(), got.FileSize.ValueInt64(), name, int64(i)<<31)
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: impatient(),
		Steps: []resource.TestStep{{
			Config:            api.withProvider(backupURL("crs-names", "1", "")),
			ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(len(names)))},
		}},
	})
}

// TestAccFaults_share: of reads that are made at the same time, none is lost
// where one request in three fails at random, by the API or on the way.
func TestAccFaults_share(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakeapi.Fault{
		"internal error": fakeapi.Fail("InternalError"),
		"HTML 502":       fakeapi.HTTPError(502),
		"reset":          fakeapi.Reset(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const reads = 20
			api := newFake(t, fakeapi.Options{RateLimit: -1, Seed: 1})
			api.Always(fault.Sometimes(1.0 / 3))
			many := fmt.Sprintf(`
  count      = %d
  limit_type = "Customize"
  limit_ip   = ["10.0.0.${count.index}"]`, reads)
			var checks []statecheck.StateCheck
			for i := range reads {
				checks = append(checks, statecheck.ExpectKnownValue(fmt.Sprintf("%s[%d]", testURL, i), at("backup_infos"), knownvalue.ListSizeExact(5)))
			}
			resource.Test(t, resource.TestCase{
				// With eight retries, one run of this test in a hundred would fail.
				ProtoV6ProviderFactories: serving(tencentapi.WithMaxRetries(30), tencentapi.WithMaxRequestsPerSecond(1000)),
				Steps:                    []resource.TestStep{{Config: api.withProvider(documentBackup(many)), ConfigStateChecks: checks}},
			})
			failed, all := 0, len(api.Requests())
			for _, r := range api.Requests() {
				if r.Code != "" || r.RequestID == "" { // refused, or never answered
					failed++
				}
			}
			if failed < all/6 || failed > all/2 {
				t.Errorf("%d of %d requests failed, want about a third", failed, all)
			}
		})
	}
}

// TestRead_thirdFails: one request in three fails at random, and no read does.
func TestRead_thirdFails(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1, Seed: 1})
	api.Always(fakeapi.Fail("InternalError").Sometimes(1.0 / 3))
	for range 100 {
		m := documentModel()
		if diags := m.read(t.Context(), api.configured(t, tencentapi.WithMaxRequestsPerSecond(1000))); len(diags) > 0 {
			t.Fatal(diags)
		}
	}
	if failed := len(api.Requests()) - 100; failed < 20 || failed > 90 {
		t.Errorf("%d of %d requests failed, want about a third", failed, len(api.Requests()))
	}
}

// FuzzBackupURLError: whatever the API says, there is one diagnostic, on lines
// of its own, without a control character.
func FuzzBackupURLError(f *testing.F) {
	f.Add("InvalidParameterValue.BackupNotExists", "no such backup", "r-1")
	f.Add("AuthFailure.{region}", "\x1b[31m{instance}\r\nError: forged", "")
	f.Add("", "", "\u202e")
	f.Fuzz(func(t *testing.T, code, message, requestID string) {
		api := newFake(t, fakeapi.Options{})
		api.Next(fakeapi.Handle(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(w, `{"Response":{"Error":{"Code":%s,"Message":%s},"RequestId":%s}}`, quoted(code), quoted(message), quoted(requestID))
		}))
		m := documentModel()
		diags := m.read(t.Context(), api.configured(t, tencentapi.WithMaxRetries(0)))
		if len(diags) != 1 || !diags.HasError() {
			t.Fatalf("diagnostics are %v", diags)
		}
		for line := range strings.Lines(diags[0].Detail()) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Errorf("line %q holds a control character", line)
			}
			if strings.HasPrefix(line, "Error: ") {
				t.Errorf("the API's message got a line of its own: %q", line)
			}
		}
	})
}

func stringOf(s string) types.String { return types.StringValue(s) }

func quoted(s string) string {
	encoded, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(encoded)
}

// TestRead_unanswered: what a read says of a host that gives no answer of the
// API at all.
func TestRead_unanswered(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		scheme string
		want   []string
	}{
		"it hangs":      {"http://", []string{"It took longer than timeouts.read allows (300ms).", "Host: 127.0.0.1:"}},
		"it has no TLS": {"https://", []string{"The response did not come from the Redis API", "protocol", "Host: 127.0.0.1:", "Cause: http: server gave HTTP response to HTTPS client"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			api.Always(fakeapi.Hang()) // TLS does not get as far as that
			api.url = strings.Replace(api.url, "http://", tt.scheme, 1)
			m := waiting(fakeapi.DocumentBackupID, "300ms")
			m.InstanceID = stringOf(fakeapi.DocumentInstanceID)
			diags := m.read(t.Context(), api.configured(t))
			if len(diags) != 1 {
				t.Fatalf("diagnostics are %v, want one", diags)
			}
			for _, part := range tt.want {
				if !strings.Contains(diags[0].Detail(), part) {
					t.Errorf("the error lacks %q:\n%s", part, diags[0].Detail())
				}
			}
			if strings.Contains(diags[0].Detail(), "Attempts:") {
				t.Errorf("it was tried more than once:\n%s", diags[0].Detail())
			}
		})
	}
}
