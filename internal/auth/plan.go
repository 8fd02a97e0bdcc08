// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Plan describes where credentials come from. It contains secrets.
type Plan struct {
	Sources []*Source // each uses the credentials of the one before

	accounts accounts
}

// Source is a way to get credentials.
type Source struct {
	Name      string   // without secrets: "role qcs::… (provider block)"
	Permanent bool     // a key pair without a token
	Secrets   []string // secret values, to be masked in logs

	open func(c *Connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error)
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

// Connection describes how to reach the services that issue credentials.
type Connection struct {
	STS    tencentapi.Endpoint // the zero value is on the public internet
	Region string              // X-TC-Region for STS; defaults to ap-guangzhou, as in the official SDK
	API    []tencentapi.Option // for the clients of STS

	MetadataURL       string            // scheme, host, and port; defaults to DefaultMetadataURL
	MetadataTransport http.RoundTripper // without a proxy, which would reach the service of its own instance

	Timeout time.Duration // for all requests to get credentials
	Now     func() time.Time
	Warn    tencentapi.LogFunc // logs failed renewals while the old credentials are usable

	guard func(fetchFunc) fetchFunc // of the last source; nil if any account may be used
}

// Open returns the source that the plan describes. It makes no request. It returns
// an error if an endpoint is invalid.
//
// The errors of the source are a [*SourceError], an [*AccountError], an
// [*AccountCheckError], and the cause of the caller's context. It is a
// [tencentapi.Renewer] unless the plan is just a permanent key pair.
func (p *Plan) Open(c Connection) (tencentapi.CredentialSource, error) {
	var source tencentapi.CredentialSource = tencentapi.Unsigned{}
	var err error
	for i, s := range p.Sources {
		if i == len(p.Sources)-1 && p.accounts.restricted() {
			c.guard = p.accounts.guard(&c)
		}
		if source, err = s.open(&c, source); err != nil {
			return nil, err
		}
	}
	return source, nil
}

// sts returns a client for STS that signs with source. The region defaults to that
// of the connection.
func (c *Connection) sts(source tencentapi.CredentialSource, region string) (*sts, error) {
	api, err := tencentapi.New(tencentapi.Service{Name: STSService, Version: stsVersion}, c.STS, source, slices.Concat([]tencentapi.Option{tencentapi.WithClock(c.Now)}, c.API)...)
	if err != nil {
		return nil, err
	}
	return &sts{api: api, region: cmp.Or(region, c.Region, defaultSTSRegion)}, nil
}

func (c *Connection) metadata() (*metadata, error) {
	u, err := tencentapi.Endpoint{BaseURL: cmp.Or(c.MetadataURL, DefaultMetadataURL)}.URL("metadata", "")
	if err != nil {
		return nil, fmt.Errorf("endpoint of the instance metadata service: %w", err)
	}
	return &metadata{base: strings.TrimSuffix(u.String(), "/"), now: c.Now, http: &http.Client{
		Transport:     c.MetadataTransport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func (c *Connection) temporary(name string, fetch fetchFunc) *temporary {
	fetch = checked(fetch)
	if c.guard != nil {
		fetch = c.guard(fetch)
	}
	return &temporary{name: name, fetch: fetch, now: c.Now, warn: c.Warn, timeout: c.Timeout}
}
