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
	// renewalLead is how long before its end a credential is renewed; one
	// that lives less than twice as long is renewed at half of its life.
	renewalLead = 5 * time.Minute
	// lastMoment is how long before its end a credential is no longer handed
	// out: a request signed with it must still arrive in time.
	lastMoment = time.Minute
	// retryPause is how long a failed fetch stands before the next one.
	retryPause = 30 * time.Second
)

// temporary is a source that fetches a credential when it is first asked,
// keeps it, and renews it before its end. However many ask at a time, there is
// one fetch. It is safe for concurrent use.
//
// A renewal that fails while the old credential has more than its last moment
// left is told through warn and tried again after a pause; later than that it
// is the caller's error. So is a fetch without an older credential, and then
// the error stands for the length of a pause: many reads that fail alike must
// not become many requests.
type temporary struct {
	name  string // in words, for errors
	fetch func(context.Context) (lease, error)
	now   func() time.Time
	warn  tencentapi.LogFunc

	renewal flight.Group[tencentapi.Credential]

	mu      sync.Mutex
	current lease
	failure error     // of the last fetch, where there is no current one
	until   time.Time // when to fetch again
}

var _ tencentapi.Renewer = (*temporary)(nil)

// Credential returns the credential to sign with. Its errors are a
// [*SourceError] and the cause of ctx.
func (t *temporary) Credential(ctx context.Context) (tencentapi.Credential, error) {
	if cred, known, err := t.known(); known {
		return cred, err
	}
	return t.renewal.Do(ctx, "", t.renew)
}

// Renew fetches another credential in place of used, which the API refused.
func (t *temporary) Renew(ctx context.Context, used tencentapi.Credential) error {
	t.mu.Lock()
	if t.current.Credential == used {
		t.current, t.until = lease{}, time.Time{}
	}
	t.mu.Unlock()
	cred, err := t.Credential(ctx)
	if err == nil && cred == used {
		err = &SourceError{Source: t.name, Err: errors.New("it gave the refused credential once more")}
	}
	return err
}

// known returns what needs no fetch, be it a credential or an error.
func (t *temporary) known() (cred tencentapi.Credential, known bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.now().Before(t.until) {
		return cred, false, nil
	}
	return t.current.Credential, true, t.failure
}

// renew fetches and keeps a credential. It looks once more, since another
// renewal may have ended between its caller's look and its start.
func (t *temporary) renew(ctx context.Context) (tencentapi.Credential, error) {
	if cred, known, err := t.known(); known {
		return cred, err
	}
	l, err := t.fetch(ctx)
	if err != nil && ctx.Err() != nil {
		return tencentapi.Credential{}, context.Cause(ctx) // what ended it is no failure of the source
	}
	now := t.now()
	if err == nil && !now.Before(l.expires) {
		err = fmt.Errorf("it has expired already, at %s by this machine's clock, which may be wrong", l.expires.UTC().Format(time.RFC3339))
	}
	if err == nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.current, t.failure, t.until = l, nil, renewAt(now, l.expires)
		return l.Credential, nil
	}
	err = t.sourceError(err)
	old, usable := t.fallBack(now, err)
	if !usable {
		return tencentapi.Credential{}, err
	}
	t.warn(ctx, "Tencent Cloud credential could not be renewed, and is used until it ends", map[string]any{
		"source": t.name, "expires": old.expires.UTC().Format(time.RFC3339), "error": err.Error(),
	})
	return old.Credential, nil
}

// fallBack settles what a failed fetch means: the old credential, where it is
// still of use, or the failure.
func (t *temporary) fallBack(now time.Time, failure error) (old lease, usable bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if end := t.current.expires.Add(-lastMoment); now.Before(end) {
		t.until = earlier(now.Add(retryPause), end)
		return t.current, true
	}
	t.current, t.failure, t.until = lease{}, failure, now.Add(retryPause)
	return lease{}, false
}

// sourceError adds where the error comes from, unless a source below did.
func (t *temporary) sourceError(err error) error {
	if _, ok := errors.AsType[*SourceError](err); ok {
		return err
	}
	return &SourceError{Source: t.name, Err: err}
}

func renewAt(now, end time.Time) time.Time {
	if life := end.Sub(now); life < 2*renewalLead {
		return now.Add(life / 2)
	}
	return end.Add(-renewalLead)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
