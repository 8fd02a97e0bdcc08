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

// credential is what the service knows of an accepted SecretId.
type credential struct {
	secretKey string
	token     string // what X-TC-Token must be; "" for a permanent key
	owner     identity
	expires   time.Time // zero: never
	revoked   bool
}

// accepts checks the token that came with a correct signature. A key past its end
// is answered like a wrong token, as the real service does
// (tencentcloudstack/pulumi-tencentcloud pull request 25).
func (c credential) accepts(token string, now time.Time) bool {
	return hmac.Equal([]byte(token), []byte(c.token)) && !c.revoked && (c.expires.IsZero() || now.Before(c.expires))
}

// TemporaryCredential is a credential that STS or the metadata service has issued.
type TemporaryCredential struct {
	// SecretID, SecretKey and Token are what it consists of.
	SecretID, SecretKey, Token string
	// Expires is its end, a whole second.
	Expires time.Time
	// Source is what issued it: the action of STS, or "metadata".
	Source string
	// RoleARN is the role, as qcs::cam::uin/ACCOUNT:roleName/NAME, and Session the
	// RoleSessionName; both are "" for GetSessionToken.
	RoleARN, Session string
}

// keyring is what a Server knows of credentials.
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

// issue makes a temporary credential that lasts that long.
func (k *keyring) issue(owner identity, source string, now time.Time, life time.Duration) TemporaryCredential {
	owner.temporary = true
	t := TemporaryCredential{
		SecretID:  "AKID" + randomText(45),
		SecretKey: randomText(33),
		Token:     randomText(96),
		Expires:   time.Unix(now.Add(life).Unix(), 0),
		Source:    source,
		Session:   owner.session,
	}
	if owner.role != nil {
		t.RoleARN = owner.role.arn()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys[t.SecretID] = credential{secretKey: t.SecretKey, token: t.Token, owner: owner, expires: t.Expires}
	k.issued = append(k.issued, t)
	return t
}

// randomText is that many random bytes in letters, digits, "-" and "_".
func randomText(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// Issued returns all temporary credentials issued so far by STS and the metadata
// service, in that order, whether they still hold or not. A test can count them,
// and search what it got for their parts.
func (s *Server) Issued() []TemporaryCredential {
	s.keys.mu.RLock()
	defer s.keys.mu.RUnlock()
	return slices.Clone(s.keys.issued)
}

// RevokeTemporary ends all temporary credentials issued so far: requests signed
// with them get AuthFailure.TokenFailure from now on. Ones issued later hold, and
// so does the key pair of [Options], even one with a token.
func (s *Server) RevokeTemporary() {
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	for _, t := range s.keys.issued {
		c := s.keys.keys[t.SecretID]
		c.revoked = true
		s.keys.keys[t.SecretID] = c
	}
}
