// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// fewAttempts is for faults that rarely pass.
	fewAttempts = 3
	// maxTimeouts ends a call to a server that hangs, while one that drops a
	// single request or connection is asked again.
	maxTimeouts = 2
	// maxRetryAfter is the longest wait that a response may ask for.
	maxRetryAfter = 60 * time.Second
	// minSkew is the smallest clock error worth correcting; the API refuses
	// a signature that is five minutes off.
	minSkew = time.Minute
)

// attemptsAllowed returns how many attempts in all, at most limit, a call may
// make that met err. It depends on nothing but the error's kind and code.
//
// Sources: "Common error codes" of the API's documentation, and for
// FailedOperation.SystemError the action's document, which calls it an
// internal fault, while users have seen it stay. InternalError.GetRoleError and
// InternalError.IllegalRole are what STS returns for a role that does not exist.
func attemptsAllowed(err error, limit int) int {
	if apiErr, ok := errors.AsType[*Error](err); ok {
		switch {
		case apiErr.Code == "FailedOperation.SystemError", apiErr.Code == "InternalError.GetRoleError":
			return min(limit, fewAttempts)
		case apiErr.Code == "InternalError.IllegalRole":
			return 1
		case isThrottled(apiErr), apiErr.HasCode("InternalError"), apiErr.HasCode("ServiceUnavailable"):
			return limit
		}
		return 1
	}
	if resErr, ok := errors.AsType[*ResponseError](err); ok && resErr.transient {
		return limit
	}
	if conErr, ok := errors.AsType[*ConnectionError](err); ok {
		return connectionAttempts(conErr.Err, limit)
	}
	return 1
}

func isThrottled(err *Error) bool { return err.HasCode("RequestLimitExceeded") }

// retry runs attempt, which makes one attempt at x, until it succeeds, fails for
// good or ctx is done, with a random and growing wait in between. Once each, the
// clock is corrected and the credential renewed, and the call retried at once.
func (c *Client) retry(ctx context.Context, x *exchange, attempt func() error) error {
	var met error // by the last attempt that ctx did not end
	corrected, renewed := false, false
	start := time.Now()
	fail := func(err error) error { return x.failure(ctx, err, met, time.Since(start)) }
	for retries := 0; ; {
		err := attempt()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || x.noCredential {
			return fail(err)
		}
		met = err
		if !corrected && c.correctClock(err) {
			corrected = true
			continue
		}
		if renewer, ok := c.credentials.(Renewer); ok && !renewed && isTokenFailure(err) {
			renewed = true
			if err := x.renew(ctx, renewer, err); err != nil {
				return fail(err)
			}
			continue
		}
		if x.number >= attemptsAllowed(err, c.maxRetries+1) || x.timeouts >= maxTimeouts || x.uncertain(err) {
			return fail(err)
		}
		if !sleep(ctx, c.pause(x, retries)) {
			return fail(err)
		}
		retries++
	}
}

// pause is what the last response asked for, else full jitter: a random time up
// to a limit that doubles with each retry.
func (c *Client) pause(x *exchange, retries int) time.Duration {
	if x.retryAfter > 0 {
		return x.retryAfter
	}
	limit := c.backoffLimit
	if retries < 32 { // beyond, it would overflow
		limit = min(limit, c.backoffBase<<retries)
	}
	return time.Duration(rand.Float64() * float64(limit)) //nolint:gosec // nothing to guess here
}

// sleep reports whether d passed before ctx was done.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// uncertain reports whether x must not take effect twice and may have done so
// in the attempt that met err.
func (x *exchange) uncertain(err error) bool {
	apiErr, answered := errors.AsType[*Error](err)
	return x.once && x.sent &&
		(!answered || apiErr.HasCode("InternalError") || apiErr.HasCode("ServiceUnavailable") || apiErr.HasCode("FailedOperation"))
}

// failure is the error of a failed call: that of its last attempt, or what it
// met before that, if ctx was done while it waited for its turn.
func (x *exchange) failure(ctx context.Context, last, met error, elapsed time.Duration) error {
	cause := context.Cause(ctx)
	if cause != nil && met != nil && !isA[*ConnectionError](last) && errors.Is(last, cause) {
		last = met
	}
	if x.uncertain(last) {
		last = &UncertainError{last}
	}
	if x.number > 1 {
		last = &AttemptsError{Attempts: x.number, Elapsed: elapsed, Err: last}
	}
	if cause != nil && !errors.Is(last, cause) {
		return &EndedError{Cause: cause, Last: last}
	}
	return last
}

// isTokenFailure reports whether the API refused the token of a temporary key
// pair: it has expired, or was revoked.
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
	x.noCredential = true
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w; renewing the credential: %w", refusal, err)
}

// correctClock learns the server's time from a response that refused ours. It
// reports whether signing again can help.
func (c *Client) correctClock(err error) bool {
	apiErr, ok := errors.AsType[*Error](err)
	if !ok || apiErr.Code != "AuthFailure.SignatureExpire" || apiErr.clockOff.Abs() < minSkew {
		return false
	}
	c.setClock(apiErr.serverTime)
	return true
}

// setClock takes the server's time for ours, unless they differ little.
func (c *Client) setClock(server time.Time) {
	if skew := server.Sub(c.now()); (skew - time.Duration(c.skew.Load())).Abs() >= minSkew {
		c.skew.Store(int64(skew))
	}
}

// retryAfter reads the Retry-After header (RFC 9110, 10.2.3): seconds, or a date
// by the server's clock. It is zero if there is none, and at most maxRetryAfter.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(value); err == nil {
		wait = time.Duration(min(seconds, int(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		if date, err := http.ParseTime(h.Get("Date")); err == nil {
			now = date
		}
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}
