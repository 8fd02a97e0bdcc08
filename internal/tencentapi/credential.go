// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import "context"

// Credential is a key pair to sign requests with, and its token if it is
// temporary.
type Credential struct {
	SecretID  string // sent in the Authorization header
	SecretKey string // the key of the signature, never sent
	Token     string // X-TC-Token; empty for a permanent key pair
}

// Credential returns c itself, which makes a fixed key pair a [CredentialSource].
func (c Credential) Credential(context.Context) (Credential, error) { return c, nil }

// CredentialSource returns the credential to sign with. It is called for each
// attempt, so that it can renew temporary credentials. It must be safe for
// concurrent use. An error ends the call and is returned as it is.
type CredentialSource interface {
	Credential(ctx context.Context) (Credential, error)
}

// Renewer is a [CredentialSource] that can replace a credential before it
// expires. A call whose temporary key the API does not accept does so once
// and is then retried.
type Renewer interface {
	CredentialSource

	// Renew replaces the credential used, unless another call already has. An
	// error ends the call.
	Renew(ctx context.Context, used Credential) error
}

// Unsigned is the source for actions that need no key pair because the request
// itself proves the caller's identity. "SKIP" is sent instead of a signature.
//
// Source: the documents of AssumeRoleWithSAML and
// AssumeRoleWithWebIdentity (https://www.tencentcloud.com/document/api/1150/49454).
type Unsigned struct{}

// Credential returns a credential without keys.
func (Unsigned) Credential(context.Context) (Credential, error) { return Credential{}, nil }
