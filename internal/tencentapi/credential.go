// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import "context"

// Credential is what signs a request: a key pair, and its token if the pair is a
// temporary one.
type Credential struct {
	SecretID  string // sent in clear, as part of the Authorization header
	SecretKey string // never sent; the key of the signature
	Token     string // X-TC-Token; empty for a permanent key pair
}

// Credential returns c itself, which makes a fixed key pair a [CredentialSource].
func (c Credential) Credential(context.Context) (Credential, error) { return c, nil }

// CredentialSource returns the credential to sign with. It is called for each
// attempt, so that a source may renew what expires, and must be safe for
// concurrent use. An error ends the call and is returned as it is.
type CredentialSource interface {
	Credential(ctx context.Context) (Credential, error)
}

// Renewer is a [CredentialSource] that can replace a credential before it
// expires. A call that the API refuses with AuthFailure.TokenFailure asks for
// that once and is then tried once more.
type Renewer interface {
	CredentialSource

	// Renew makes Credential return another one than used. It does nothing
	// if another call has done so already. An error says why there is no
	// other, and ends the call.
	Renew(ctx context.Context, used Credential) error
}

// Unsigned is the source for actions that need no key pair, since the request
// itself proves the caller's identity: it carries "SKIP" instead of a signature.
//
// Source: the documents of STS' AssumeRoleWithSAML and
// AssumeRoleWithWebIdentity (https://www.tencentcloud.com/document/api/1150/49454).
type Unsigned struct{}

// Credential returns a credential without keys.
func (Unsigned) Credential(context.Context) (Credential, error) { return Credential{}, nil }
