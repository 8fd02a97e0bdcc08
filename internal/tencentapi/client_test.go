// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var testCredential = Credential{SecretID: "AKIDtest", SecretKey: "s3cr3t-key", Token: "t0k3n"}

type testResponse struct {
	ResponseHead

	Value string
	Size  *int64
}

// reply is what the server does with a request: respond, fail, or hang.
type reply struct {
	status int
	body   string
	header []string // names and values in turn
	err    error
	hang   bool
	before func() // called first, if there is one
}

func say(status int, body string, header ...string) reply {
	return reply{status: status, body: body, header: header}
}

func fail(err error) reply { return reply{err: err} }

func refuse(code string, header ...string) reply {
	return say(200, fmt.Sprintf(`{"Response":{"Error":{"Code":%q,"Message":"no"},"RequestId":"r-1"}}`, code), header...)
}

// server responds to requests in memory and keeps them.
type server struct {
	mu        sync.Mutex
	requests  []*http.Request
	bodies    []string
	responses []reply // the last one stays
}

func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	next := s.keep(r, string(body))
	if next.before != nil {
		next.before()
	}
	if next.hang {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if next.err != nil {
		return nil, next.err
	}
	h := http.Header{}
	for i := 0; i < len(next.header); i += 2 {
		h.Set(next.header[i], next.header[i+1])
	}
	return &http.Response{StatusCode: next.status, Header: h, Body: io.NopCloser(strings.NewReader(next.body)), Request: r}, nil
}

func (s *server) keep(r *http.Request, body string) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.bodies = append(s.requests, r), append(s.bodies, body)
	next := s.responses[0]
	if len(s.responses) > 1 {
		s.responses = s.responses[1:]
	}
	return next
}

const fine = `{"Response":{"Value":"v","Size":3,"RequestId":"r-2"}}`

