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

// TestAttemptsAllowed is the whole retry policy, with what is not retried.
func TestAttemptsAllowed(t *testing.T) {
	t.Parallel()
	const limit = 9
	for code, want := range map[string]int{
		"RequestLimitExceeded":                     limit,
		"RequestLimitExceeded.UinLimitExceeded":    limit,
		"InternalError":                            limit,
		"InternalError.DbOperationFailed":          limit,
		"InternalError.InternalError":              limit,
		"ServiceUnavailable":                       limit,
		"FailedOperation.SystemError":              3,
		"InternalError.GetRoleError":               3,
		"InternalError.IllegalRole":                1,
		"ResourceInsufficient":                     1,
		"FailedOperation":                          1,
		"ResourceUnavailable.BackupStatusInvalid":  1,
		"ResourceNotFound.InstanceNotExists":       1,
		"InvalidParameter.InvalidParameter":        1,
		"InvalidParameter.OverLimit":               limit,
		"InvalidParameterValue.BackupNotExists":    1,
		"UnauthorizedOperation.NoCAMAuthed":        1,
		"UnsupportedOperation.IsAutoRenewError":    1,
		"UnsupportedRegion":                        1,
		"AuthFailure.SignatureFailure":             1,
		"AuthFailure.SignatureExpire":              1,
		"AuthFailure.TokenFailure":                 1,
		"LimitExceeded":                            1,
		"InternalErrorX":                           1,
		"":                                         1,
		"RequestLimitExceededBySomethingElse.Code": 1,
	} {
		if got := attemptsAllowed(&Error{Code: code}, limit); got != want {
			t.Errorf("code %q may be tried %d times, want %d", code, got, want)
		}
	}
	for name, tt := range map[string]struct {
		err  error
		want int
	}{
		"truncated response": {&ResponseError{truncated: true}, limit},
		"busy gateway":       {&ResponseError{StatusCode: 504}, limit},
		"mistyped field":     {&FieldError{}, 1},
		"lasting response":   {&ResponseError{}, 1},
		"interrupted":        {context.Canceled, 1},
		"out of time":        {context.DeadlineExceeded, 1},
		"credentials failed": {errors.New("no keys"), 1},
	} {
		if got := attemptsAllowed(tt.err, limit); got != tt.want {
			t.Errorf("%s may be tried %d times, want %d", name, got, tt.want)
		}
	}
	for status, want := range map[int]int{200: 1, 400: 1, 403: 1, 408: limit, 429: limit, 500: limit, 502: limit, 503: limit, 504: limit} {
		if got := attemptsAllowed(&Error{Code: "Gateway.Busy", StatusCode: status}, limit); got != want {
			t.Errorf("another code with status %d may be tried %d times, want %d", status, got, want)
		}
	}
	if got := attemptsAllowed(&Error{Code: "FailedOperation.SystemError"}, 2); got != 2 {
		t.Errorf("a limit of 2 allows %d attempts", got)
	}
}

// TestRetryRules makes the requests that each row of the table promises.
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
					c, err := New(Service{Name: "redis"}, Endpoint{}, &renewing{}, WithTransport(s))
					if err != nil {
						t.Fatal(err)
					}
					if _, err := call(t.Context(), c); err == nil || len(s.requests) != rule.Attempts {
						t.Errorf("error %v after %d requests, want %d", err, len(s.requests), rule.Attempts)
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
		c, err := New(Service{Name: "redis"}, Endpoint{}, Credential{SecretID: "i", SecretKey: secret}, WithTransport(s), WithBackoff(0, 0), WithMaxRetries(1))
		if err != nil {
			t.Fatal(err)
		}
		_, err = call(t.Context(), c)
		if apiErr, ok := errors.AsType[*Error](err); !ok || apiErr.Code != want {
			t.Errorf("secret %q: error is %v, want code %s", secret, err, want)
		}
	}
}

