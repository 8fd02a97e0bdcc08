// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Connection says how the services that hand credentials out are reached. The
// zero value reaches them on the public internet.
type Connection struct {
	STS    tencentapi.Endpoint
	Region string              // X-TC-Region for STS; empty is ap-guangzhou, as in the official SDK
	API    []tencentapi.Option // of the clients of STS

	MetadataURL       string            // scheme, host and port; empty is DefaultMetadataURL
	MetadataTransport http.RoundTripper // nil is one that uses no proxy

	Now  func() time.Time   // nil is time.Now
	Warn tencentapi.LogFunc // takes renewals that failed while the old credential lives; nil drops them
}

// Open returns the source that acts on the plan. It makes no request: that
// happens when the source is first asked. It fails where an endpoint is not a
// usable one.
//
// The source's errors are a [*SourceError], an [*AccountError], an
// [*AccountCheckError] and the cause of the caller's context. It is a
// [tencentapi.Renewer] unless the plan is nothing but a fixed key pair.
func (p *Plan) Open(c Connection) (tencentapi.CredentialSource, error) {
	conn := &connection{c}
	if conn.Now == nil {
		conn.Now = time.Now
	}
	if conn.Warn == nil {
		conn.Warn = func(context.Context, string, map[string]any) {}
	}
	source, err := p.base.open(conn)
	for _, s := range p.steps {
		if err != nil {
			return nil, err
		}
		source, err = s.open(conn, source)
	}
	if err != nil || len(p.allowed)+len(p.forbidden) == 0 {
		return source, err
	}
	return p.guard(conn, source)
}

func (p *Plan) guard(c *connection, source tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
	api, err := c.sts(source, "")
	if err != nil {
		return nil, err
	}
	g := &accountGuard{CredentialSource: source, account: api.callerAccount, allowed: p.allowed, forbidden: p.forbidden}
	if renewer, ok := source.(tencentapi.Renewer); ok {
		return renewingGuard{g, renewer}, nil
	}
	return g, nil
}

// connection makes the clients that bases and steps need.
type connection struct{ Connection }

// sts returns a client of STS that signs with source, in region if that is set.
func (c *connection) sts(source tencentapi.CredentialSource, region string) (*sts, error) {
	api, err := tencentapi.New(tencentapi.Service{Name: STSService, Version: stsVersion}, c.STS, source, c.API...)
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
	return &metadata{base: strings.TrimSuffix(u.String(), "/"), http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func (c *connection) temporary(name string, fetch func(context.Context) (lease, error)) *temporary {
	return &temporary{name: name, fetch: fetch, now: c.Now, warn: c.Warn}
}
