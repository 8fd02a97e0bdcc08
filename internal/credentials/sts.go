// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// STSService is what the API calls the Security Token Service, in host names
// and signatures.
const STSService = "sts"

const stsVersion = "2018-08-13"

// defaultSTSRegion is the X-TC-Region that the official SDK sends to STS. The
// service is the same in every region, except for finance regions.
const defaultSTSRegion = "ap-guangzhou"

// sts is the part of STS that hands out temporary credentials.
//
// Source: https://www.tencentcloud.com/document/product/1150/49458, and
// tencentcloud/sts/v20180813 of the official SDK.
type sts struct {
	api    *tencentapi.Client
	region string
}

// lease is a temporary credential and its end.
type lease struct {
	tencentapi.Credential

	expires time.Time
}

// assumeRoleRequest is the input of AssumeRole.
type assumeRoleRequest struct {
	RoleARN         string `json:"RoleArn"`
	RoleSessionName string `json:"RoleSessionName"`
	DurationSeconds int64  `json:"DurationSeconds"`
	Policy          string `json:"Policy,omitempty"` // URL-encoded
	ExternalID      string `json:"ExternalId,omitempty"`
	SourceIdentity  string `json:"SourceIdentity,omitempty"`
	SerialNumber    string `json:"SerialNumber,omitempty"`
	TokenCode       string `json:"TokenCode,omitempty"`
}

func (r assumeRoleRequest) Secrets() []string { return []string{r.TokenCode} }

// assumeRoleWithSAMLRequest is the input of AssumeRoleWithSAML.
type assumeRoleWithSAMLRequest struct {
	SAMLAssertion   string `json:"SAMLAssertion"`
	PrincipalARN    string `json:"PrincipalArn"`
	RoleARN         string `json:"RoleArn"`
	RoleSessionName string `json:"RoleSessionName"`
	DurationSeconds int64  `json:"DurationSeconds"`
}

func (r assumeRoleWithSAMLRequest) Secrets() []string { return []string{r.SAMLAssertion} }

// assumeRoleWithWebIdentityRequest is the input of AssumeRoleWithWebIdentity.
type assumeRoleWithWebIdentityRequest struct {
	ProviderID       string `json:"ProviderId"`
	WebIdentityToken string `json:"WebIdentityToken"`
	RoleARN          string `json:"RoleArn"`
	RoleSessionName  string `json:"RoleSessionName"`
	DurationSeconds  int64  `json:"DurationSeconds"`
}

func (r assumeRoleWithWebIdentityRequest) Secrets() []string { return []string{r.WebIdentityToken} }

// getSessionTokenRequest is the input of GetSessionToken, which takes permanent
// keys only (FailedOperation.TempKeyNotAllowed).
type getSessionTokenRequest struct {
	SerialNumber    string `json:"SerialNumber"`
	TokenCode       string `json:"TokenCode"`
	DurationSeconds int64  `json:"DurationSeconds"`
}

func (r getSessionTokenRequest) Secrets() []string { return []string{r.TokenCode} }

// leaseResponse is the output of all four.
type leaseResponse struct {
	tencentapi.ResponseHead

	Credentials *struct {
		Token        string `json:"Token"`
		TmpSecretID  string `json:"TmpSecretId"`
		TmpSecretKey string `json:"TmpSecretKey"`
	} `json:"Credentials"`
	ExpiredTime int64 `json:"ExpiredTime"` // Unix time in seconds
}

// lease calls action. An answer without a whole credential is an error, since
// half a one would be blamed on whatever is signed with it.
func (s *sts) lease(ctx context.Context, action string, request any) (lease, error) {
	res, err := tencentapi.Call[leaseResponse](ctx, s.api, action, s.region, request)
	if err != nil {
		return lease{}, err
	}
	c := res.Credentials
	if c == nil || c.TmpSecretID == "" || c.TmpSecretKey == "" || c.Token == "" || res.ExpiredTime <= 0 {
		return lease{}, errors.New(action + ": the answer lacks a part of the credential or its end (request ID " + res.RequestID + ")")
	}
	return lease{
		Credential: tencentapi.Credential{SecretID: c.TmpSecretID, SecretKey: c.TmpSecretKey, Token: c.Token},
		expires:    time.Unix(res.ExpiredTime, 0),
	}, nil
}

// callerIdentityResponse is the output of GetCallerIdentity.
type callerIdentityResponse struct {
	tencentapi.ResponseHead

	AccountID string `json:"AccountId"` // of the account that the caller belongs to, not of a sub-user
}

// callerAccount calls GetCallerIdentity and returns the id of the account.
func (s *sts) callerAccount(ctx context.Context) (string, error) {
	res, err := tencentapi.Call[callerIdentityResponse](ctx, s.api, "GetCallerIdentity", s.region, struct{}{})
	if err != nil {
		return "", err
	}
	if res.AccountID == "" {
		return "", errors.New("GetCallerIdentity: the answer names no account (request ID " + res.RequestID + ")")
	}
	return res.AccountID, nil
}
