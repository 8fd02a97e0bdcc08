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

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

const (
	// maxTimeouts ends a call to a server that hangs. A single lost request or
	// connection is retried.
	maxTimeouts = 2
	// maxRetryAfter is the maximum wait that a response can request.
	maxRetryAfter = 60 * time.Second
	// minSkew is the minimum clock error to correct. The API refuses signatures
	// that are five minutes off.
	minSkew = time.Minute
)

// attemptsAllowed returns the maximum number of attempts, at most limit, for a
// call that failed with err.
func attemptsAllowed(err error, limit int) int {
	if conErr, ok := errors.AsType[*ConnectionError](err); ok {
		return netfault.Attempts(conErr.Err, limit)
	}
	for _, rule := range RetryRules {
		if rule.matches == nil || !rule.matches(err) {
			continue
		}
		if rule.Attempts == defaultAttempts {
			return limit
		}
		return min(limit, rule.Attempts)
	}
	return 1
}

// IsTransient reports whether another attempt may succeed after an error of [Call].
func IsTransient(err error) bool { return attemptsAllowed(err, 2) > 1 }

// retry calls attempt until it succeeds, fails permanently, or ctx is done, with
// exponential backoff. Once each, it corrects the clock and renews the credential,
// and then retries at once.
func (c *Client) retry(ctx context.Context, x *exchange, attempt func() error) error {
	var previous error // of the last attempt that ctx did not end
	corrected, renewed := false, false
	start := time.Now()
	fail := func(err error) error { return x.failure(ctx, err, previous, time.Since(start)) }
	for retries := 0; ; {
		err := attempt()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || x.noCredential {
			return fail(err)
		}
		previous = err
		if !corrected && c.correctClock(err) {
			corrected = true
			continue
		}
		if renewer, ok := c.credentials.(Renewer); ok && !renewed && x.isTokenFailure(err) {
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

// pause returns the wait that the last response requested, or else a random time
// up to a limit that doubles with each retry.
func (c *Client) pause(x *exchange, retries int) time.Duration {
	if x.retryAfter > 0 {
		return x.retryAfter
	}
	limit := c.backoffLimit
	if retries < 32 { // otherwise, it would overflow
		limit = min(limit, c.backoffBase<<retries)
	}
	return time.Duration(rand.Float64() * float64(limit)) //nolint:gosec // nothing to guess here
}

// sleep waits for d. It reports false if ctx was done before.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// uncertain reports whether x must not take effect twice and may have taken effect
// in the attempt that failed with err.
func (x *exchange) uncertain(err error) bool {
	_, refused := errors.AsType[*Error](err)
	return x.once && x.sent && (!refused || hasCode("InternalError", "ServiceUnavailable", "FailedOperation")(err) ||
		hasTransientStatus(err) && !isThrottled(err))
}

// failure returns the error of a call: that of its last attempt, or the previous
// one if ctx was done before the last attempt made a request.
func (x *exchange) failure(ctx context.Context, last, previous error, elapsed time.Duration) error {
	cause := context.Cause(ctx)
	_, unreached := errors.AsType[*ConnectionError](last)
	if cause != nil && previous != nil && !unreached && errors.Is(last, cause) {
		last = previous
	}
	if x.uncertain(last) {
		last = &UncertainError{last}
	}
	if x.number > 1 {
		last = &AttemptsError{Attempts: x.number, Elapsed: elapsed, Err: last}
	}
	if cause != nil && !errors.Is(last, cause) {
		return fmt.Errorf("%w; before that: %w", cause, last)
	}
	return last
}

// isTokenFailure reports whether the API refused a temporary key pair, for example
// because it has expired.
func (x *exchange) isTokenFailure(err error) bool {
	apiErr, ok := errors.AsType[*Error](err)
	return ok && (apiErr.Code == "AuthFailure.TokenFailure" || apiErr.Code == "AuthFailure.SecretIdNotFound" && x.cred.Token != "")
}

// renew replaces the credential that the API refused with refusal.
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

// correctClock takes the server's time from a response that refused ours. It
// reports whether a new signature can help.
func (c *Client) correctClock(err error) bool {
	apiErr, ok := errors.AsType[*Error](err)
	if !ok || apiErr.Code != "AuthFailure.SignatureExpire" || apiErr.clockOff.Abs() < minSkew {
		return false
	}
	c.setClock(apiErr.serverTime)
	return true
}

// setClock uses the server's time instead of ours, unless they hardly differ.
func (c *Client) setClock(server time.Time) {
	if skew := server.Sub(c.now()); (skew - time.Duration(c.skew.Load())).Abs() >= minSkew {
		c.skew.Store(int64(skew))
	}
}

// retryAfter parses the Retry-After header (RFC 9110, section 10.2.3), which is in
// seconds or a date by the server's clock. It returns 0 if there is none, and at
// most maxRetryAfter.
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
