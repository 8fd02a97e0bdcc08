// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// canary is a part of every secret in these tests, so that a text without it
// holds no secret.
const canary = "s3cr3t"

const (
	testID    = "AKIDxxxxxxxxxxxxxxxxxxxxxxxxxxxxWXYZ"
	testKey   = canary + "-key"
	testToken = canary + "-token"
	readerARN = "qcs::cam::uin/100000000001:roleName/reader"
	otherARN  = "qcs::cam::uin/100000000002:roleName/other"
)

// errLeft is why a caller leaves.
var errLeft = errors.New("left")

// testTime is when everything happens that needs a clock of its own.
var testTime = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const (
	devFile      = "/home/u/.tccli/dev.credential"
	devConfigure = "/home/u/.tccli/dev.configure"
	keysJSON     = `{"secretId":"` + testID + `","secretKey":"` + testKey + `"}`
)

func env(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// The sources of these tests.
func testKeys() *Source {
	return keySource(tencentapi.Credential{SecretID: testID, SecretKey: testKey}, "provider block")
}

func testRole(arn string) *Source {
	return roleSource(request{RoleARN: arn, RoleSessionName: "ci", DurationSeconds: defaultRoleSeconds}, "provider block")
}

func testSAML() *Source {
	return stsSource("role "+readerARN+" by SAML (provider block)", "AssumeRoleWithSAML", request{
		SAMLAssertion: canary + "-saml", PrincipalARN: "qcs::cam::uin/1:saml-provider/p", RoleARN: readerARN, RoleSessionName: "ci", DurationSeconds: defaultRoleSeconds,
	})
}

func testWeb() *Source {
	return webIdentitySource(webRole{request: request{
		ProviderID: "OIDC", WebIdentityToken: canary + "-jwt", RoleARN: readerARN, RoleSessionName: "ci", DurationSeconds: defaultRoleSeconds,
	}}, "web identity", "provider block")
}

func testMFA() *Source {
	return stsSource("MFA session (provider block)", "GetSessionToken", request{SerialNumber: "sn", TokenCode: canary, DurationSeconds: defaultMFASeconds})
}

// memory opens files that are in memory: a path's content, or "!" and a reason
// why it cannot be opened.
func memory(files map[string]string) textfile.OpenFunc {
	disk := fstest.MapFS{}
	for path, content := range files {
		disk[strings.TrimPrefix(path, "/")] = &fstest.MapFile{Data: []byte(content)}
	}
	return func(name string) (fs.File, error) {
		name = filepath.ToSlash(name)
		if files[name] == "!permission" {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
		}
		return disk.Open(strings.TrimPrefix(name, "/"))
	}
}

// checkText fails where text holds a secret.
func checkText(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(text, canary) {
		t.Errorf("a secret is in the text: %s", text)
	}
}

// stsCall is one request that the STS of these tests received.
type stsCall struct {
	Action, Region, Host string
	Signer               string // the secret id; "SKIP" for an unsigned request
	Token                string
	Body                 map[string]any
}

// fakeSTS responds to each action with a credential named after it and the count
// of its calls.
type fakeSTS struct {
	now      func() time.Time
	life     time.Duration // of the credentials that it returns; 0 is two hours
	response func(stsCall) (string, error)

	mu    sync.Mutex
	calls []stsCall
}

func (f *fakeSTS) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	call := stsCall{
		Action: r.Header.Get("X-TC-Action"), Region: r.Header.Get("X-TC-Region"), Host: r.URL.Host,
		Signer: r.Header.Get("Authorization"), Token: r.Header.Get("X-TC-Token"),
	}
	if version := r.Header.Get("X-TC-Version"); version != "2018-08-13" {
		return nil, fmt.Errorf("version is %q", version)
	}
	if err := json.Unmarshal(body, &call.Body); err != nil {
		return nil, err
	}
	if _, rest, signed := strings.Cut(call.Signer, "Credential="); signed {
		call.Signer, _, _ = strings.Cut(rest, "/")
	}
	f.mu.Lock()
	f.calls = append(f.calls, call)
	number := 0
	for _, c := range f.calls {
		if c.Action == call.Action {
			number++
		}
	}
	f.mu.Unlock()
	if f.response != nil {
		if text, err := f.response(call); text != "" || err != nil {
			return respond(r, text), err
		}
	}
	return respond(r, f.lease(fmt.Sprintf("%s-%d", call.Action, number))), nil
}

func (f *fakeSTS) lease(name string) string {
	life := f.life
	if life == 0 {
		life = 2 * time.Hour
	}
	return fmt.Sprintf(`{"Response":{"Credentials":{"Token":%q,"TmpSecretId":%q,"TmpSecretKey":%q},"ExpiredTime":%d,"AccountId":"100000000001","UserId":"200000000001","RequestId":"r-1"}}`,
		"token-"+name, name, canary+"-"+name, f.now().Add(life).Unix())
}

func (f *fakeSTS) seen() []stsCall {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *fakeSTS) actions() string {
	var names []string
	for _, c := range f.seen() {
		names = append(names, c.Action)
	}
	return strings.Join(names, " ")
}

func respond(r *http.Request, body string) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r}
}

func refusal(code, message string) string {
	return fmt.Sprintf(`{"Response":{"Error":{"Code":%q,"Message":%q},"RequestId":"r-9"}}`, code, message)
}

// connect returns a connection to f, and none to anything else.
func connect(f *fakeSTS) Connection {
	return Connection{
		API:               []tencentapi.Option{tencentapi.WithTransport(f), tencentapi.WithBackoff(0, 0), tencentapi.WithMaxRetries(1)},
		MetadataTransport: noTransport{},
		Now:               f.now,
	}
}

type noTransport struct{}

func (noTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("unexpected request to %s", r.URL)
}

// open opens a plan of these sources, which must work.
func open(t *testing.T, c Connection, sources ...*Source) tencentapi.CredentialSource {
	t.Helper()
	source, err := (&Plan{Sources: sources}).Open(complete(c))
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// complete sets what a test does not care about.
func complete(c Connection) Connection {
	c.Timeout = time.Minute
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Warn == nil {
		c.Warn = (&warnings{}).log
	}
	if c.MetadataTransport == nil {
		c.MetadataTransport = &http.Transport{DisableKeepAlives: true}
	}
	return c
}

// stand returns a clock that stands at testTime.
func stand() time.Time { return testTime }

// credential returns the credential of source, which must succeed.
func credential(ctx context.Context, t *testing.T, source tencentapi.CredentialSource) tencentapi.Credential {
	t.Helper()
	cred, err := source.Credential(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return cred
}
