// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const (
	// renewalLead is how long before their expiry credentials are renewed. Those
	// that are valid for less than twice as long are renewed after half their life.
	renewalLead = 5 * time.Minute
	// lastMoment is how long before their expiry credentials are no longer used,
	// since requests must arrive in time.
	lastMoment = time.Minute
	// retryPause is how long a failed fetch is remembered.
	retryPause = 30 * time.Second
	// noExpiry is the life of credentials whose expiry is not known.
	noExpiry = 100 * 365 * 24 * time.Hour
)

// lease is temporary credentials and how long they are valid.
type lease struct {
	tencentapi.Credential

	life    time.Duration // not a time, since this machine's clock may be wrong
	account string        // leases with the same one belong to the same account; "" is the SecretID
}

type fetchFunc func(context.Context) (lease, error)

// temporary is a source that fetches credentials when they are first needed, keeps
// them, and renews them before they expire. It makes one fetch at a time, and is
// safe for concurrent use.
//
// While the old credentials are still usable, a failed renewal is only logged, and
// tried again after a pause. Without usable credentials, the error is returned to
// all callers until the pause is over, so that many reads do not make many requests.
type temporary struct {
	name    string // for errors
	fetch   fetchFunc
	now     func() time.Time
	warn    tencentapi.LogFunc
	timeout time.Duration // of a fetch, including retries

	renewal singleflight.Group

	mu      sync.Mutex
	current tencentapi.Credential
	expires time.Time // of current
	failure error     // of the last fetch, if there is nothing current
	until   time.Time // when to fetch again
}

var _ tencentapi.Renewer = (*temporary)(nil)

func (c *Connection) temporary(name string, fetch fetchFunc) *temporary {
	fetch = checked(fetch)
	if c.guard.restricted() {
		fetch = c.guard.guard(c, fetch)
	}
	return &temporary{name: name, fetch: fetch, now: c.Now, warn: c.Warn, timeout: c.Timeout}
}

// Credential returns the current credentials. Its errors are a [*SourceError] and
// the cause of ctx.
func (t *temporary) Credential(ctx context.Context) (tencentapi.Credential, error) {
	if cred, known, err := t.known(); known {
		return cred, err
	}
	// The run outlives a caller that leaves, since others may wait for it.
	run := t.renewal.DoChan("", func() (any, error) {
		timed, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), t.timeout, &timeoutError{t.timeout})
		defer cancel()
		return t.renew(timed)
	})
	select {
	case result := <-run:
		cred, _ := result.Val.(tencentapi.Credential)
		return cred, result.Err
	case <-ctx.Done():
		cause := context.Cause(ctx)
		if isA[*timeoutError](cause) {
			return tencentapi.Credential{}, t.sourceError(cause) // ctx belongs to a source that uses this one
		}
		return tencentapi.Credential{}, cause
	}
}

// Renew replaces used, which the API refused.
func (t *temporary) Renew(ctx context.Context, used tencentapi.Credential) error {
	t.mu.Lock()
	if t.current == used {
		t.current, t.expires, t.until = tencentapi.Credential{}, time.Time{}, time.Time{}
	}
	t.mu.Unlock()
	cred, err := t.Credential(ctx)
	if err == nil && cred == used {
		err = &SourceError{Source: t.name, Err: errors.New("it returned the same credentials that were refused")}
	}
	return err
}

// known returns the current credentials or error, unless a fetch is due.
func (t *temporary) known() (cred tencentapi.Credential, known bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if reached(t.now(), t.until) {
		return cred, false, nil
	}
	return t.current, true, t.failure
}

// renew fetches and keeps credentials. It checks again whether that is necessary,
// since another renewal may have just ended.
func (t *temporary) renew(ctx context.Context) (tencentapi.Credential, error) {
	if cred, known, err := t.known(); known {
		return cred, err
	}
	l, err := t.fetch(ctx)
	if err == nil {
		t.keep(t.now(), l)
		return l.Credential, nil
	}
	err = t.sourceError(err)
	old, expires, usable := t.fallBack(err)
	if !usable {
		return tencentapi.Credential{}, err
	}
	t.warn(ctx, "Tencent Cloud credentials could not be renewed and are used until they expire", map[string]any{
		"source": t.name, "expires": expires.UTC().Format(time.RFC3339), "error": err.Error(),
	})
	return old, nil
}

// checked returns fetch with a check of what it returns.
func checked(fetch fetchFunc) fetchFunc {
	return func(ctx context.Context) (lease, error) {
		l, err := fetch(ctx)
		if err != nil {
			return lease{}, err
		}
		if l.life <= 0 {
			return lease{}, errors.New("the credentials have already expired")
		}
		for _, s := range []string{l.SecretID, l.SecretKey, l.Token} {
			if err := setting.CheckWord(s); err != nil {
				return lease{}, fmt.Errorf("a part of the credentials %w", err)
			}
		}
		return l, nil
	}
}

// keep stores credentials that were fetched at now.
func (t *temporary) keep(now time.Time, l lease) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current, t.failure, t.expires = l.Credential, nil, now.Add(l.life)
	t.until = t.expires.Add(-renewalLead)
	if l.life < 2*renewalLead {
		t.until = now.Add(l.life / 2)
	}
}

// fallBack returns the old credentials if they are still usable after a failed
// fetch. Otherwise, it remembers the failure.
func (t *temporary) fallBack(failure error) (old tencentapi.Credential, expires time.Time, usable bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, end := t.now(), t.expires.Add(-lastMoment)
	t.until = now.Add(retryPause)
	if reached(now, end) {
		t.current, t.failure = tencentapi.Credential{}, failure
		return old, expires, false
	}
	if t.until.After(end) {
		t.until = end
	}
	return t.current, t.expires, true
}

// sourceError wraps err in a [*SourceError], unless it is one of an earlier source or
// about the account.
func (t *temporary) sourceError(err error) error {
	if isA[*SourceError](err) || isAccountError(err) {
		return err
	}
	return &SourceError{Source: t.name, Err: err}
}

// reached reports whether t has come by the monotonic or the wall clock. The former
// stops while a machine is suspended, and the latter may be set back.
func reached(now, t time.Time) bool {
	return !now.Before(t) || !now.Round(0).Before(t.Round(0))
}

// timeoutError is the cause of a context whose requests took too long in total.
type timeoutError struct{ limit time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("it did not respond within %s in all. Check the network and the proxy, or raise request_timeout", e.limit)
}

// SourceError is the error of a source that returned no credentials.
type SourceError struct {
	Source string // for example "role qcs::… (provider block)"
	Err    error
}

func (e *SourceError) Error() string {
	return fmt.Sprintf("no credentials from %s: %s", e.Source, e.Err)
}

// Unwrap returns the cause, which is a *tencentapi.Error if STS refused.
func (e *SourceError) Unwrap() error { return e.Err }

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
