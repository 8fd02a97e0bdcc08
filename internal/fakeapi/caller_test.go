// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// documentTime is the time of the document's example, from which its last file is
// signed.
var documentTime = time.Unix(1551952865, 0)

// newDocumentServer returns a server whose clock is fixed at documentTime.
func newDocumentServer() *Server {
	return New(Options{Now: func() time.Time { return documentTime }, RateLimit: -1})
}

// caller signs requests as described in the documentation. Zero values are replaced by
// those of a correct request for the document's example.
type caller struct {
	id, key, token          string
	service                 string
	action, version, region string
	method, contentType     string
	host                    string
	at                      time.Time
	date                    string              // of the credential scope; defaults to that of at
	edit                    func(*http.Request) // after signing
	body                    string              // for overWire; defaults to documentBody
}

const documentBody = `{"InstanceId":"crs-4y9t57vt","BackupId":"678362566696298532848117"}`

func (c caller) withDefaults() caller {
	for value, standard := range map[*string]string{
		&c.id: DefaultSecretID, &c.key: DefaultSecretKey, &c.service: "redis",
		&c.action: "DescribeBackupUrl", &c.version: "2018-04-12", &c.region: "ap-chengdu", &c.method: "POST",
		&c.contentType: "application/json", &c.host: "127.0.0.1:8080", &c.body: documentBody,
	} {
		*value = cmp.Or(*value, standard)
	}
	if c.at.IsZero() {
		c.at = documentTime
	}
	return c
}

// request returns a signed request.
func (c caller) request(tb testing.TB, body string) *http.Request {
	tb.Helper()
	c = c.withDefaults()
	r := httptest.NewRequestWithContext(tb.Context(), c.method, "http://"+c.host+"/", strings.NewReader(body))
	stamp := fmt.Sprint(c.at.Unix())
	r.Header.Set("Content-Type", c.contentType)
	r.Header.Set("X-TC-Action", c.action)
	r.Header.Set("X-TC-Version", c.version)
	r.Header.Set("X-TC-Region", c.region)
	r.Header.Set("X-TC-Timestamp", stamp)
	if c.token != "" {
		r.Header.Set("X-TC-Token", c.token)
	}
	const signedHeaders = "content-type;host;x-tc-action"
	lines := "content-type:" + c.contentType + "\nhost:" + c.host + "\nx-tc-action:" + strings.ToLower(c.action) + "\n"
	canonical := c.method + "\n/\n\n" + lines + "\n" + signedHeaders + "\n" + hexDigest(body)
	date := cmp.Or(c.date, c.at.UTC().Format("2006-01-02"))
	scope := date + "/" + c.service + "/tc3_request"
	key := digest(digest(digest([]byte("TC3"+c.key), date), c.service), "tc3_request")
	signature := hex.EncodeToString(digest(key, "TC3-HMAC-SHA256\n"+stamp+"\n"+scope+"\n"+hexDigest(canonical)))
	r.Header.Set("Authorization", fmt.Sprintf("TC3-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s",
		c.id, scope, signedHeaders, signature))
	if c.edit != nil {
		c.edit(r)
	}
	return r
}

func digest(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func hexDigest(text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
}

// stsCaller returns a caller of an action of STS.
func stsCaller(action string) caller {
	return caller{service: "sts", version: "2018-08-13", action: action}
}

// skipCaller returns a caller without a signature, like the official SDK.
func skipCaller(action string) caller {
	c := stsCaller(action)
	c.edit = func(r *http.Request) { r.Header.Set("Authorization", "SKIP") }
	return c
}

// with returns a caller with a temporary credential.
func (c caller) with(t TemporaryCredential) caller {
	c.id, c.key, c.token = t.SecretID, t.SecretKey, t.Token
	return c
}

// credential returns the credential in a response of STS.
func (r reply) credential(t *testing.T) TemporaryCredential {
	t.Helper()
	wantCode(t, r, "")
	var envelope struct {
		Response struct {
			Credentials struct {
				Token        string
				TmpSecretID  string `json:"TmpSecretId"`
				TmpSecretKey string
			}
			ExpiredTime int64
			Expiration  string
		}
	}
	if err := json.Unmarshal([]byte(r.text), &envelope); err != nil {
		t.Fatal(err)
	}
	got := envelope.Response
	expires := time.Unix(got.ExpiredTime, 0)
	if want := expires.UTC().Format("2006-01-02T15:04:05Z"); got.Expiration != want {
		t.Errorf("got Expiration %q, want ExpiredTime, %q", got.Expiration, want)
	}
	return TemporaryCredential{
		SecretID: got.Credentials.TmpSecretID, SecretKey: got.Credentials.TmpSecretKey, Token: got.Credentials.Token, Expires: expires,
	}
}

// reply is a parsed response of the API.
type reply struct {
	status                   int
	header                   http.Header
	text                     string // the body
	code, message, requestID string
	response                 map[string]any
}

// call sends a signed request straight to the handler.
func (c caller) call(t *testing.T, s *Server, body string) reply {
	t.Helper()
	return send(t, s, c.request(t, body))
}

func send(t *testing.T, s http.Handler, r *http.Request) reply {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	var envelope struct{ Response map[string]any }
	if err := json.Unmarshal(body, &envelope); err != nil {
		t.Fatalf("the response is not JSON: %v\n%s", err, body)
	}
	re := reply{status: w.Code, header: w.Header(), text: string(body), response: envelope.Response}
	re.requestID, _ = envelope.Response["RequestId"].(string)
	if fail, ok := envelope.Response["Error"].(map[string]any); ok {
		re.code, _ = fail["Code"].(string)
		re.message, _ = fail["Message"].(string)
	}
	return re
}

// wantCode checks the error code of a response, "" for success.
func wantCode(t *testing.T, got reply, code string) {
	t.Helper()
	if got.code != code || got.status != http.StatusOK {
		t.Errorf("got HTTP %d, code %q (%s), want HTTP 200, code %q", got.status, got.code, got.message, code)
	}
}

// fileInfo is an item of BackupInfos.
type fileInfo struct {
	FileName         *string
	FileSize         *int64
	DownloadURL      *string `json:"DownloadUrl"`
	InnerDownloadURL *string `json:"InnerDownloadUrl"`
}

// infos returns BackupInfos, which must not be empty.
func (r reply) infos(t *testing.T) []fileInfo {
	t.Helper()
	var envelope struct {
		Response struct{ BackupInfos []fileInfo }
	}
	if err := json.Unmarshal([]byte(r.text), &envelope); err != nil || len(envelope.Response.BackupInfos) == 0 {
		t.Fatalf("no BackupInfos (%v): %s", err, r.text)
	}
	return envelope.Response.BackupInfos
}
