// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"context"
	"crypto/x509"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Settings is the result of the provider block, the environment, and the profile.
type Settings struct {
	Plan   *auth.Plan
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
	setting.Lookup

	scheme, domain     setting.Value
	failures, warnings diag.Diagnostics
}

// Resolve finds the settings. The block takes precedence over the environment, and
// that over the profile. Blank values count as not set. All values in the block must
// be known; see [Unknown].
func Resolve(ctx context.Context, config tfsdk.Config, p setting.Process) (Settings, diag.Diagnostics) {
	b, _, err := readBlock(config)
	if err != nil {
		return Settings{}, unreadable(err)
	}
	return resolve(ctx, b, p)
}

func resolve(ctx context.Context, b setting.Block, p setting.Process) (Settings, diag.Diagnostics) {
	r := &resolver{Lookup: setting.Lookup{Process: p, Block: b}}
	s := Settings{Plan: auth.Find(ctx, &r.Lookup), now: p.Now}
	s.Region = r.FindOrProfile(region, "_sys_param.region").Text

	r.scheme, r.domain = r.Find(protocol), r.Find(domain)
	s.Redis = r.endpoint(redisapi.Service, redisEndpoint)
	s.sts = r.endpoint(auth.STSService, stsEndpoint)
	s.metadata = r.Find(metadataEndpoint).Text

	s.proxy = r.proxy()
	s.roots = r.roots()
	s.limits = r.limits()
	return s, r.diagnostics()
}

func (r *resolver) diagnostics() diag.Diagnostics {
	var diags diag.Diagnostics
	for _, err := range r.Errors {
		if a := advice.Configuration(err); a.Attribute != "" {
			diags.AddAttributeError(dottedPath(a.Attribute), a.Summary, a.Detail)
		} else {
			diags.AddError(a.Summary, a.Detail)
		}
	}
	return append(append(diags, r.failures...), r.warnings...)
}

// limits parses values that Find has checked.
func (r *resolver) limits() limits {
	l := limits{requestsPerSecond: count(r.Find(maxRequestsPerSecond).Integer(0))}
	if retries := r.Find(maxRetries); retries.Text != "" {
		l.retries = new(count(retries.Integer(0)))
	}
	l.requestTimeout, _ = time.ParseDuration(r.Find(requestTimeout).Text)
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
	source, err := s.Plan.Open(s.connection(api, warn))
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	return source, nil
}

// Account returns the ID (Uin) of the account that the credentials of source belong to.
func (s Settings) Account(ctx context.Context, api []tencentapi.Option, source tencentapi.CredentialSource) (string, error) {
	c := s.connection(api, nil)
	return c.Account(ctx, source)
}

func (s Settings) connection(api []tencentapi.Option, warn tencentapi.LogFunc) auth.Connection {
	return auth.Connection{
		STS: s.sts, Region: s.Region, API: api,
		MetadataURL: s.metadata, MetadataTransport: s.metadataTransport(),
		Timeout: max(time.Minute, 2*s.limits.requestTimeout), Now: s.now, Warn: warn,
	}
}
