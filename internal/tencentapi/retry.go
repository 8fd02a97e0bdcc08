// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// fewAttempts is for faults that pass sometimes and mostly do not.
	fewAttempts = 3
	// maxRetryAfter is the longest wait that an answer may ask for.
	maxRetryAfter = 60 * time.Second
	// minSkew is the smallest clock error worth correcting; the API refuses
	// a signature that is five minutes off.
	minSkew = time.Minute
)

// attemptsAllowed tells how many attempts in all a call may make that met err,
// limit at the most. It is a pure function of the error's kind and code.
//
// Sources: "Common error codes" of the API's documentation, and for
// FailedOperation.SystemError the action's document, which calls it an
// internal fault, while users have seen it stay. InternalError.GetRoleError is
// what STS answers for a role that does not exist.
func attemptsAllowed(err error, limit int) int {
	if apiErr, ok := errors.AsType[*Error](err); ok {
		if apiErr.Code == "FailedOperation.SystemError" || apiErr.Code == "InternalError.GetRoleError" {
			return min(limit, fewAttempts)
		}
		for _, code := range []string{"RequestLimitExceeded", "InternalError", "ServiceUnavailable", "ResourceInsufficient"} {
			if apiErr.HasCode(code) {
				return limit
			}
		}
		return 1
	}
	if resErr, ok := errors.AsType[*ResponseError](err); ok {
		if resErr.transient {
			return limit
		}
		return 1
	}
	if conErr, ok := errors.AsType[*ConnectionError](err); ok {
		if _, untrusted := errors.AsType[*tls.CertificateVerificationError](conErr); untrusted || errors.Is(conErr, http.ErrSchemeMismatch) {
			return 1
		}
		if dnsErr, ok := errors.AsType[*net.DNSError](conErr); (ok && dnsErr.IsNotFound) || errors.Is(conErr, syscall.ECONNREFUSED) {
			return min(limit, fewAttempts)
		}
		return limit
	}
	return 1
}

// retry runs try, which makes one attempt at x, until it succeeds, fails for
// good or ctx ends, with a random and growing wait in between. Once each, the
// clock is corrected and the credential renewed, and tried again at once.
func (c *Client) retry(ctx context.Context, x *exchange, try func(ctx context.Context) error) error {
	var (
		start              = time.Now()
		corrected, renewed bool
		last               error // of the last attempt
		met                error // of the last one that ctx did not end
	)
	attempt := func() {
		last = try(ctx)
		if last != nil && ctx.Err() == nil {
			met = last
		}
	}
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		attempt()
		if !corrected && !x.unmade && c.correctClock(last) {
			corrected = true
			attempt()
		}
		if renewer, ok := c.credentials.(Renewer); ok && !renewed && !x.unmade && isTokenFailure(last) {
			renewed = true
			if last = x.renew(ctx, renewer, last); last == nil {
				attempt()
			}
		}
		if last == nil {
			return struct{}{}, nil
		}
		if x.unmade || x.number >= attemptsAllowed(last, c.maxRetries+1) {
			return struct{}{}, backoff.Permanent(last)
		}
		if wait := x.retryAfter; wait > 0 {
			return struct{}{}, errors.Join(last, &backoff.RetryAfterError{Duration: wait})
		}
		return struct{}{}, last
	}, backoff.WithBackOff(c.backoff()), backoff.WithMaxElapsedTime(0))

	if err == nil {
		return nil
	}
	return x.failure(ctx, last, met, time.Since(start))
}

// failure is what a call that has failed says of it: its last error, or what it
// met before that, where ctx ended while it waited for its turn.
func (x *exchange) failure(ctx context.Context, last, met error, elapsed time.Duration) error {
	cause := context.Cause(ctx)
	if _, hung := errors.AsType[*ConnectionError](last); cause != nil && met != nil && !hung && errors.Is(last, cause) {
		last = met
	}
	if x.number > 1 {
		last = &AttemptsError{Attempts: x.number, Elapsed: elapsed, Err: last}
	}
	if cause != nil && !errors.Is(last, cause) {
		return &EndedError{Cause: cause, Last: last}
	}
	return last
}

// isTokenFailure tells whether the API refused the token of a temporary key
// pair: it has ended, or was taken back.
func isTokenFailure(err error) bool {
	apiErr, ok := errors.AsType[*Error](err)
	return ok && apiErr.Code == "AuthFailure.TokenFailure"
}

// renew has the credential replaced that the API refused with refusal.
func (x *exchange) renew(ctx context.Context, renewer Renewer, refusal error) error {
	err := renewer.Renew(ctx, x.cred)
	if err == nil {
		return nil
	}
	x.unmade = true
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w; renewing the credential: %w", refusal, err)
}

// backoff returns full jitter: the library draws from zero to twice its
// interval, so its interval is half of what the options name.
func (c *Client) backoff() backoff.BackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval: c.backoffBase / 2, MaxInterval: c.backoffLimit / 2,
		Multiplier: 2, RandomizationFactor: 1,
	}
}

// correctClock learns the server's time from an answer that refused ours. It
// tells whether signing again can help.
func (c *Client) correctClock(err error) bool {
	apiErr, ok := errors.AsType[*Error](err)
	if !ok || apiErr.Code != "AuthFailure.SignatureExpire" || apiErr.clockOff.Abs() < minSkew {
		return false
	}
	c.skew.Store(int64(apiErr.serverTime.Sub(c.now())))
	return true
}

// retryAfter reads the Retry-After header (RFC 9110, 10.2.3): seconds or a
// date, at most maxRetryAfter from now; zero where there is none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(value); err == nil {
		wait = time.Duration(min(seconds, int(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}
