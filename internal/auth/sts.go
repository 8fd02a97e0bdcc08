// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// STSService is the name of the Security Token Service in host names and
// signatures.
const STSService = "sts"

const stsVersion = "2018-08-13"

// defaultSTSRegion is the X-TC-Region that the official SDK sends to STS. Except in
// finance regions, the region does not matter.
const defaultSTSRegion = "ap-guangzhou"

// The limit and default of a role's sessions in seconds, see the documents of STS
// (https://www.tencentcloud.com/document/product/1150).
const (
	maxRoleSeconds     = 43200
	defaultRoleSeconds = 7200
)

// request is the input of AssumeRole, AssumeRoleWithSAML,
// AssumeRoleWithWebIdentity, and GetSessionToken; each takes some of the fields.
type request struct {
	RoleARN          string `json:"RoleArn,omitempty"`
	RoleSessionName  string `json:"RoleSessionName,omitempty"`
	DurationSeconds  int    `json:"DurationSeconds"`
	Policy           string `json:"Policy,omitempty"` // URL-encoded
	ExternalID       string `json:"ExternalId,omitempty"`
	SourceIdentity   string `json:"SourceIdentity,omitempty"`
	SerialNumber     string `json:"SerialNumber,omitempty"` // of an MFA device
	TokenCode        string `json:"TokenCode,omitempty"`    // from the device
	SAMLAssertion    string `json:"SAMLAssertion,omitempty"`
	PrincipalARN     string `json:"PrincipalArn,omitempty"`
	ProviderID       string `json:"ProviderId,omitempty"`
	WebIdentityToken string `json:"WebIdentityToken,omitempty"`
}

// Secrets returns the values that errors must not contain.
func (r request) Secrets() []string {
	return slices.DeleteFunc([]string{r.TokenCode, r.SAMLAssertion, r.WebIdentityToken}, func(s string) bool { return s == "" })
}

// sts is a client for the actions of STS that this provider uses.
//
// Source: https://www.tencentcloud.com/document/product/1150/49458, and
// tencentcloud/sts/v20180813 of the official SDK.
type sts struct {
	api    *tencentapi.Client
	region string
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

// stsSource returns the source of what an action of STS returns to the credentials of
// the source before.
func stsSource(name, action string, r request) *Source {
	return &Source{
		Name: name, Secrets: r.Secrets(),
		open: func(c *Connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
			api, err := c.sts(from, "")
			if err != nil {
				return nil, err
			}
			t := c.temporary(name, func(ctx context.Context) (lease, error) { return api.lease(ctx, action, r) })
			if r.TokenCode != "" {
				t.fetch = once(t.fetch)
			}
			return t, nil
		},
	}
}

// leaseResponse is the output of all four actions.
type leaseResponse struct {
	tencentapi.ResponseHead

	Credentials *struct {
		Token        string `json:"Token"`
		TmpSecretID  string `json:"TmpSecretId"`
		TmpSecretKey string `json:"TmpSecretKey"`
	} `json:"Credentials"`
	ExpiredTime int64 `json:"ExpiredTime"` // Unix time in seconds
}

// lease calls action and returns the credentials. A response with incomplete ones
// is an error here, not in a request that is signed with them.
func (s *sts) lease(ctx context.Context, action string, r request) (lease, error) {
	response, err := tencentapi.Call[leaseResponse](ctx, s.api, action, s.region, r)
	if err != nil {
		return lease{}, err
	}
	c := response.Credentials
	if c == nil || c.TmpSecretID == "" || c.TmpSecretKey == "" || c.Token == "" || response.ExpiredTime <= 0 {
		return lease{}, errors.New(action + ": the response lacks a part of the credentials or their expiry (request ID " + response.RequestID + ")")
	}
	return lease{
		Credential: tencentapi.Credential{SecretID: c.TmpSecretID, SecretKey: c.TmpSecretKey, Token: c.Token},
		life:       s.life(response.ExpiredTime, r.DurationSeconds),
		account:    cmp.Or(r.RoleARN, action),
	}, nil
}

// life returns how long new credentials are valid. If the clock is wrong, they may
// seem to have expired or to be valid for longer than requested; then it returns
// the requested duration.
func (s *sts) life(expired int64, requestedSeconds int) time.Duration {
	life, requested := time.Unix(expired, 0).Sub(s.api.Now()), time.Duration(requestedSeconds)*time.Second
	if life <= 0 {
		return requested
	}
	return min(life, requested)
}
