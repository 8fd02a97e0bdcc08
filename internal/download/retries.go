// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"fmt"
	"time"
)

// maxRetryAfter is the longest pause that a store can request.
const maxRetryAfter = time.Minute

// retries counts the failures of a file. Progress, which is a byte beyond the highest
// offset so far, forgives those in between, but no restart.
type retries struct {
	limit   int
	backoff time.Duration

	highest  int64
	received bool // anything; what an earlier process received may be discarded
	failures int
	restarts int
}

// progress reports whether an offset is the highest so far.
func (r *retries) progress(offset int64) bool {
	r.received = true
	if offset <= r.highest {
		return false
	}
	r.highest, r.failures = offset, r.restarts
	return true
}

// restart counts a restart and reports whether it was one too many.
func (r *retries) restart() bool {
	if r.received {
		r.restarts++
	}
	r.failures = max(r.failures, r.restarts)
	return r.failures > r.limit
}

// exhausted completes the error of the last attempt.
func (r *retries) exhausted(last *Error) *Error {
	if r.restarts > 0 {
		last.Reason += ", and the object storage cannot resume the file"
	}
	last.Facts = append(last.Facts, fmt.Sprintf("Attempts: %d", r.failures))
	return last
}

// wait waits for the next attempt. It returns the error if there is none. A failure
// that is free does not count.
func (r *retries) wait(ctx context.Context, failed *retryError, free bool) error {
	if !free {
		r.failures++
	}
	switch {
	case free:
	case failed.attempts == 1:
		return failed.last
	case r.failures > r.limit, failed.attempts > 0 && r.failures >= failed.attempts:
		return r.exhausted(failed.last)
	case failed.after > maxRetryAfter:
		failed.last.Reason += fmt.Sprintf(" and asks to try again in %s", failed.after)
		return failed.last
	}
	pause := min(r.backoff<<min(max(r.failures-1, 0), 10), 30*r.backoff)
	if failed.after > 0 {
		pause = min(failed.after, maxRetryAfter)
	}
	select {
	case <-ctx.Done():
		return interrupted(ctx)
	case <-time.After(pause):
		return nil
	}
}

// retryError is a failure after which another attempt may succeed.
type retryError struct {
	last     *Error
	attempts int           // the maximum, or 0
	after    time.Duration // the pause that the store requested, or 0
	renew    bool          // another URL may help at once
	refused  bool          // fewer connections may help
	changed  bool          // what was read is not the beginning of the object
}

func (e *retryError) Error() string { return e.last.Error() }
