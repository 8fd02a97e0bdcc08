// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Plan says where credentials come from. It contains secrets.
type Plan struct {
	Sources            []Source // the base; then what makes other credentials of them, in order
	Allowed, Forbidden []string // account IDs (Uin); at most one of the two is set
}

// Source is one way to get credentials. It is made by a function of this
// package.
type Source struct {
	Name      string   // without a secret: "role qcs::… (provider block)"
	Permanent bool     // a key pair without a token
	Secrets   []string // secret values, to be masked in logs

	open func(c *connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error)
}

// String describes the plan for people and logs. Of a secret ID it shows the
// last four characters at most.
func (p *Plan) String() string {
	names := make([]string, len(p.Sources))
	for i, s := range p.Sources {
		names[i] = s.Name
	}
	return strings.Join(names, ", then ")
}

// Secrets returns the secret values in the plan, without those that are
// fetched later.
func (p *Plan) Secrets() []string {
	var secrets []string
	for _, s := range p.Sources {
		for _, secret := range s.Secrets {
			if secret != "" {
				secrets = append(secrets, secret)
			}
		}
	}
	return secrets
}

// Connection says how the services that issue credentials are reached. The
// zero value reaches them on the public internet.
type Connection struct {
	STS    tencentapi.Endpoint
	Region string              // X-TC-Region for STS; defaults to ap-guangzhou, as in the official SDK
	API    []tencentapi.Option // of the clients of STS

	MetadataURL       string            // scheme, host, and port; defaults to DefaultMetadataURL
	MetadataTransport http.RoundTripper // nil is one without a proxy

	Timeout time.Duration      // for all requests that one set of credentials takes; defaults to a minute
	Now     func() time.Time   // nil is time.Now
	Warn    tencentapi.LogFunc // logs failed renewals while the old credentials are still usable; nil drops them
}

// Open returns the source that the plan describes. It makes no request, and
// returns an error if an endpoint is not usable.
//
// The errors of the source are a [*SourceError], an [*AccountError], an
// [*AccountCheckError], and the cause of the caller's context. It is a
// [tencentapi.Renewer] unless the plan is just a key pair that never changes.
func (p *Plan) Open(c Connection) (tencentapi.CredentialSource, error) {
	conn := &connection{c}
	if conn.Timeout == 0 {
		conn.Timeout = time.Minute
	}
	if conn.Now == nil {
		conn.Now = time.Now
	}
	if conn.Warn == nil {
		conn.Warn = func(context.Context, string, map[string]any) {}
	}
	var source tencentapi.CredentialSource = tencentapi.Unsigned{}
	var err error
	for _, s := range p.Sources {
		if source, err = s.open(conn, source); err != nil {
			return nil, err
		}
	}
	if len(p.Allowed)+len(p.Forbidden) == 0 {
		return source, nil
	}
	return p.guard(conn, source)
}

func (p *Plan) guard(c *connection, source tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
	api, err := c.sts(source, "")
	if err != nil {
		return nil, err
	}
	g := &accountGuard{CredentialSource: source, account: api.callerAccount, allowed: p.Allowed, forbidden: p.Forbidden, timeout: c.Timeout}
	if renewer, ok := source.(tencentapi.Renewer); ok {
		return renewingGuard{g, renewer}, nil
	}
	return g, nil
}

// connection makes the clients that sources need.
type connection struct{ Connection }

// sts returns a client of STS that signs with source, in region if that is set.
func (c *connection) sts(source tencentapi.CredentialSource, region string) (*sts, error) {
	api, err := tencentapi.New(tencentapi.Service{Name: STSService, Version: stsVersion}, c.STS, source, slices.Concat([]tencentapi.Option{tencentapi.WithClock(c.Now)}, c.API)...)
	if err != nil {
		return nil, err
	}
	for _, fallback := range []string{c.Region, defaultSTSRegion} {
		if region == "" {
			region = fallback
		}
	}
	return &sts{api: api, region: region}, nil
}

func (c *connection) metadata() (*metadata, error) {
	base := c.MetadataURL
	if base == "" {
		base = DefaultMetadataURL
	}
	u, err := tencentapi.Endpoint{BaseURL: base}.URL("metadata", "")
	if err != nil {
		return nil, fmt.Errorf("endpoint of the instance metadata service: %w", err)
	}
	transport := c.MetadataTransport
	if transport == nil {
		// Without a proxy: the service is this machine's own, and a proxy would ask its own.
		transport = &http.Transport{DisableKeepAlives: true}
	}
	return &metadata{base: strings.TrimSuffix(u.String(), "/"), now: c.Now, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func (c *connection) temporary(name string, fetch fetchFunc) *temporary {
	return &temporary{name: name, fetch: fetch, now: c.Now, warn: c.Warn, timeout: c.Timeout}
}
