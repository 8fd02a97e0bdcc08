// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// mfaSession is a step: a session that a code of an MFA device opens.
type mfaSession struct {
	request getSessionTokenRequest
	place   string
}

func (m *mfaSession) String() string    { return "MFA session (" + m.place + ")" }
func (m *mfaSession) secrets() []string { return m.request.Secrets() }

func (m *mfaSession) open(c *connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
	api, err := c.sts(from, "")
	if err != nil {
		return nil, err
	}
	return c.temporary(m.String(), onceAnswered(func(ctx context.Context) (lease, error) {
		return api.lease(ctx, "GetSessionToken", m.request)
	})), nil
}

// mfaSession settles the step that `mfa_certification` or the environment asks
// for; nil where neither does.
func (r *resolver) mfaSession() step {
	block, place := r.Block.MFACertification, "provider block"
	if block == nil {
		if r.variable(EnvMFASerialNumber, EnvMFATokenCode).value == "" {
			return nil
		}
		block, place = &MFACertification{}, "environment"
	}
	serial := r.find(argMFA+".serial_number", block.SerialNumber, EnvMFASerialNumber)
	code := r.find(argMFA+".token_code", block.TokenCode, EnvMFATokenCode)
	r.require(serial)
	r.require(code)
	if b := r.plan.base; b != nil && !b.isPermanent() {
		r.failArgument(argMFA, "an MFA session (%s) needs a permanent key pair, and the %s is temporary; remove one of them", place, b)
	}
	return &mfaSession{place: place, request: getSessionTokenRequest{
		SerialNumber: serial.value, TokenCode: code.value,
		DurationSeconds: r.seconds(argMFA+".duration_seconds", block.DurationSeconds, defaultMFASeconds, MaxMFASeconds, EnvMFADurationSeconds),
	}}
}

// errCodeUsed is what there is to say when a session ends that a code opened.
var errCodeUsed = errors.New("its one-time MFA code has been used, so the session cannot be renewed; run again with a new code, or ask for a longer session")

// onceAnswered lets STS answer fetch once. The answer, good or bad, uses the
// code up, and sending a wrong one again and again can lock the device. It is
// for a temporary, which makes one fetch at a time.
func onceAnswered(fetch func(context.Context) (lease, error)) func(context.Context) (lease, error) {
	var used error
	return func(ctx context.Context) (lease, error) {
		if used != nil {
			return lease{}, used
		}
		l, err := fetch(ctx)
		if err == nil {
			used = errCodeUsed
		} else if isVerdict(err) {
			used = err
		}
		return l, err
	}
}

// isVerdict tells whether STS itself looked at the request and refused it. A
// busy service did not look, and with a SourceError nothing was sent.
func isVerdict(err error) bool {
	if _, ok := errors.AsType[*SourceError](err); ok {
		return false
	}
	refusal, ok := errors.AsType[*tencentapi.Error](err)
	return ok && !refusal.HasCode("RequestLimitExceeded") && !refusal.HasCode("InternalError") && !refusal.HasCode("ServiceUnavailable")
}