func TestCall_retriesUntilSuccess(t *testing.T) {
	t.Parallel()
	s := &server{responses: []reply{
		refuse("InternalError.InternalError"), say(502, "<html>"), say(408, ""), fail(syscall.ECONNRESET),
		say(200, `{"Resp`), refuse("RequestLimitExceeded"), say(200, fine),
	}}
	got, err := call(t.Context(), newTestClient(t, s))
	if err != nil || got.Value != "v" || len(s.requests) != 7 {
		t.Errorf("response %v, error %v after %d requests, want a response after 7", got, err, len(s.requests))
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

func TestCall_givesUp(t *testing.T) {
	t.Parallel()
	for code, attempts := range map[string]int{"InternalError": 9, "FailedOperation.SystemError": 3} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := &server{responses: []reply{refuse(code)}}
			_, err := call(t.Context(), newTestClient(t, s))
			tries, ok := errors.AsType[*AttemptsError](err)
			if !ok || tries.Attempts != attempts || len(s.requests) != attempts {
				t.Fatalf("error %v after %d requests, want an *AttemptsError of %d", err, len(s.requests), attempts)
			}
			if apiErr, ok := errors.AsType[*Error](err); !ok || apiErr.Code != code {
				t.Errorf("the last cause is %v, want code %s", err, code)
			}
			if !strings.Contains(err.Error(), code) {
				t.Errorf("the text does not name the cause: %v", err)
			}
		})
	}
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
		for i, r := range s.requests {
			for j := range i {
				if r.Header.Get("Authorization") == s.requests[j].Header.Get("Authorization") && r.Header.Get("X-TC-Timestamp") != s.requests[j].Header.Get("X-TC-Timestamp") {
					t.Errorf("attempts %d and %d share a signature", j+1, i+1)
				}
			}
		}
		if waited := time.Since(start); waited < 7*time.Second || waited > 10*time.Second {
			t.Errorf("waited %s, want the 7 s that Retry-After asks for and up to 2 s", waited)
		}
		if got, want := s.requests[2].Header.Get("X-TC-Timestamp"), s.requests[1].Header.Get("X-TC-Timestamp"); got == want {
			t.Errorf("the third attempt has the timestamp of the second, %s", got)
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

func TestCall_correctsTheClockOnce(t *testing.T) {
	t.Parallel()
	now := time.Unix(1551113065, 0).UTC()
	serverNow := now.Add(10 * time.Minute)
	expired := refuse("AuthFailure.SignatureExpire", "Date", serverNow.Format(http.TimeFormat))
	clock := WithClock(func() time.Time { return now })

	t.Run("then it works, and for the next call too", func(t *testing.T) {
		t.Parallel()
		s := &server{responses: []reply{expired, say(200, fine)}}
		c := newTestClient(t, s, clock)
		for range 2 {
			if _, err := call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		var stamps []string
		for _, r := range s.requests {
			stamps = append(stamps, r.Header.Get("X-TC-Timestamp"))
		}
		if got, want := strings.Join(stamps, " "), "1551113065 1551113665 1551113665"; got != want {
			t.Errorf("timestamps are %s, want %s", got, want)
		}
	})
	t.Run("ahead, too", func(t *testing.T) {
		t.Parallel()
		s := &server{responses: []reply{refuse("AuthFailure.SignatureExpire", "Date", now.Add(-10*time.Minute).Format(http.TimeFormat)), say(200, fine)}}
		if _, err := call(t.Context(), newTestClient(t, s, clock)); err != nil {
			t.Fatal(err)
		}
		if got, want := s.requests[1].Header.Get("X-TC-Timestamp"), "1551112465"; got != want {
			t.Errorf("timestamp is %s, want %s", got, want)
		}
	})
	t.Run("and not for ever", func(t *testing.T) {
		t.Parallel()
		s := &server{responses: []reply{expired}}
		if _, err := call(t.Context(), newTestClient(t, s, clock)); err == nil || len(s.requests) != 2 {
			t.Errorf("error %v after %d requests, want one after 2", err, len(s.requests))
		}
	})
	t.Run("not if the clock is right", func(t *testing.T) {
		t.Parallel()
		s := &server{responses: []reply{refuse("AuthFailure.SignatureExpire", "Date", now.Format(http.TimeFormat))}}
		if _, err := call(t.Context(), newTestClient(t, s, clock)); err == nil || len(s.requests) != 1 {
			t.Errorf("error %v after %d requests, want one after 1", err, len(s.requests))
		}
	})
}

func TestCall_endsWithItsContext(t *testing.T) {
	t.Parallel()
	hang := reply{hang: true}
	t.Run("while a request hangs", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			_, err := call(ctx, newTestClient(t, &server{responses: []reply{hang}}))
			if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
				t.Errorf("error %v after %s, want context.Canceled after 1s", err, time.Since(start))
			}
			if conErr, ok := errors.AsType[*ConnectionError](err); !ok || conErr.Host != "redis.tencentcloudapi.com" {
				t.Errorf("error %v does not name the host that has not responded yet", err)
			}
			if strings.Contains(err.Error(), "before that") {
				t.Errorf("%v names the cause as what was before it", err)
			}
		})
	})
	t.Run("while it waits for the next attempt", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			start := time.Now()
			s := &server{responses: []reply{say(429, "", "Retry-After", "3600")}}
			_, err := call(ctx, newTestClient(t, s))
			if !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
				t.Errorf("error %v after %s, want context.Canceled after 1s", err, time.Since(start))
			}
		})
	})
	t.Run("and an attempt with its own time", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			c := newTestClient(t, &server{responses: []reply{hang}}, WithRequestTimeout(3*time.Second), WithMaxRetries(1))
			_, err := call(t.Context(), c)
			conErr, ok := errors.AsType[*ConnectionError](err)
			if !ok || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 6*time.Second {
				t.Fatalf("error %v after %s, want a *ConnectionError after 6s", err, time.Since(start))
			}
			if !strings.Contains(conErr.Error(), "no complete response within request_timeout (3s)") {
				t.Errorf("the text lacks the limit: %v", conErr)
			}
		})
	})
}

// TestCall_deadlineError: the error of a call that ran out of time has the last failure
// and the number of attempts.
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
				_, err := call(ctx, newTestClient(t, s, opts...))
				if !errors.Is(err, over) {
					t.Errorf("error %v, want %v", err, over)
				}
				code, attempts := "", 1
				if apiErr, ok := errors.AsType[*Error](err); ok {
					code = apiErr.Code
				}
				if tries, ok := errors.AsType[*AttemptsError](err); ok {
					attempts = tries.Attempts
				}
				if _, hung := errors.AsType[*ConnectionError](err); hung != (tt.code == "") {
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
