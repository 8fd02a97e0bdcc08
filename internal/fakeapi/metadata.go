// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"sync"
	"time"
)

// DefaultInstanceRole is the role of the instance whose metadata service [Server.Metadata]
// is.
const DefaultInstanceRole = "instance"

// metadataPath is the path of the roles of an instance
// (https://www.tencentcloud.com/document/product/213/4934).
const metadataPath = "/latest/meta-data/cam/security-credentials/"

// The lifetime of a credential of the metadata service, and how long before its expiry
// the service issues the next one.
const (
	metadataLife  = 2 * time.Hour
	metadataRenew = 30 * time.Minute
)

// metadata is the metadata service of an instance.
type metadata struct {
	keys *keyring

	mu      sync.Mutex
	current TemporaryCredential
}

// metadataCredential is the response for a role.
type metadataCredential struct {
	TmpSecretID  string `json:"TmpSecretId"`
	TmpSecretKey string
	ExpiredTime  int64
	Expiration   string
	Token        string
	Code         string
}

func (m *metadata) serve(w http.ResponseWriter, r *http.Request, now time.Time) {
	w.Header().Set("Content-Type", "text/plain")
	switch r.URL.Path {
	case metadataPath:
		_, _ = w.Write([]byte(DefaultInstanceRole)) // the client may be gone
	case metadataPath + DefaultInstanceRole:
		_, _ = w.Write(marshal(m.credential(now)))
	default:
		HTTPError(http.StatusNotFound).instead(w, r)
	}
}

// credential returns the credential of the role.
func (m *metadata) credential(now time.Time) metadataCredential {
	m.mu.Lock()
	defer m.mu.Unlock()
	if key, ok := m.keys.find(m.current.SecretID); !ok || key.revoked || !now.Before(m.current.Expires.Add(-metadataRenew)) {
		m.current = m.keys.issue(identity{
			account: DefaultAccountID, user: DefaultAccountID, session: "instance",
			role: "qcs::cam::uin/" + DefaultAccountID + ":roleName/" + DefaultInstanceRole,
		}, "metadata", now, metadataLife)
	}
	t := m.current
	return metadataCredential{
		TmpSecretID: t.SecretID, TmpSecretKey: t.SecretKey, Token: t.Token,
		ExpiredTime: t.Expires.Unix(), Expiration: t.Expires.UTC().Format(time.RFC3339), Code: "Success",
	}
}
