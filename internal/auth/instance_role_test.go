// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// reply is what the metadata service of these tests does with one request.
type reply struct {
	status int
	body   string
	err    error
	hang   bool
	cut    bool   // the body breaks off
	date   string // of the service's clock
}

// fakeMetadata gives its replies one after another, the last one for good.
type fakeMetadata struct {
	replies []reply
	asked   []string
}

func (f *fakeMetadata) RoundTrip(r *http.Request) (*http.Response, error) {
	f.asked = append(f.asked, r.Method+" "+r.URL.String())
	next := f.replies[0]
	if len(f.replies) > 1 {
		f.replies = f.replies[1:]
	}
	if next.hang {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if next.err != nil {
		return nil, next.err
	}
	var body io.Reader = strings.NewReader(next.body)
	if next.cut {
		body = iotest.TimeoutReader(iotest.OneByteReader(body))
	}
	return &http.Response{
		StatusCode: next.status, Header: http.Header{"Location": {"http://elsewhere/"}, "Date": {next.date}},
		Body: io.NopCloser(body), Request: r,
	}, nil
}

const metadataRoot = "GET http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/"

func metadataBody(code string) string {
	return fmt.Sprintf(`{"TmpSecretId":"id","TmpSecretKey":%q,"ExpiredTime":%d,"Expiration":"x","Token":%q,"Code":%q}`,
		testKey, testTime.Add(time.Hour).Unix(), testToken, code)
}

func TestInstanceRole(t *testing.T) {
	t.Parallel()
	good := reply{status: 200, body: metadataBody("Success")}
	const service = "no credentials from instance role r (provider block): instance metadata service at http://metadata.tencentyun.com: "
	tests := map[string]struct {
		replies  []reply
		requests int
		says     string // empty: it works
	}{
		"works":                    {[]reply{good}, 1, ""},
		"works at the second time": {[]reply{{err: errors.New("reset")}, good}, 2, ""},
		"busy once":                {[]reply{{status: 503}, good}, 2, ""},
		"busy three times":         {[]reply{{status: 503}, {status: 429}, {status: 504}, good}, 4, ""},
		"limited once":             {[]reply{{status: 429}, good}, 2, ""},
		"broken once":              {[]reply{{status: 200, body: metadataBody("Success")[:40]}, good}, 1, "the response is not JSON with credentials"},
		"cut once":                 {[]reply{{status: 200, body: metadataBody("Success"), cut: true}, good}, 2, ""},
		"always cut":               {[]reply{{status: 200, body: metadataBody("Success"), cut: true}}, 2, "the response was truncated"},
		"not there":                {[]reply{{err: &net.DNSError{Err: "no such host", Name: "h", IsNotFound: true}}}, 2, "lookup h: no such host. It is available only on a Tencent Cloud instance"},
		"redirected nowhere":       {[]reply{{err: errors.New(`failed to parse Location header "` + canary + `"`)}}, 1, "the response redirects to an invalid URL. It is available only on a Tencent Cloud instance"},
		"silent":                   {[]reply{{hang: true}}, 2, "it did not respond within 3s. It is available only on a Tencent Cloud instance"},
		"no such role":             {[]reply{{status: 404, body: canary}}, 1, "it does not know the role (HTTP 404). Bind the role to the instance, or correct cam_role_name"},
		"down":                     {[]reply{{status: 500, body: canary}}, 4, "it responded with HTTP 500"},
		"forbidden":                {[]reply{{status: 403, body: canary}}, 1, "it responded with HTTP 403"},
		"redirected":               {[]reply{{status: 302, body: canary}}, 1, "it responded with HTTP 302"},
		"another code":             {[]reply{{status: 200, body: metadataBody("Failed")}}, 1, `the response has Code "Failed" instead of "Success"`},
		"a long code":              {[]reply{{status: 200, body: metadataBody(strings.Repeat("x", 100))}}, 1, `the response has no Code "Success"`},
		"a URL as code":            {[]reply{{status: 200, body: metadataBody("http://x/?q=s3cr3t")}}, 1, `the response has no Code "Success"`},
		"no code":                  {[]reply{{status: 200, body: `{"TmpSecretId":"id"}`}}, 1, `the response has no Code "Success"`},
		"no key":                   {[]reply{{status: 200, body: strings.Replace(metadataBody("Success"), "TmpSecretKey", "x", 1)}}, 1, "the response lacks a part of the credentials or their expiry"},
		"no token":                 {[]reply{{status: 200, body: strings.Replace(metadataBody("Success"), "Token", "x", 1)}}, 1, "the response lacks a part of the credentials or their expiry"},
		"no end":                   {[]reply{{status: 200, body: strings.Replace(metadataBody("Success"), "ExpiredTime", "x", 1)}}, 1, "the response lacks a part of the credentials or their expiry"},
		"a page":                   {[]reply{{status: 200, body: "<html>" + canary}}, 1, "the response is not JSON with credentials"},
		"another type":             {[]reply{{status: 200, body: strings.Replace(metadataBody("Success"), `"id"`, "7", 1)}}, 1, "the response is not JSON with credentials"},
		"endless":                  {[]reply{{status: 200, body: strings.Repeat(canary, maxMetadata)}}, 1, "the response is longer than 64 KiB"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := &fakeMetadata{replies: tt.replies}
				source := open(t, Connection{MetadataTransport: f, Now: stand}, instanceRoleSource("r", "provider block"))
				start := time.Now()
				got, err := source.Credential(t.Context())
				if took := time.Since(start); took > 6*time.Second {
					t.Errorf("it took %s", took)
				}
				if busy := tt.replies[0].status; busy >= 500 && time.Since(start) < busyPause {
					t.Errorf("it did not pause after HTTP %d", busy)
				}
				if len(f.asked) != tt.requests || f.asked[0] != metadataRoot+"r" {
					t.Errorf("requests are %q, want %d", f.asked, tt.requests)
				}
				if tt.says == "" {
					if want := (tencentapi.Credential{SecretID: "id", SecretKey: testKey, Token: testToken}); err != nil || got != want {
						t.Errorf("credential is %+v, %v", got, err)
					}
					return
				}
				if err == nil || err.Error() != service+tt.says {
					t.Errorf("error is %v\nwant %s", err, service+tt.says)
				}
				checkText(t, err.Error())
			})
		})
	}
}

