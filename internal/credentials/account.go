// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/flight"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// accountGuard is a source that returns no credentials before it knows that
// their account is permitted. It asks STS once: a refusal is final, and any
// other failure is returned to those who wait and then tried again.
type accountGuard struct {
	tencentapi.CredentialSource

	account            func(context.Context) (string, error)
	allowed, forbidden []string
	timeout            time.Duration

	check flight.Group[error]

	mu      sync.Mutex
	checked bool
	verdict error // nil or an *AccountError
}

// renewingGuard is an accountGuard over a source that can renew.
type renewingGuard struct {
	*accountGuard
	tencentapi.Renewer
}

func (g renewingGuard) Credential(ctx context.Context) (tencentapi.Credential, error) {
	return g.accountGuard.Credential(ctx)
}

// Credential returns the credentials of the guarded source. Its errors are an
// [*AccountError], an [*AccountCheckError], and those of the source and of ctx.
func (g *accountGuard) Credential(ctx context.Context) (tencentapi.Credential, error) {
	known, verdict := g.known()
	if !known {
		var err error
		if verdict, err = g.check.Do(ctx, "", g.ask); err != nil {
			return tencentapi.Credential{}, err
		}
	}
	if verdict != nil {
		return tencentapi.Credential{}, verdict
	}
	return g.CredentialSource.Credential(ctx)
}

func (g *accountGuard) known() (known bool, verdict error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.checked, g.verdict
}

// ask returns the verdict; with an error, there is none yet.
func (g *accountGuard) ask(ctx context.Context) (verdict, err error) {
	if known, verdict := g.known(); known {
		return verdict, nil
	}
	account, err := bounded(ctx, g.timeout, g.account)
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if _, ok := errors.AsType[*SourceError](err); ok {
		return nil, err
	}
	if err != nil {
		return nil, &AccountCheckError{Err: err}
	}
	if slices.Contains(g.forbidden, account) || len(g.allowed) > 0 && !slices.Contains(g.allowed, account) {
		verdict = &AccountError{Account: account, Allowed: g.allowed, Forbidden: g.forbidden}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.checked, g.verdict = true, verdict
	return verdict, nil
}
