// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/flight"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// accountGuard is a source that hands nothing out before it knows that the
// account is a permitted one. It asks once; a refusal is final, and any other
// failure is told to whoever waits and then tried again.
type accountGuard struct {
	tencentapi.CredentialSource

	account            func(context.Context) (string, error)
	allowed, forbidden []string

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

// Credential returns the guarded source's credential. Its errors are an
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

// ask returns the verdict; an error means that there is none yet.
func (g *accountGuard) ask(ctx context.Context) (verdict, err error) {
	if known, verdict := g.known(); known {
		return verdict, nil
	}
	account, err := g.account(ctx)
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

// accounts settles which accounts may be used.
func (r *resolver) accounts() {
	r.plan.allowed = r.accountIDs("allowed_account_ids", r.Block.AllowedAccountIDs)
	r.plan.forbidden = r.accountIDs("forbidden_account_ids", r.Block.ForbiddenAccountIDs)
	if len(r.plan.allowed) > 0 && len(r.plan.forbidden) > 0 {
		r.failArgument("forbidden_account_ids", "the provider block sets both `allowed_account_ids` and `forbidden_account_ids`; keep one")
	}
}

func (r *resolver) accountIDs(argument string, ids []string) []string {
	trimmed := make([]string, len(ids))
	for i, id := range ids {
		trimmed[i] = strings.TrimSpace(id)
		if !IsAccountID(trimmed[i]) {
			r.failArgument(argument, "%s holds %q, which is not an account's id (Uin): that has only digits", inBlock(argument), id)
		}
	}
	return trimmed
}

// IsAccountID tells whether id could be that of an account (Uin): it has only
// digits.
func IsAccountID(id string) bool { return id != "" && strings.Trim(id, "0123456789") == "" }
