// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"context"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Settings is the result of the provider block, the environment, and the profile.
type Settings struct {
	Plan   *credentials.Plan
	Region string // "" if each data source must set its own
	Redis  tencentapi.Endpoint

	sts      tencentapi.Endpoint
	metadata string // base URL; "" is the default
	proxy    httpproxy.Config
	roots    *x509.CertPool // nil is the system's
	limits   limits
	now      func() time.Time
}

// limits are the limits of requests to the API. The client has defaults for those
// that are not set.
type limits struct {
	requestsPerSecond int
	retries           *int
	requestTimeout    time.Duration
}

// resolver finds the settings.
type resolver struct {
	lookup

	ctx         context.Context //nolint:containedctx // of one call of resolve
	profileRole *credentials.Source
	keyless     bool // the base uses the role in the environment, if there is one
}

// Resolve finds the settings. The block takes precedence over the environment, and
// that over the profile. Blank values count as not set. All values in the block must
// be known; see [Unknown].
func Resolve(ctx context.Context, config tfsdk.Config, p Process) (Settings, diag.Diagnostics) {
	b, err := readBlock(config)
	if err != nil {
		return Settings{}, unreadable(err)
	}
	return resolve(ctx, b, p)
}

func resolve(ctx context.Context, b block, p Process) (Settings, diag.Diagnostics) {
	r := &resolver{lookup: lookup{Process: p, block: b}, ctx: ctx}
	s := Settings{Plan: r.plan(), now: p.Now}
	s.Region = r.findOrProfile("region").text

	protocol, domain := r.find("protocol"), r.find("domain")
	s.Redis = r.endpoint(redisapi.Service, protocol, domain)
	s.sts = r.endpoint(credentials.STSService, protocol, domain)
	s.metadata = r.find("endpoints.metadata").text

	s.proxy = r.proxy()
	s.roots = r.roots()
	s.limits = r.limits()
	return s, r.diags
}

// plan returns the sources of credentials: the base, the MFA session, which requires
// a permanent key pair, the profile's role, and the assumed role.
func (r *resolver) plan() *credentials.Plan {
	base := r.base()
	session := r.mfaSession(base)
	plan := &credentials.Plan{Allowed: r.accountIDs("allowed_account_ids"), Forbidden: r.accountIDs("forbidden_account_ids")}
	for _, s := range []*credentials.Source{base, session, r.profileRole, r.assumedRole()} {
		if s != nil {
			plan.Sources = append(plan.Sources, *s)
		}
	}
	if len(plan.Allowed) > 0 && len(plan.Forbidden) > 0 {
		r.fail("forbidden_account_ids", `the provider block sets both "allowed_account_ids" and "forbidden_account_ids". Remove one of them`)
	}
	return plan
}

func (r *resolver) accountIDs(name string) []string {
	ids, _ := r.block[name].([]string)
	var trimmed []string
	for _, id := range ids {
		v := r.checked(value{text: strings.TrimSpace(id), origin: inBlock(name), inBlock: true, argument: rowOf(name)})
		trimmed = append(trimmed, v.text)
	}
	return trimmed
}

// limits parses values that find has checked.
func (r *resolver) limits() limits {
	l := limits{requestsPerSecond: count(r.find("max_requests_per_second").integer(0))}
	if retries := r.find("max_retries"); retries.text != "" {
		l.retries = new(count(retries.integer(0)))
	}
	l.requestTimeout, _ = time.ParseDuration(r.find("request_timeout").text)
	return l
}

// count returns n as an int that does not overflow in calculations.
func count(n int64) int { return int(min(n, 1<<30)) }

// Secrets returns the values that logs must not show.
func (s Settings) Secrets() []string {
	var secrets []string
	for _, secret := range append(s.Plan.Secrets(), proxyPasswords(s.proxy)...) {
		// Masking a few characters would blank them out of harmless words, too.
		if len(secret) >= 6 {
			secrets = append(secrets, secret)
		}
	}
	return secrets
}

// APIOptions returns the options of every API client.
func (s Settings) APIOptions() []tencentapi.Option {
	opts := []tencentapi.Option{tencentapi.WithTransport(s.Transport())}
	if s.limits.requestsPerSecond > 0 {
		opts = append(opts, tencentapi.WithMaxRequestsPerSecond(s.limits.requestsPerSecond))
	}
	if s.limits.retries != nil {
		opts = append(opts, tencentapi.WithMaxRetries(*s.limits.retries))
	}
	if s.limits.requestTimeout > 0 {
		opts = append(opts, tencentapi.WithRequestTimeout(s.limits.requestTimeout))
	}
	return opts
}

// MaxRetries returns the maximum number of retries after a transient failure.
func (s Settings) MaxRetries() int {
	if s.limits.retries == nil {
		return tencentapi.DefaultMaxRetries
	}
	return *s.limits.retries
}

// Credentials returns the source of credentials. It makes no request. Failed
// renewals are logged with warn while the old credentials are usable.
func (s Settings) Credentials(api []tencentapi.Option, warn tencentapi.LogFunc) (tencentapi.CredentialSource, error) {
	source, err := s.Plan.Open(credentials.Connection{
		STS: s.sts, Region: s.Region, API: api,
		MetadataURL: s.metadata, MetadataTransport: s.metadataTransport(),
		Timeout: max(time.Minute, 2*s.limits.requestTimeout), Now: s.now, Warn: warn,
	})
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	return source, nil
}
