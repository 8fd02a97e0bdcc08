// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package config implements the provider block. The schema derives from its arguments:
// those for credentials are in package auth, and those for the connection here.
//
// [Resolve] returns the [Settings] for a block. It reads files but makes no request,
// and reports all problems at once.
package config

import (
	"context"
	"crypto/x509"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Settings is the result of the provider block, the environment, and the profile.
type Settings struct {
	Plan    *auth.Plan
	Region  string // "" if each data source must set its own
	Redis   tencentapi.Endpoint
	Retries int // the maximum number after a transient failure

	sts               tencentapi.Endpoint
	metadata          string // base URL; "" is the default
	proxy             httpproxy.Config
	roots             *x509.CertPool // nil is the system's
	requestsPerSecond int
	requestTimeout    time.Duration
	now               func() time.Time
}

// resolver finds the settings.
type resolver struct {
	setting.Lookup

	scheme, domain setting.Value
	diags          diag.Diagnostics // beside the lookup's errors
}

// Resolve finds the settings. The block takes precedence over the environment, and
// that over the profile. Blank values count as not set. All values in the block must
// be known; see [ReadBlock].
func Resolve(ctx context.Context, b setting.Block, p setting.Process) (Settings, diag.Diagnostics) {
	r := &resolver{Lookup: setting.Lookup{Process: p, Block: b}}
	s := Settings{Plan: auth.Find(ctx, &r.Lookup), now: p.Now}
	s.Region = r.FindOrProfile(region, "_sys_param.region").Text

	r.scheme, r.domain = r.Find(protocol), r.Find(domain)
	s.Redis = r.endpoint(redisapi.Service, redisEndpoint)
	s.sts = r.endpoint(auth.STSService, stsEndpoint)
	s.metadata = r.Find(metadataEndpoint).Text

	s.proxy = r.proxy()
	s.roots = r.roots()
	s.requestsPerSecond = r.Find(maxRequestsPerSecond).Integer(tencentapi.DefaultMaxRequestsPerSecond)
	s.Retries = r.Find(maxRetries).Integer(tencentapi.DefaultMaxRetries)
	if d, err := time.ParseDuration(r.Find(requestTimeout).Text); err == nil {
		s.requestTimeout = d
	} else { // it is not set, or the error is reported
		s.requestTimeout = tencentapi.DefaultRequestTimeout
	}
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
	return append(diags, r.diags...)
}

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
	return []tencentapi.Option{
		tencentapi.WithTransport(s.Transport()), tencentapi.WithMaxRequestsPerSecond(s.requestsPerSecond),
		tencentapi.WithMaxRetries(s.Retries), tencentapi.WithRequestTimeout(s.requestTimeout),
	}
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
		Timeout: max(time.Minute, 2*s.requestTimeout), Now: s.now, Warn: warn,
	}
}