// Without a name, as in a profile, the service names the role that is bound.
func TestInstanceRole_bound(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		list  reply
		asked string
		says  string
	}{
		"one":       {reply{status: 200, body: "my.role+1@x\n"}, metadataRoot + "my.role+1@x", ""},
		"first":     {reply{status: 200, body: "a\r\nb"}, metadataRoot + "a", ""},
		"none":      {reply{status: 200, body: " \n"}, "", "no role is bound to this instance. Bind one to it"},
		"not found": {reply{status: 404}, "", "no role is bound to this instance. Bind one to it"},
		"no name":   {reply{status: 200, body: "../../x"}, "", "the response is not the name of a role"},
		"a page":    {reply{status: 200, body: "<html>Log in</html>"}, "", "Check for a proxy or a login page in this network"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeMetadata{replies: []reply{tt.list, {status: 200, body: metadataBody("Success")}}}
			_, err := open(t, Connection{MetadataTransport: f, Now: stand}, instanceRoleSource("", "profile dev")).Credential(t.Context())
			if f.asked[0] != metadataRoot || f.asked[len(f.asked)-1] != metadataRoot+strings.TrimPrefix(tt.asked, metadataRoot) {
				t.Errorf("requests are %q, want one for %q", f.asked, tt.asked)
			}
			if (err != nil) != (tt.says != "") || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error is %v, want %q", err, tt.says)
			}
		})
	}
}

// A profile sets no role, so none is to be corrected.
func TestInstanceRole_boundButUnknown(t *testing.T) {
	t.Parallel()
	f := &fakeMetadata{replies: []reply{{status: 200, body: "r"}, {status: 404}}}
	_, err := open(t, Connection{MetadataTransport: f, Now: stand}, instanceRoleSource("", "profile dev")).Credential(t.Context())
	if err == nil || !strings.HasSuffix(err.Error(), ": it does not know the role (HTTP 404). Bind the role to the instance") {
		t.Errorf("error is %v", err)
	}
}

func TestInstanceRole_otherAddress(t *testing.T) {
	t.Parallel()
	f := &fakeMetadata{replies: []reply{{status: 200, body: metadataBody("Success")}}}
	c := Connection{MetadataURL: "http://127.0.0.1:8080/", MetadataTransport: f, Now: stand}
	credential(t.Context(), t, open(t, c, instanceRoleSource("r=@,", "provider block")))
	if want := "GET http://127.0.0.1:8080/latest/meta-data/cam/security-credentials/r=@%2C"; f.asked[0] != want {
		t.Errorf("request is %q, want %q", f.asked[0], want)
	}
}

