// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/flight"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const (
	// renewalLead is how long before they expire credentials are renewed; those
	// that last less than twice as long are renewed at half of their life.
	renewalLead = 5 * time.Minute
	// lastMoment is how long before they expire credentials are no longer used:
	// a request signed with them must still arrive in time.
	lastMoment = time.Minute
	// retryPause is how long a failed fetch is remembered.
	retryPause = 30 * time.Second
	// noExpiry is the life of credentials of which it is not known.
	noExpiry = 100 * 365 * 24 * time.Hour
)

// lease is temporary credentials and how long they last from now on. A
// duration does not depend on whether this machine's clock is right.
type lease struct {
	tencentapi.Credential

	life time.Duration
}

type fetchFunc func(context.Context) (lease, error)

// temporary is a source that fetches credentials when they are first needed,
// keeps them, and renews them before they expire. However many callers there
// are, it makes one fetch at a time. It is safe for concurrent use.
//
// While the old credentials are still usable, a failed renewal is only logged
// and tried again after a pause; later it is the caller's error. A failed first
// fetch is returned to everybody for the length of a pause: many reads that
// fail alike must not become many requests.
type temporary struct {
	name    string // for errors
	fetch   fetchFunc
	now     func() time.Time
	warn    tencentapi.LogFunc
	timeout time.Duration // of a fetch, with all that it waits for

	renewal flight.Group[tencentapi.Credential]

	mu      sync.Mutex
	current tencentapi.Credential
	expires time.Time // of current
	failure error     // of the last fetch, if there is nothing current
	until   time.Time // when to fetch again
}

var _ tencentapi.Renewer = (*temporary)(nil)

// Credential returns the credentials to sign with. Its errors are a
// [*SourceError] and the cause of ctx.
func (t *temporary) Credential(ctx context.Context) (tencentapi.Credential, error) {
	if cred, known, err := t.known(); known {
		return cred, err
	}
	return t.renewal.Do(ctx, "", t.renew)
}

// Renew fetches other credentials in place of used, which the API refused.
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

// known returns what needs no fetch: credentials or an error.
func (t *temporary) known() (cred tencentapi.Credential, known bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if reached(t.now(), t.until) {
		return cred, false, nil
	}
	return t.current, true, t.failure
}

// renew fetches and keeps credentials. It checks once more, since another
// renewal may have ended between the caller's check and this one.
func (t *temporary) renew(ctx context.Context) (tencentapi.Credential, error) {
	if cred, known, err := t.known(); known {
		return cred, err
	}
	l, err := bounded(ctx, t.timeout, t.fetch)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		if _, late := errors.AsType[*timeoutError](cause); late {
			return tencentapi.Credential{}, t.sourceError(err) // a source above waits for this one
		}
		return tencentapi.Credential{}, cause // an interruption is no failure of the source
	}
	if err == nil {
		err = l.check()
	}
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

func (l lease) check() error {
	if l.life <= 0 {
		return errors.New("the credentials have already expired")
	}
	for _, s := range []string{l.SecretID, l.SecretKey, l.Token} {
		if err := CheckWord(s); err != nil {
			return fmt.Errorf("a part of the credentials %w", err)
		}
	}
	return nil
}

// keep stores credentials that were fetched now.
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
// fetch, and otherwise remembers the failure.
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

// sourceError adds which source failed, unless a source below did.
func (t *temporary) sourceError(err error) error {
	if _, ok := errors.AsType[*SourceError](err); ok {
		return err
	}
	return &SourceError{Source: t.name, Err: err}
}

// reached reports whether it is t, by the monotonic clock or by the wall clock:
// the former stops while a machine is suspended, the latter may be set back.
func reached(now, t time.Time) bool {
	return !now.Before(t) || !now.Round(0).Before(t.Round(0))
}

// timeoutError is the cause of a context whose requests took too long in all.
type timeoutError struct{ limit time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("it did not respond within %s in all. Check the network and the proxy, or raise request_timeout", e.limit)
}

// bounded calls f with a context that ends after limit, with a *timeoutError as
// its cause.
func bounded[T any](ctx context.Context, limit time.Duration, f func(context.Context) (T, error)) (T, error) {
	timed, cancel := context.WithTimeoutCause(ctx, limit, &timeoutError{limit})
	defer cancel()
	return f(timed)
}
