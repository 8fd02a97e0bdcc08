// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package auth finds the sources of credentials to sign requests with, and renews
// temporary ones. Each source has a file, with its arguments in the provider block, its
// lookup, and how it opens; order.go lists them.
//
// [Find] makes a [Plan] of the sources that are set. [Plan.Open] returns a source that
// requests temporary credentials when they are needed, keeps them, and renews them.
//
// Errors and logs never contain a secret, and every wait ends with the caller's
// context. The package does not depend on Terraform.
package auth

import (
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

	guard accounts // of the last source
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
		if i == len(p.Sources)-1 {
			c.guard = p.accounts
		}
		if source, err = s.open(&c, source); err != nil {
			return nil, err
		}
	}
	return source, nil
}
