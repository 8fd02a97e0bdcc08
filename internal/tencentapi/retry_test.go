// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// TestAttemptsAllowed: what RetryRules does not name is not retried.
func TestAttemptsAllowed(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"", "InternalErrorX", "RequestLimitExceededBySomethingElse.Code", "LimitExceeded", "ResourceInsufficient", "FailedOperation",
		"ResourceUnavailable.BackupStatusInvalid", "ResourceNotFound.InstanceNotExists", "InvalidParameter.InvalidParameter",
		"InvalidParameterValue.BackupNotExists", "UnauthorizedOperation.NoCAMAuthed", "UnsupportedOperation.IsAutoRenewError",
		"UnsupportedRegion", "AuthFailure.SignatureFailure", "AuthFailure.SignatureExpire", "AuthFailure.TokenFailure",
	} {
		for _, status := range []int{200, 400, 403} {
			if got := attemptsAllowed(&Error{Code: code, StatusCode: status}, 9); got != 1 {
				t.Errorf("code %q with status %d may be tried %d times", code, status, got)
			}
		}
	}
	for _, err := range []error{&FieldError{}, &ResponseError{}, context.Canceled, context.DeadlineExceeded, errors.New("no keys")} {
		if got := attemptsAllowed(err, 9); got != 1 {
			t.Errorf("%#v may be tried %d times", err, got)
		}
	}
	for _, err := range []error{&Error{Code: "FailedOperation.SystemError"}, &ConnectionError{Err: syscall.ECONNREFUSED}} {
		if got := attemptsAllowed(err, 2); got != 2 {
			t.Errorf("a limit of 2 allows %d attempts after %v", got, err)
		}
	}
}

// TestRetryRules makes the requests that each row of the table promises, and counts them
// in the error.
func TestRetryRules(t *testing.T) {
	t.Parallel()
	inForm := func(status int) reply {
		return say(status, `{"Response":{"Error":{"Code":"Gateway.Busy","Message":"x"},"RequestId":"r"}}`)
	}
	late := time.Date(2000, 1, 1, 0, 10, 0, 0, time.UTC).Format(http.TimeFormat) // ten minutes into a test's time
	examples := [][]reply{
		{refuse("InternalError.IllegalRole")},
		{refuse("FailedOperation.SystemError"), refuse("InternalError.GetRoleError")},
		{refuse("RequestLimitExceeded.X"), refuse("InternalError"), refuse("ServiceUnavailable"), refuse("InvalidParameter.OverLimit")},
		{say(408, ""), say(429, "<html>"), say(500, "{}"), inForm(429), inForm(502), inForm(503), inForm(504)},
		{say(200, `{"Resp`)},
		{fail(syscall.ECONNRESET), fail(io.EOF)},
		{fail(syscall.ECONNREFUSED), fail(&net.DNSError{IsNotFound: true})},
		{{hang: true}},
		{refuse("AuthFailure.SignatureExpire", "Date", late)},
		{refuse("AuthFailure.TokenFailure"), refuse("AuthFailure.SecretIdNotFound")},
		{fail(netfault.ProxyRefusal("proxy:3128", 407)), fail(&tls.CertificateVerificationError{Err: errors.New("x")}), say(200, "<html>"), say(302, "")},
	}
	if len(examples) != len(RetryRules) {
		t.Fatalf("%d rules have %d rows of examples", len(RetryRules), len(examples))
	}
	for i, rule := range RetryRules {
		for j, example := range examples[i] {
			t.Run(fmt.Sprint(rule.What, " ", j), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := &server{responses: []reply{example}}
					_, err := call(t.Context(), newClient(t, Endpoint{}, &renewing{}, WithTransport(s)))
					if err == nil || len(s.requests) != rule.Attempts {
						t.Errorf("error %v after %d requests, want %d", err, len(s.requests), rule.Attempts)
					}
					if tries, ok := errors.AsType[*AttemptsError](err); ok != (rule.Attempts > 1) || ok && tries.Attempts != rule.Attempts {
						t.Errorf("error is %v, want one of %d attempts", err, rule.Attempts)
					}
				})
			})
		}
	}
}

