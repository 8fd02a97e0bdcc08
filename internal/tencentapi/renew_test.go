// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// renewing is a source whose credentials are numbered, and which remembers
// what it was asked to replace.
type renewing struct {
	number  int
	refused []Credential
	err     error
}

func (r *renewing) Credential(context.Context) (Credential, error) {
	return Credential{SecretID: "AKID", SecretKey: "s3cr3t-key", Token: "token-" + string(rune('0'+r.number))}, nil
}

func (r *renewing) Renew(_ context.Context, used Credential) error {
	r.refused = append(r.refused, used)
	r.number++
	return r.err
}

// noCredential is a source that fails with err.
type noCredential struct {
	Renewer

	err error
}

func (n noCredential) Credential(context.Context) (Credential, error) { return Credential{}, n.err }

func TestCall_renews(t *testing.T) {
	t.Parallel()
	const refused = "AuthFailure.TokenFailure"
	tests := map[string]struct {
		responses []reply
		tokens    string // of the attempts
		renewals  int
		failure   string // the last error's code; empty: the call succeeds
	}{
		"token accepted":         {[]reply{say(200, fine)}, "0", 0, ""},
		"new token accepted":     {[]reply{refuse(refused), say(200, fine)}, "0 1", 1, ""},
		"new token refused":      {[]reply{refuse(refused)}, "0 1", 1, refused},
		"after a busy response":  {[]reply{refuse("InternalError"), refuse(refused), say(200, fine)}, "0 0 1", 1, ""},
		"before a busy response": {[]reply{refuse(refused), refuse("InternalError"), refuse(refused)}, "0 1 1", 1, refused},
		"key no longer known":    {[]reply{refuse("AuthFailure.SecretIdNotFound"), say(200, fine)}, "0 1", 1, ""},
		"another refusal":        {[]reply{refuse("AuthFailure.InvalidSecretId")}, "0", 0, "AuthFailure.InvalidSecretId"},
		"a longer code than its": {[]reply{refuse(refused + ".X")}, "0", 0, refused + ".X"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, source := &server{responses: tt.responses}, &renewing{}
			_, err := call(t.Context(), newClient(t, Endpoint{}, source, WithTransport(s)))
			apiErr, _ := errors.AsType[*Error](err)
			switch {
			case tt.failure == "" && err != nil:
				t.Error(err)
			case tt.failure != "" && (apiErr == nil || apiErr.Code != tt.failure):
				t.Errorf("error is %v, want code %s", err, tt.failure)
			}
			var tokens []string
			for _, r := range s.requests {
				tokens = append(tokens, strings.TrimPrefix(r.Header.Get("X-TC-Token"), "token-"))
			}
			if got := strings.Join(tokens, " "); got != tt.tokens {
				t.Errorf("tokens sent: %q, want %q", got, tt.tokens)
			}
			if len(source.refused) != tt.renewals {
				t.Errorf("%d renewals, want %d", len(source.refused), tt.renewals)
			}
			for _, used := range source.refused {
				if used.Token != "token-0" {
					t.Errorf("asked to replace token %q, which was not the refused one", used.Token)
				}
			}
		})
	}
}

// permanent is a renewing source whose keys have no token.
type permanent struct{ renewing }

func (*permanent) Credential(context.Context) (Credential, error) {
	return Credential{SecretID: "AKID", SecretKey: "s3cr3t-key"}, nil
}

// TestCall_permanentKey: a permanent key that does not exist is not renewed.
func TestCall_permanentKey(t *testing.T) {
	t.Parallel()
	s, source := &server{responses: []reply{refuse("AuthFailure.SecretIdNotFound")}}, &permanent{}
	if _, err := call(t.Context(), newClient(t, Endpoint{}, source, WithTransport(s))); err == nil || len(s.requests) != 1 || len(source.refused) != 0 {
		t.Errorf("error %v after %d requests and %d renewals, want one after 1 and none", err, len(s.requests), len(source.refused))
	}
}

func TestCall_renewalFails(t *testing.T) {
	t.Parallel()
	noMore := errors.New("no other credential")
	s := &server{responses: []reply{refuse("AuthFailure.TokenFailure")}}
	_, err := call(t.Context(), newClient(t, Endpoint{}, &renewing{err: noMore}, WithTransport(s)))
	apiErr, ok := errors.AsType[*Error](err)
	if !ok || apiErr.Code != "AuthFailure.TokenFailure" || !errors.Is(err, noMore) {
		t.Errorf("error is %v, want the refusal and the renewal's", err)
	}
	if len(s.requests) != 1 {
		t.Errorf("%d requests, want 1", len(s.requests))
	}
}

func TestCall_renewalCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stopped")
	refusal := refuse("AuthFailure.TokenFailure")
	refusal.before = func() { cancel(stop) }
	s := &server{responses: []reply{refusal}}
	if _, err := call(ctx, newClient(t, Endpoint{}, &renewing{err: errors.New("cut short")}, WithTransport(s))); !errors.Is(err, stop) {
		t.Errorf("error is %v, want the cause of the context", err)
	}
}

// A source's error is final, even if it wraps one of the API that a call of
// this client would repeat, renew or correct its clock for.
func TestCall_sourceFails(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"InternalError", "AuthFailure.TokenFailure", "AuthFailure.SignatureExpire"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := &server{responses: []reply{say(200, fine)}}
			want := error(&Error{Action: "AssumeRole", Code: code, clockOff: 2 * minSkew})
			inner := &renewing{}
			_, err := call(t.Context(), newClient(t, Endpoint{}, noCredential{Renewer: inner, err: want}, WithTransport(s)))
			if err != want { //nolint:errorlint // as it is, not wrapped
				t.Errorf("error is %v, want the source's own", err)
			}
			if len(s.requests) != 0 || len(inner.refused) != 0 {
				t.Errorf("%d requests and %d renewals, want none", len(s.requests), len(inner.refused))
			}
		})
	}
}

type secretRequest struct{ Assertion string }

func (r secretRequest) Secrets() []string { return []string{r.Assertion} }

func TestCall_unsigned(t *testing.T) {
	t.Parallel()
	s := &server{responses: []reply{
		say(200, `{"Response":{"Error":{"Code":"InvalidParameter","Message":"bad an-assertion here"},"RequestId":"r"}}`),
	}}
	_, err := Call[testResponse](t.Context(), newClient(t, Endpoint{}, Unsigned{}, WithTransport(s)), "AssumeRoleWithSAML", "ap-chengdu", secretRequest{"an-assertion"})
	apiErr, ok := errors.AsType[*Error](err)
	if !ok || apiErr.Message != "bad (redacted) here" {
		t.Errorf("error is %v, want one without the request's secret", err)
	}
	header := s.requests[0].Header
	if got := header.Values("Authorization"); len(got) != 1 || got[0] != "SKIP" {
		t.Errorf("Authorization is %q, want SKIP", got)
	}
	if got, ok := header["X-Tc-Token"]; ok {
		t.Errorf("X-TC-Token is %q, want none", got)
	}
	if s.bodies[0] != `{"Assertion":"an-assertion"}` {
		t.Errorf("body is %s", s.bodies[0])
	}
}