// A caller that cancels waits no longer. The request continues, since others may wait for it.
func TestInstanceRole_canceled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fakeMetadata{replies: []reply{{hang: true}}}
		source := open(t, Connection{MetadataTransport: f}, instanceRoleSource("r", "provider block"))
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errLeft)
		defer cancel()
		start := time.Now()
		if _, err := source.Credential(ctx); !errors.Is(err, errLeft) {
			t.Errorf("error is %v, want the cause", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("it took %s", took)
		}
		time.Sleep(metadataAttempts * metadataTimeout)
		synctest.Wait()
		if len(f.asked) != metadataAttempts {
			t.Errorf("%d requests, want %d", len(f.asked), metadataAttempts)
		}
	})
}

// An instance role may be followed by an assumed one.
func TestInstanceRole_chained(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	c := connect(f)
	c.MetadataTransport = &fakeMetadata{replies: []reply{{status: 200, body: metadataBody("Success")}}}
	credential(t.Context(), t, open(t, c, instanceRoleSource("r", "provider block"), testRole(readerARN)))
	if got := f.seen()[0]; got.Signer != "id" || got.Token != testToken {
		t.Errorf("AssumeRole is signed by %q with token %q", got.Signer, got.Token)
	}
}

// TestInstanceRole_clock: whether the credentials have expired is judged by the
// service's clock, not by this machine's.
func TestInstanceRole_clock(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ahead time.Duration // this machine's clock
		date  string        // of the response
		says  string
	}{
		"right":                   {0, testTime.Format(http.TimeFormat), ""},
		"two hours ahead":         {2 * time.Hour, testTime.Format(http.TimeFormat), ""},
		"two hours behind":        {-2 * time.Hour, testTime.Format(http.TimeFormat), ""},
		"expired by the service":  {0, testTime.Add(time.Hour).Format(http.TimeFormat), "the credentials have already expired"},
		"expired, behind":         {-2 * time.Hour, testTime.Add(time.Hour).Format(http.TimeFormat), "the credentials have already expired"},
		"nothing but our own one": {2 * time.Hour, "", "the credentials have already expired"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeMetadata{replies: []reply{{status: 200, body: metadataBody("Success"), date: tt.date}}}
			now := testTime.Add(tt.ahead)
			source := open(t, Connection{MetadataTransport: f, Now: func() time.Time { return now }}, instanceRoleSource("r", "provider block"))
			for range 2 {
				if _, err := source.Credential(t.Context()); (err != nil) != (tt.says != "") || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("error is %v, want %q", err, tt.says)
				}
			}
			if len(f.asked) != 1 {
				t.Errorf("%d requests, want 1", len(f.asked))
			}
			if tt.says != "" {
				return
			}
			now = now.Add(55 * time.Minute)
			credential(t.Context(), t, source)
			if len(f.asked) != 2 {
				t.Errorf("after 55 minutes of an hour: %d requests, want 2", len(f.asked))
			}
		})
	}
}

// TestInstanceRole_endless: whatever a server does, a request ends with its
// context, and the status comes before the body.
func TestInstanceRole_endless(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		serve http.HandlerFunc
		says  string // empty: the caller's context ends it
	}{
		"101": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			defer conn.Close()
			_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
			_, _ = io.Copy(io.Discard, conn) // until the client closes it
		}, "it responded with HTTP 101"},
		"404 with a body that never ends": {func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, "it does not know the role"},
		"200 with a body that never ends": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "{")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, ""},
		"no status": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(tt.serve)
			defer func() {
				_ = server.Listener.Close() // the request continues without its caller, but has no server to retry
				server.CloseClientConnections()
				server.Close()
			}()
			ctx, cancel := context.WithTimeoutCause(t.Context(), 5*time.Second, errLeft)
			if tt.says == "" {
				ctx, cancel = context.WithTimeoutCause(t.Context(), 50*time.Millisecond, errLeft)
			}
			defer cancel()
			start := time.Now()
			_, err := open(t, Connection{MetadataURL: server.URL}, instanceRoleSource("r", "provider block")).Credential(ctx)
			if tt.says == "" && !errors.Is(err, errLeft) || tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("error is %v, want %q", err, tt.says)
			}
			if took := time.Since(start); took > 4*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
