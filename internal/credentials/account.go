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

// accountGuard is a source that returns credentials only if their account is
// allowed. It calls STS once. If the account is not allowed, that is final; other
// errors are returned, and the next call tries again.
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
// [*AccountError], an [*AccountCheckError], those of the source, and the cause of
// ctx.
func (g *accountGuard) Credential(ctx context.Context) (tencentapi.Credential, error) {
	known, verdict := g.known()
	if !known {
		var err error
		if verdict, err = g.check.Do(ctx, "", g.verify); err != nil {
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

// verify returns the verdict, or an error if there is none yet.
func (g *accountGuard) verify(ctx context.Context) (verdict, err error) {
	if known, verdict := g.known(); known {
		return verdict, nil
	}
	account, err := withTimeout(ctx, g.timeout, g.account)
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