// TestUncertain: a gateway's error in the API's form excludes no effect, unless it
// throttled the request.
func TestUncertain(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]bool{200: false, 400: false, 429: false, 502: true, 503: true, 504: true} {
		if got := (&exchange{once: true, sent: true}).uncertain(&Error{Code: "Gateway.Busy", StatusCode: status}); got != want {
			t.Errorf("status %d is uncertain: %t, want %t", status, got, want)
		}
	}
}

// TestCall_codeIsSecret: a secret that is a part of a code does not change what is done.
func TestCall_codeIsSecret(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{"e": "RequestLimitExceeded", "x": "RequestLimitExceeded", "RequestLimitExceeded": "(redacted)"} {
		s := &server{responses: []reply{refuse("RequestLimitExceeded")}}
		_, err := call(t.Context(), newClient(t, Endpoint{}, Credential{SecretID: "i", SecretKey: secret}, WithTransport(s), WithMaxRetries(1)))
		if apiErr, ok := errors.AsType[*Error](err); !ok || apiErr.Code != want {
			t.Errorf("secret %q: error is %v, want code %s", secret, err, want)
		}
	}
}

// TestCall_patient: only the number of retries and the context limit a call,
// and not a time of the library that repeats it.
func TestCall_patient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		s := &server{responses: []reply{say(503, "", "Retry-After", "60")}}
		if _, err := call(t.Context(), newTestClient(t, s, WithMaxRetries(60))); err == nil || len(s.requests) != 61 || time.Since(start) != time.Hour {
			t.Errorf("error %v after %d requests in %s, want one after 61 in an hour", err, len(s.requests), time.Since(start))
		}
	})
}

// TestCall_signsAnew: a signature is of its own second, at each attempt.
func TestCall_signsAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &server{responses: []reply{refuse("InternalError", "Retry-After", "x"), say(503, "", "Retry-After", "7"), say(200, fine)}}
		c := newTestClient(t, s, WithBackoff(2*time.Second, 2*time.Second))
		start := time.Now()
		if _, err := call(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited < 7*time.Second || waited > 10*time.Second {
			t.Errorf("waited %s, want the 7 s that Retry-After asks for and up to 2 s", waited)
		}
		for _, header := range []string{"X-TC-Timestamp", "Authorization"} {
			if second := s.requests[1].Header.Get(header); s.requests[2].Header.Get(header) == second {
				t.Errorf("the third attempt has the %s of the second, %s", header, second)
			}
		}
	})
}

// TestCall_retryAfter: a response's Retry-After is honored whether it is from a gateway
// or the API itself, and for that response alone.
func TestCall_retryAfter(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		responses []reply
		want      time.Duration
	}{
		"gateway":     {[]reply{say(503, "<html>", "Retry-After", "7"), say(200, fine)}, 7 * time.Second},
		"API":         {[]reply{refuse("InternalError", "Retry-After", "7"), say(200, fine)}, 7 * time.Second},
		"no response": {[]reply{refuse("InternalError", "Retry-After", "7"), fail(syscall.ECONNRESET), say(200, fine)}, 7 * time.Second},
		"not asked":   {[]reply{refuse("InternalError"), say(200, fine)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				if _, err := call(t.Context(), newTestClient(t, &server{responses: tt.responses})); err != nil || time.Since(start) != tt.want {
					t.Errorf("error %v after %s, want none after %s", err, time.Since(start), tt.want)
				}
			})
		})
	}
}

// TestCall_clock: the server's time replaces ours, once, if ours is off.
func TestCall_clock(t *testing.T) {
	t.Parallel()
	now := time.Unix(1551113065, 0).UTC()
	for name, tt := range map[string]struct {
		ahead  time.Duration // the server's clock, of ours
		then   []reply
		stamps string // of the requests
	}{
		"behind":        {10 * time.Minute, []reply{say(200, fine)}, "1551113065 1551113665"},
		"ahead":         {-10 * time.Minute, []reply{say(200, fine)}, "1551113065 1551112465"},
		"still refused": {10 * time.Minute, nil, "1551113065 1551113665"},
		"right":         {0, nil, "1551113065"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expired := refuse("AuthFailure.SignatureExpire", "Date", now.Add(tt.ahead).Format(http.TimeFormat))
			s := &server{responses: append([]reply{expired}, tt.then...)}
			c := newTestClient(t, s, WithClock(func() time.Time { return now }))
			if _, err := call(t.Context(), c); (err == nil) != (tt.then != nil) {
				t.Errorf("error is %v", err)
			}
			var stamps []string
			for _, r := range s.requests {
				stamps = append(stamps, r.Header.Get("X-TC-Timestamp"))
			}
			if got := strings.Join(stamps, " "); got != tt.stamps {
				t.Errorf("timestamps are %s, want %s", got, tt.stamps)
			}
			if got := c.Now().Sub(now); got != tt.ahead { // for the next call, too
				t.Errorf("the clock is off by %s, want %s", got, tt.ahead)
			}
		})
	}
}

