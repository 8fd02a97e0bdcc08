// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// documentTime is the time of the document's example, from which its last file is
// signed.
var documentTime = time.Unix(1551952865, 0)

const (
	documentBody = `{"InstanceId":"crs-4y9t57vt","BackupId":"678362566696298532848117"}`
	oneFileBody  = `{"InstanceId":"crs-statuses","BackupId":"678362566696298532850004"}`
)

// newServer returns a server whose clock starts at documentTime and is moved by pass.
func newServer(o Options) (s *Server, pass func(time.Duration)) {
	var passed atomic.Int64
	o.Now = func() time.Time { return documentTime.Add(time.Duration(passed.Load())) }
	return New(o), func(d time.Duration) { passed.Add(int64(d)) }
}

// newDocumentServer returns a server whose clock is fixed at documentTime.
func newDocumentServer() *Server {
	s, _ := newServer(Options{RateLimit: -1})
	return s
}

// caller signs requests; that the SDK signs alike is tested in conformance. Zero values are replaced by
// those of a correct request for the document's example.
type caller struct {
	id, key, token          string
	service                 string
	action, version, region string
	date                    string              // of the credential scope; defaults to today
	edit                    func(*http.Request) // after signing
}

// stsCaller returns a caller of an action of STS.
func stsCaller(action string) caller {
	return caller{service: "sts", version: "2018-08-13", action: action}
}

// with returns a caller with a temporary credential.
func (c caller) with(t TemporaryCredential) caller {
	c.id, c.key, c.token = t.SecretID, t.SecretKey, t.Token
	return c
}

// request returns a request signed at the time of the server.
func (c caller) request(tb testing.TB, s *Server, body string) *http.Request {
	tb.Helper()
	c.id, c.key = cmp.Or(c.id, DefaultSecretID), cmp.Or(c.key, DefaultSecretKey)
	c.service, c.version = cmp.Or(c.service, "redis"), cmp.Or(c.version, "2018-04-12")
	now := s.now()
	r := httptest.NewRequestWithContext(tb.Context(), http.MethodPost, "http://127.0.0.1:8080/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-TC-Action", cmp.Or(c.action, "DescribeBackupUrl"))
	r.Header.Set("X-TC-Version", c.version)
	r.Header.Set("X-TC-Region", cmp.Or(c.region, "ap-chengdu"))
	r.Header.Set("X-TC-Timestamp", fmt.Sprint(now.Unix()))
	if c.token != "" {
		r.Header.Set("X-TC-Token", c.token)
	}
	auth := authorization{date: cmp.Or(c.date, now.UTC().Format(time.DateOnly)), service: c.service, signedHeaders: []string{"content-type", "host"}}
	r.Header.Set("Authorization", fmt.Sprintf("TC3-HMAC-SHA256 Credential=%s/%s/%s/tc3_request, SignedHeaders=content-type;host, Signature=%s",
		c.id, auth.date, c.service, tc3Signature(auth, c.key, fmt.Sprint(now.Unix()), r, []byte(body))))
	if c.edit != nil {
		c.edit(r)
	}
	return r
}

// reply is a response of the API.
type reply struct {
	*httptest.ResponseRecorder

	code, message string
	response      map[string]any
}

// call sends a signed request straight to the handler.
func (c caller) call(t *testing.T, s *Server, body string) reply {
	t.Helper()
	got := reply{ResponseRecorder: httptest.NewRecorder()}
	s.ServeHTTP(got, c.request(t, s, body))
	var envelope struct{ Response map[string]any }
	if err := json.Unmarshal(got.Body.Bytes(), &envelope); err != nil {
		t.Fatalf("the response is not JSON: %v\n%s", err, got.Body)
	}
	got.response = envelope.Response
	if fail, ok := got.response["Error"].(map[string]any); ok {
		got.code, got.message = fail["Code"].(string), fail["Message"].(string)
	}
	return got
}

// wantCode checks the error code of a response, "" for success.
func wantCode(t *testing.T, got reply, code string) {
	t.Helper()
	if got.code != code || got.Code != http.StatusOK {
		t.Errorf("got HTTP %d, code %q (%s), want HTTP 200, code %q", got.Code, got.code, got.message, code)
	}
}

// firstURL returns the URL of the first file of a backup.
func firstURL(t *testing.T, s *Server, body string) string {
	t.Helper()
	got := caller{}.call(t, s, body)
	wantCode(t, got, "")
	return got.response["DownloadUrl"].([]any)[0].(string)
}

// download requests a URL from the handler.
func download(t *testing.T, s http.Handler, method, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}
