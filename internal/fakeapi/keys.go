// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"sync"
	"time"
)

// credential is the credential of a SecretId.
type credential struct {
	secretKey string
	token     string // the required X-TC-Token; "" for a permanent key
	owner     identity
	expires   time.Time // zero: never
	revoked   bool
}

// accepts reports whether the token of a correctly signed request is valid. For the real
// service too, an expired key is an invalid token
// (tencentcloudstack/pulumi-tencentcloud pull request 25).
func (c credential) accepts(token string, now time.Time) bool {
	return hmac.Equal([]byte(token), []byte(c.token)) && !c.revoked && (c.expires.IsZero() || now.Before(c.expires))
}

// TemporaryCredential is a credential issued by STS or the metadata service.
type TemporaryCredential struct {
	SecretID, SecretKey, Token string

	Expires time.Time // in whole seconds
	Source  string    // the action of STS, or "metadata"
	RoleARN string    // as qcs::cam::uin/ACCOUNT:roleName/NAME; "" for GetSessionToken
}

// keyring holds the credentials of a Server.
type keyring struct {
	mu     sync.RWMutex
	keys   map[string]credential
	issued []TemporaryCredential
}

func newKeyring(o Options) *keyring {
	owner := identity{account: DefaultAccountID, user: DefaultUserID, temporary: o.Token != ""}
	return &keyring{keys: map[string]credential{o.SecretID: {secretKey: o.SecretKey, token: o.Token, owner: owner}}}
}

func (k *keyring) find(secretID string) (credential, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	c, ok := k.keys[secretID]
	return c, ok
}

// issue returns a new temporary credential.
func (k *keyring) issue(owner identity, source string, now time.Time, life time.Duration) TemporaryCredential {
	owner.temporary = true
	t := TemporaryCredential{
		SecretID:  "AKID" + randomText(45),
		SecretKey: randomText(33),
		Token:     randomText(96),
		Expires:   time.Unix(now.Add(life).Unix(), 0),
		Source:    source,
		RoleARN:   owner.role,
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys[t.SecretID] = credential{secretKey: t.SecretKey, token: t.Token, owner: owner, expires: t.Expires}
	k.issued = append(k.issued, t)
	return t
}

// randomText returns random bytes in URL-safe base64.
func randomText(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// Issued returns all temporary credentials issued so far, oldest first, valid or not.
func (k *keyring) Issued() []TemporaryCredential {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Clone(k.issued)
}

// RevokeTemporary revokes all temporary credentials issued so far: requests signed with
// them fail with AuthFailure.TokenFailure. The key pair of [Options] stays valid.
func (k *keyring) RevokeTemporary() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, t := range k.issued {
		c := k.keys[t.SecretID]
		c.revoked = true
		k.keys[t.SecretID] = c
	}
}

// identity is the identity that signed a request.
type identity struct {
	account string // Uin of the account
	// user is the Uin of the user. For a role, it is that of the user who assumed it, or
	// of the role's account if that was no user.
	user      string
	role      string // its ARN; "" for a user
	session   string
	temporary bool
}