// TestCall_deadlineError: a call ends with its context, in whatever it does. Its error has
// the last failure and the number of attempts.
func TestCall_deadlineError(t *testing.T) {
	t.Parallel()
	over := errors.New("over")
	for name, tt := range map[string]struct {
		responses []reply
		opts      []Option
		code      string // of the last error met; empty: the host has not responded yet
	}{
		"in the first attempt":    {[]reply{{hang: true}}, nil, ""},
		"in a later attempt":      {[]reply{refuse("InternalError"), say(200, `{"Resp`), refuse("ServiceUnavailable"), {hang: true}}, nil, ""},
		"while it waits its turn": {[]reply{refuse("RequestLimitExceeded")}, []Option{WithMaxRequestsPerSecond(1)}, "RequestLimitExceeded"},
		"between two attempts":    {[]reply{refuse("InternalError", "Retry-After", "50")}, nil, "InternalError"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeoutCause(t.Context(), 1900*time.Millisecond, over)
				defer cancel()
				opts := append([]Option{WithMaxRetries(100)}, tt.opts...)
				s := &server{responses: tt.responses}
				start := time.Now()
				_, err := call(ctx, newTestClient(t, s, opts...))
				if took := time.Since(start); !errors.Is(err, over) || took != 1900*time.Millisecond {
					t.Errorf("error %v after %s, want %v after 1.9s", err, took, over)
				}
				code, attempts := "", 1
				if apiErr, ok := errors.AsType[*Error](err); ok {
					code = apiErr.Code
				}
				if tries, ok := errors.AsType[*AttemptsError](err); ok {
					attempts = tries.Attempts
				}
				if _, hung := errors.AsType[*ConnectionError](err); hung != (tt.code == "") || hung == strings.Contains(err.Error(), "before that") {
					t.Errorf("error %q says that the host has not responded yet: %t", err, hung)
				}
				if n := len(s.requests); code != tt.code || attempts != n {
					t.Errorf("error %q has code %q after %d attempts, want %q after %d", err, code, attempts, tt.code, n)
				}
			})
		})
	}
}

// TestBackoff_isFullJitter: waits are random between nothing and a limit that
// doubles up to its own.
func TestBackoff_isFullJitter(t *testing.T) {
	t.Parallel()
	c := newTestClient(t, &server{}, WithBackoff(100*time.Millisecond, 400*time.Millisecond))
	longest := make([]time.Duration, 5)
	for range 400 {
		for i := range longest {
			longest[i] = max(longest[i], c.pause(&exchange{}, i))
		}
	}
	if got := c.pause(&exchange{}, 1<<30); got > 400*time.Millisecond {
		t.Errorf("a late retry waits %s", got)
	}
	for i, limit := range []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond, 400 * time.Millisecond, 400 * time.Millisecond} {
		if longest[i] > limit+1 || longest[i] < limit*9/10 {
			t.Errorf("the longest of 400 waits before retry %d is %s, want a little less than %s", i+1, longest[i], limit)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                              0,
		"0":                             0,
		"5":                             5 * time.Second,
		"-5":                            0,
		"86400":                         maxRetryAfter,
		"9223372036854775807":           maxRetryAfter,
		"soon":                          0,
		"Tue, 24 Nov 2026 00:00:09 GMT": 9 * time.Second,
		"Mon, 23 Nov 2026 00:00:00 GMT": 0,
		"Wed, 25 Nov 2026 00:00:00 GMT": maxRetryAfter,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("Retry-After: %s is %s, want %s", value, got, want)
		}
	}
}
