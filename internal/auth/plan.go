// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Plan describes where credentials come from. It contains secrets.
type Plan struct {
	Sources []Source // each uses the credentials of the one before

	accounts accounts
}

// Source is a way to get credentials.
type Source struct {
	Name      string   // without secrets: "role qcs::… (provider block)"
	Permanent bool     // a key pair without a token
	Secrets   []string // secret values, to be masked in logs

	open func(c *connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error)
}

// String describes the plan. Of a secret ID, it has at most the last four
// characters.
func (p *Plan) String() string {
	names := make([]string, len(p.Sources))
	for i, s := range p.Sources {
		names[i] = s.Name
	}
	return strings.Join(names, ", then ")
}

// Secrets returns the secrets in the plan, but not those of temporary credentials.
func (p *Plan) Secrets() []string {
	var secrets []string
	for _, s := range p.Sources {
		secrets = append(secrets, s.Secrets...)
	}
	return slices.DeleteFunc(secrets, func(secret string) bool { return secret == "" })
}

// Connection describes how to reach the services that issue credentials. The zero
// value is for the public internet.
type Connection struct {
	STS    tencentapi.Endpoint
	Region string              // X-TC-Region for STS; defaults to ap-guangzhou, as in the official SDK
	API    []tencentapi.Option // for the clients of STS

	MetadataURL       string            // scheme, host, and port; defaults to DefaultMetadataURL
	MetadataTransport http.RoundTripper // defaults to one without a proxy

	Timeout time.Duration      // for all requests to get credentials; defaults to a minute
	Now     func() time.Time   // defaults to time.Now
	Warn    tencentapi.LogFunc // logs failed renewals while the old credentials are usable; may be nil
}

// Open returns the source that the plan describes. It makes no request. It returns
// an error if an endpoint is invalid.
//
// The errors of the source are a [*SourceError], an [*AccountError], an
// [*AccountCheckError], and the cause of the caller's context. It is a
// [tencentapi.Renewer] unless the plan is just a permanent key pair.
func (p *Plan) Open(c Connection) (tencentapi.CredentialSource, error) {
	conn := &connection{Connection: c}
	conn.Timeout = cmp.Or(conn.Timeout, time.Minute)
	if conn.Now == nil {
		conn.Now = time.Now
	}
	if conn.Warn == nil {
		conn.Warn = func(context.Context, string, map[string]any) {}
	}
	var source tencentapi.CredentialSource = tencentapi.Unsigned{}
	var err error
	for i, s := range p.Sources {
		if i == len(p.Sources)-1 && p.accounts.restricted() {
			conn.guard = p.accounts.guard(conn)
		}
		if source, err = s.open(conn, source); err != nil {
			return nil, err
		}
	}
	return source, nil
}

// connection creates what sources need.
type connection struct {
	Connection

	guard func(fetchFunc) fetchFunc // of the last source; nil if any account may be used
}

// sts returns a client for STS that signs with source. The region defaults to that
// of the connection.
func (c *connection) sts(source tencentapi.CredentialSource, region string) (*sts, error) {
	api, err := tencentapi.New(tencentapi.Service{Name: STSService, Version: stsVersion}, c.STS, source, slices.Concat([]tencentapi.Option{tencentapi.WithClock(c.Now)}, c.API)...)
	if err != nil {
		return nil, err
	}
	return &sts{api: api, region: cmp.Or(region, c.Region, defaultSTSRegion)}, nil
}

func (c *connection) metadata() (*metadata, error) {
	u, err := tencentapi.Endpoint{BaseURL: cmp.Or(c.MetadataURL, DefaultMetadataURL)}.URL("metadata", "")
	if err != nil {
		return nil, fmt.Errorf("endpoint of the instance metadata service: %w", err)
	}
	transport := c.MetadataTransport
	if transport == nil {
		// Without a proxy, which would reach the service of its own instance.
		transport = &http.Transport{DisableKeepAlives: true}
	}
	return &metadata{base: strings.TrimSuffix(u.String(), "/"), now: c.Now, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func (c *connection) temporary(name string, fetch fetchFunc) *temporary {
	fetch = checked(fetch)
	if c.guard != nil {
		fetch = c.guard(fetch)
	}
	return &temporary{name: name, fetch: fetch, now: c.Now, warn: c.Warn, timeout: c.Timeout}
}
