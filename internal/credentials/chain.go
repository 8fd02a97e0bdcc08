// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"fmt"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Input is everything that [Resolve] looks at.
type Input struct {
	Block  Block
	Getenv func(variable string) string // "" where it is not set
	Home   string                       // the home folder; "" where it is not known

	Now  func() time.Time // nil is time.Now
	Open OpenFunc         // nil opens regular files of this machine
}

// Plan is where a credential comes from: a base, and what is then done to it.
// It is immutable, and holds secrets.
type Plan struct {
	// Of the profile, where a profile is the base; otherwise empty.
	Region    string // default region
	RedisHost string // where the profile calls Redis, unless that is its default
	STSHost   string // likewise for STS

	base               base
	steps              []step
	allowed, forbidden []string
}

// base is where a chain of credentials begins. Its String names it for people,
// without a secret.
type base interface {
	fmt.Stringer

	open(c *connection) (tencentapi.CredentialSource, error)
	isPermanent() bool // a key pair without a token
	secrets() []string
}

// step makes one credential out of another. Its String is as a base's.
type step interface {
	fmt.Stringer

	open(c *connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error)
	secrets() []string
}

// String tells the plan in words, for people and logs: the base and the steps
// in their order. Of a key id it has the last four characters at most.
func (p *Plan) String() string {
	names := []string{p.base.String()}
	for _, s := range p.steps {
		names = append(names, s.String())
	}
	return strings.Join(names, ", then ")
}

// Secrets are the secret values that the plan holds, for masking them in logs.
// What is fetched later is not among them.
func (p *Plan) Secrets() []string {
	all := p.base.secrets()
	for _, s := range p.steps {
		all = append(all, s.secrets()...)
	}
	var secrets []string
	for _, secret := range all {
		if secret != "" {
			secrets = append(secrets, secret)
		}
	}
	return secrets
}

// Resolve decides where the credential comes from, in the order that [Order]
// states. It reads profile files and makes no request. The error, if there is
// one, is of the type [Problems] and holds every fault.
func Resolve(in Input) (*Plan, error) {
	if in.Now == nil {
		in.Now = time.Now
	}
	if in.Open == nil {
		in.Open = openRegular
	}
	r := &resolver{Input: in, plan: &Plan{}}
	r.base()
	r.steps()
	r.accounts()
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.plan, nil
}

// resolver gathers the plan and every fault on the way.
type resolver struct {
	Input

	plan     *Plan
	role     *assumedRole // of the profile that is the base
	keyless  bool         // the base has a role already, and with it the role's variables
	problems Problems
}

func (r *resolver) fail(err error) { r.problems = append(r.problems, err) }

func (r *resolver) failArgument(argument, reason string, args ...any) {
	r.fail(&ArgumentError{Argument: argument, Reason: fmt.Sprintf(reason, args...)})
}

// base settles the plan's base, which stays nil after a fault.
func (r *resolver) base() {
	var (
		report []Finding
		chosen func() base
		first  Source
	)
	for _, s := range baseSources() {
		if chosen != nil && !s.Exclusive {
			break
		}
		p := s.probe(r)
		report = append(report, Finding{s.Name, p.found})
		switch {
		case p.open == nil:
		case chosen == nil:
			chosen, first = p.open, s.Source
		default:
			r.failArgument(s.Arguments[0], "the provider block chooses two sources of credentials, `%s` and `%s`; keep one",
				strings.Join(first.Arguments, "`/`"), strings.Join(s.Arguments, "`/`"))
			chosen = func() base { return nil }
		}
	}
	if chosen == nil {
		r.fail(&MissingError{Report: report})
		return
	}
	r.plan.base = chosen()
}

// steps settles what is done to the base: first the MFA session, which STS
// gives to permanent keys only, then the profile's own role, then the assumed
// role. A fault with the base does not hide one here.
func (r *resolver) steps() {
	if s := r.mfaSession(); s != nil {
		r.plan.steps = append(r.plan.steps, s)
	}
	if r.role != nil {
		r.plan.steps = append(r.plan.steps, r.role)
	}
	if s := r.assumedRole(); s != nil {
		r.plan.steps = append(r.plan.steps, s)
	}
}
