// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

type block = setting.Block

// invalid is the summary of most problems.
const invalid = "Invalid Provider Configuration"

// rowOf returns an argument by its path, which must exist.
func rowOf(name string) setting.Argument {
	all := arguments()
	return all[slices.IndexFunc(all, func(a setting.Argument) bool { return a.Path == name })]
}

// canary is a part of every secret in these tests, so that a text without it
// contains no secret.
const canary = "s3cr3t"

const (
	testID      = "AKIDxxxxxxxxxxxxxxxxxxxxxxxxxxxxWXYZ"
	testKey     = canary + "-key"
	testToken   = canary + "-token"
	roleARN     = "qcs::cam::uin/100000000001:roleName/reader"
	otherARN    = "qcs::cam::uin/100000000002:roleName/other"
	samlARN     = "qcs::cam::uin/1:saml-provider/p"
	defaultFile = "/home/u/.tccli/default.credential"
	devFile     = "/home/u/.tccli/dev.credential"
	keysJSON    = `{"secretId":"` + testID + `","secretKey":"` + testKey + `"}`
)

// testTime is the time of these tests.
var testTime = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// machine returns a process with this environment and these files, by path. A file
// with the content "!permission" cannot be read.
func machine(env, files map[string]string) setting.Process {
	disk := fstest.MapFS{}
	for path, content := range files {
		disk[strings.TrimPrefix(path, "/")] = &fstest.MapFile{Data: []byte(content)}
	}
	return setting.Process{
		Getenv: func(name string) string { return env[name] },
		Home:   func() (string, error) { return "/home/u", nil },
		Now:    func() time.Time { return testTime },
		Open: func(name string) (fs.File, error) {
			if files[name] == "!permission" {
				return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
			}
			return disk.Open(strings.TrimPrefix(name, "/"))
		},
	}
}

var _ textfile.OpenFunc = machine(nil, nil).Open

// mustPlan returns the plan of a valid block.
func mustPlan(t *testing.T, b block, p setting.Process) *auth.Plan {
	t.Helper()
	s, diags := Resolve(t.Context(), b, p)
	if len(diags) > 0 {
		t.Fatalf("diagnostics: %v", diags)
	}
	return s.Plan
}

// open returns the source of a valid block.
func open(t *testing.T, b block, p setting.Process, f *fakeSTS) tencentapi.CredentialSource {
	t.Helper()
	source, err := mustPlan(t, b, p).Open(auth.Connection{
		API: []tencentapi.Option{tencentapi.WithTransport(f), tencentapi.WithMaxRetries(0)}, Timeout: time.Minute, Now: p.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// problem is a diagnostic of a block.
type problem struct{ summary, path, says string }

// expectProblem checks that diags is one error, without a secret.
func expectProblem(t *testing.T, diags diag.Diagnostics, want problem) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d diagnostics, want 1: %v", len(diags), diags)
	}
	got := problem{summary: diags[0].Summary()}
	if at, ok := diags[0].(diag.DiagnosticWithPath); ok {
		got.path = at.Path().String()
	}
	if got.summary != want.summary || got.path != want.path || !strings.Contains(diags[0].Detail(), want.says) {
		t.Errorf("diagnostic of %q is %q:\n%s\nwant %q of %q with:\n%s", got.path, got.summary, diags[0].Detail(), want.summary, want.path, want.says)
	}
	checkText(t, diags[0].Detail())
}

// checkText fails if text contains a secret.
func checkText(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(text, canary) {
		t.Errorf("a secret is in the text: %s", text)
	}
}

func env(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// merge returns the union of maps; a later one overrides.
func merge[V any](all ...map[string]V) map[string]V {
	merged := map[string]V{}
	for _, m := range all {
		maps.Copy(merged, m)
	}
	return merged
}

func keysEnv() map[string]string {
	return env("TENCENTCLOUD_SECRET_ID", "AKIDenvironment-of-the-shell-ENVI", "TENCENTCLOUD_SECRET_KEY", canary+"-env")
}

func roleEnv() map[string]string {
	return env("TENCENTCLOUD_ASSUME_ROLE_ARN", roleARN, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "session")
}

func webEnv() map[string]string {
	return merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN", canary+"-jwt"))
}

func samlEnv() map[string]string {
	return merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", canary+"-saml", "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", samlARN))
}

func tkeEnv() map[string]string {
	return env("TKE_REGION", "ap-chengdu", "TKE_PROVIDER_ID", "tke", "TKE_WEB_IDENTITY_TOKEN_FILE", "/run/token", "TKE_ROLE_ARN", roleARN)
}

func keysBlock() block { return block{"secret_id": testID, "secret_key": testKey} }

func roleBlock(arn string) block {
	return block{"assume_role": "{}", "assume_role.role_arn": arn, "assume_role.session_name": "ci"}
}

func mfaBlock() block {
	return block{"mfa_certification": "{}", "mfa_certification.serial_number": "sn", "mfa_certification.token_code": "123456"}
}

func samlBlock() block {
	return block{
		"assume_role_with_saml": "{}", "assume_role_with_saml.saml_assertion": canary + "-saml", "assume_role_with_saml.principal_arn": samlARN,
		"assume_role_with_saml.role_arn": roleARN, "assume_role_with_saml.session_name": "ci",
	}
}

func webBlock() block {
	return block{
		"assume_role_with_web_identity": "{}", "assume_role_with_web_identity.web_identity_token": canary + "-jwt",
		"assume_role_with_web_identity.role_arn": roleARN, "assume_role_with_web_identity.session_name": "ci",
	}
}

const (
	fromBlock = "key pair with an ID ending in WXYZ (provider block)"
	fromEnv   = "key pair with an ID ending in ENVI (environment)"
)

// stsCall is a request that fakeSTS received.
type stsCall struct {
	Action, Region, Host string
	Signer               string // the secret ID; "SKIP" for an unsigned request
	Token                string
	Body                 map[string]any
}

// fakeSTS returns credentials that are named after the action and the number of
// its calls.
type fakeSTS struct {
	mu    sync.Mutex
	calls []stsCall
}

func (f *fakeSTS) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	call := stsCall{
		Action: r.Header.Get("X-TC-Action"), Region: r.Header.Get("X-TC-Region"), Host: r.URL.Host,
		Signer: r.Header.Get("Authorization"), Token: r.Header.Get("X-TC-Token"),
	}
	if err := json.NewDecoder(r.Body).Decode(&call.Body); err != nil {
		return nil, err
	}
	if _, rest, signed := strings.Cut(call.Signer, "Credential="); signed {
		call.Signer, _, _ = strings.Cut(rest, "/")
	}
	f.calls = append(f.calls, call)
	number := 0
	for _, c := range f.calls {
		if c.Action == call.Action {
			number++
		}
	}
	name := fmt.Sprintf("%s-%d", call.Action, number)
	body := fmt.Sprintf(`{"Response":{"Credentials":{"Token":%q,"TmpSecretId":%q,"TmpSecretKey":%q},"ExpiredTime":%d,"RequestId":"r-1"}}`,
		"token-"+name, name, canary+"-"+name, testTime.Add(2*time.Hour).Unix())
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r}, nil
}

// credential returns the credentials of a source.
func credential(ctx context.Context, t *testing.T, source tencentapi.CredentialSource) tencentapi.Credential {
	t.Helper()
	cred, err := source.Credential(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return cred
}