// newClient returns a client that does not wait between attempts.
func newClient(t *testing.T, endpoint Endpoint, source CredentialSource, opts ...Option) *Client {
	t.Helper()
	c, err := New(Service{Name: "redis", Version: "2018-04-12"}, endpoint, source, append([]Option{WithBackoff(0, 0)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newTestClient(t *testing.T, rt http.RoundTripper, opts ...Option) *Client {
	t.Helper()
	return newClient(t, Endpoint{}, testCredential, append([]Option{WithTransport(rt)}, opts...)...)
}

func call(ctx context.Context, c *Client) (*testResponse, error) {
	return Call[testResponse](ctx, c, "DescribeThing", "ap-chengdu", struct{ Name string }{"n"})
}

func TestCall_request(t *testing.T) {
	t.Parallel()
	s := &server{responses: []reply{say(200, fine)}}
	at := time.Unix(1551113065, 0)
	c := newTestClient(t, s, WithClock(func() time.Time { return at }), WithRequestClient("provider/1.0 (测)"))
	got, err := call(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	want := &testResponse{ResponseHead: ResponseHead{RequestID: "r-2"}, Value: "v", Size: new(int64(3))}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("response (-want +got):\n%s", diff)
	}
	r := s.requests[0]
	if r.Method != http.MethodPost || r.URL.String() != "https://redis.tencentcloudapi.com/" || r.Host != "redis.tencentcloudapi.com" {
		t.Errorf("request is %s %s to host %s", r.Method, r.URL, r.Host)
	}
	const body = `{"Name":"n"}`
	if s.bodies[0] != body || r.ContentLength != int64(len(body)) {
		t.Errorf("body is %q of length %d", s.bodies[0], r.ContentLength)
	}
	wantHeader := http.Header{
		"Content-Type":       {"application/json; charset=utf-8"},
		"Authorization":      {Authorization(testCredential, "redis", "redis.tencentcloudapi.com", []byte(body), at)},
		"X-Tc-Action":        {"DescribeThing"},
		"X-Tc-Version":       {"2018-04-12"},
		"X-Tc-Region":        {"ap-chengdu"},
		"X-Tc-Timestamp":     {"1551113065"},
		"X-Tc-Language":      {"en-US"},
		"X-Tc-Token":         {"t0k3n"},
		"X-Tc-Requestclient": {"provider_1.0 ___"},
	}

	if diff := cmp.Diff(wantHeader, r.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

func TestCall_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		response reply
		want     error
	}{
		"API error": {
			refuse("InvalidParameterValue.BackupNotExists"),
			&Error{Action: "DescribeThing", Region: "ap-chengdu", Code: "InvalidParameterValue.BackupNotExists", Message: "no", RequestID: "r-1", StatusCode: 200},
		},
		"API error with another status": {
			say(400, `{"Response":{"Error":{"Code":"InvalidParameter","Message":"no"},"RequestId":"r"}}`),
			&Error{Action: "DescribeThing", Region: "ap-chengdu", Code: "InvalidParameter", Message: "no", RequestID: "r", StatusCode: 400},
		},
		"API error beside a field of another type": {
			say(200, `{"Response":{"Size":"x","Error":{"Code":"InvalidParameter","Message":"no"},"RequestId":"r"}}`),
			&Error{Action: "DescribeThing", Region: "ap-chengdu", Code: "InvalidParameter", Message: "no", RequestID: "r", StatusCode: 200},
		},
		"secrets in the API's message": {
			say(200, `{"Response":{"Error":{"Code":"X","Message":"s3cr3t-key t0k3n https://h/o?q-signature=abc"},"RequestId":"r"}}`),
			&Error{Action: "DescribeThing", Region: "ap-chengdu", Code: "X", Message: "(redacted) (redacted) https://h/o?(redacted)", RequestID: "r", StatusCode: 200},
		},
		"page of a proxy": {
			say(403, `<html>s3cr3t</html>`),
			&ResponseError{Action: "DescribeThing", Host: "redis.tencentcloudapi.com", StatusCode: 403, Reason: "Forbidden instead of a response from the API"},
		},
		"redirect": {
			say(302, ``, "Location", "https://elsewhere.example.com/"),
			&ResponseError{Action: "DescribeThing", Host: "redis.tencentcloudapi.com", StatusCode: 302, Reason: "Found instead of a response from the API"},
		},
		"status that HTTP does not know": {
			say(499, ``),
			&ResponseError{Action: "DescribeThing", Host: "redis.tencentcloudapi.com", StatusCode: 499, Reason: "an unknown status instead of a response from the API"},
		},
		"JSON that is no object": {
			say(200, `["s3cr3t"]`),
			&ResponseError{Action: "DescribeThing", Host: "redis.tencentcloudapi.com", StatusCode: 200, Reason: "the response has no Response object"},
		},
		"field of another type": {
			say(200, `{"Response":{"Value":["s3cr3t"],"RequestId":"r"}}`),
			&FieldError{Action: "DescribeThing", Field: "Response.Value", RequestID: "r"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &server{responses: []reply{tt.response}}
			got, err := call(t.Context(), newTestClient(t, s))
			if got != nil {
				t.Errorf("there is a response beside the error: %v", got)
			}
			if diff := cmp.Diff(tt.want, err, cmp.FilterPath(func(p cmp.Path) bool {
				name := p.Last().String()
				return name == ".truncated" || name == ".retryAfter" || name == ".serverTime" || name == ".clockOff"
			}, cmp.Ignore()), cmp.AllowUnexported(Error{}, ResponseError{})); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if len(s.requests) != 1 {
				t.Errorf("%d requests, want 1", len(s.requests))
			}
			for _, secret := range []string{"s3cr3t", "t0k3n", "abc"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error holds %q: %v", secret, err)
				}
			}
		})
	}
}

// TestCall_notTheAPI: what is not a response of the API is no success, however
// well-formed.
func TestCall_notTheAPI(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{`, `[]`, `null`, `{}`, `"x"`, `{"Response":null}`, `{"Response":[]}`, `{"Value":"v","RequestId":"r"}`, fine + `x`} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			s := &server{responses: []reply{say(200, body)}}
			got, err := call(t.Context(), newTestClient(t, s, WithMaxRetries(1)))
			if _, ok := errors.AsType[*ResponseError](err); !ok || got != nil {
				t.Errorf("response %v and error %v, want a *ResponseError alone", got, err)
			}
		})
	}
}

// TestCall_freshResponse: nothing of a half-read response stays in the next one.
func TestCall_freshResponse(t *testing.T) {
	t.Parallel()
	s := &server{responses: []reply{
		say(200, `{"Response":{"Size":7,"RequestId":"r-1","Value":"stale"`),
		say(200, `{"Response":{"RequestId":"r-2"}}`),
	}}
	got, err := call(t.Context(), newTestClient(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&testResponse{ResponseHead: ResponseHead{RequestID: "r-2"}}, got); diff != "" {
		t.Errorf("response (-want +got):\n%s", diff)
	}
}

func TestCall_log(t *testing.T) {
	t.Parallel()
	s := &server{responses: []reply{
		refuse("InternalError"), fail(io.ErrUnexpectedEOF), say(200, fine),
	}}
	var lines []map[string]any
	log := func(_ context.Context, _ string, fields map[string]any) { lines = append(lines, fields) }
	if _, err := call(t.Context(), newTestClient(t, s, WithLogger(log))); err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if _, ok := line["duration_ms"].(int64); !ok {
			t.Errorf("no duration in %v", line)
		}
		delete(line, "duration_ms")
	}
	want := []map[string]any{
		{"action": "DescribeThing", "region": "ap-chengdu", "attempt": 1, "code": "InternalError", "request_id": "r-1"},
		{"action": "DescribeThing", "region": "ap-chengdu", "attempt": 2, "error": "DescribeThing: no response from redis.tencentcloudapi.com: unexpected EOF"},
		{"action": "DescribeThing", "region": "ap-chengdu", "attempt": 3, "request_id": "r-2"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

// FuzzCall_decode feeds responses of all kinds: one result or one error, no panic.
func FuzzCall_decode(f *testing.F) {
	f.Add(200, fine)
	f.Add(200, `{"Response":{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"r"}}`)
	f.Add(502, `<html>`)
	f.Add(200, `{"Response":{"Error":null,"RequestId":"r","RequestId":"s","Size":9223372036854775808}}`)
	f.Add(200, `{"Response":{"RequestId":"\n"}}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		s := &server{responses: []reply{say(status, body)}}
		got, err := call(t.Context(), newTestClient(t, s, WithMaxRetries(0)))
		if (got == nil) == (err == nil) {
			t.Errorf("response %v and error %v", got, err)
		}
	})
}
