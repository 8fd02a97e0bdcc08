// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// metadataPath is the path of the roles of an instance
// (https://www.tencentcloud.com/document/product/213/4934).
const metadataPath = "/latest/meta-data/cam/security-credentials/"

// The lifetime of a credential of the metadata service, and how long before its expiry
// the service issues the next one.
const (
	metadataLife  = 2 * time.Hour
	metadataRenew = 30 * time.Minute
)

// metadata is the state of the metadata service.
type metadata struct {
	roles []string

	mu      sync.Mutex
	current map[string]TemporaryCredential // by name of the role
}

// metadataCredential is the response for a role. Without a credential, it has only Code.
type metadataCredential struct {
	TmpSecretID  string `json:"TmpSecretId,omitempty"`
	TmpSecretKey string `json:",omitempty"`
	ExpiredTime  int64  `json:",omitempty"`
	Expiration   string `json:",omitempty"`
	Token        string `json:",omitempty"`
	Code         string
}

// Metadata returns the metadata service of a CVM instance, to be served at an address
// of its own:
//
//	GET /latest/meta-data/cam/security-credentials/      the names of its roles, one per line
//	GET /latest/meta-data/cam/security-credentials/ROLE  the credential of a role
//
// Other paths are not found. A credential is valid for two hours. It is returned until
// half an hour before its expiry, or until [Server.RevokeTemporary]. If the role is not
// in Options.Roles or does not trust "cvm.qcloud.com", Code is "InvalidRole". For
// faults, see [Fault.OnMetadata].
func (s *Server) Metadata() http.Handler { return http.HandlerFunc(s.serveMetadata) }

// serveMetadata serves one request to the metadata service.
func (s *Server) serveMetadata(w http.ResponseWriter, r *http.Request) {
	faults := s.arrive(target{kind: metadataRequest})
	if !sleep(r.Context(), faults.before) {
		return
	}
	now := s.now()
	record := s.recordDownload(&s.metadataRequests, r, now, "")
	seen := &statusWriter{ResponseWriter: w, done: func(status int) {
		s.log(metadataLine(s.finishDownload(record, status, "", false)))
	}}
	defer seen.finish(0) // if there was no status, as after Reset
	serve := faults.instead
	if serve == nil {
		serve = func(w http.ResponseWriter, r *http.Request) { s.respondMetadata(w, r, faults.final(), now) }
	}
	faults.handle(seen, r, serve)
}

// respondMetadata responds to a request, as a fault says or as the service does.
func (s *Server) respondMetadata(w http.ResponseWriter, r *http.Request, o *override, now time.Time) {
	role, ok := strings.CutPrefix(r.URL.Path+"/", metadataPath)
	role = strings.TrimSuffix(role, "/")
	switch {
	case o != nil && o.response != nil:
		_, _ = io.WriteString(w, *o.response)
	case o != nil && o.code != "":
		writeMetadata(w, marshal(metadataCredential{Code: o.code}))
	case r.Method != http.MethodGet:
		HTTPError(http.StatusMethodNotAllowed).instead(w, r)
	case !ok || len(s.metadata.roles) == 0 || role != "" && !slices.Contains(s.metadata.roles, role):
		HTTPError(http.StatusNotFound).instead(w, r)
	case role == "":
		writeMetadata(w, []byte(strings.Join(s.metadata.roles, "\n")))
	default:
		writeMetadata(w, marshal(s.instanceCredential(role, now)))
	}
}

func writeMetadata(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write(body) // the client may be gone
}

// instanceCredential returns the credential of a role of the instance.
func (s *Server) instanceCredential(name string, now time.Time) metadataCredential {
	role := s.findRole(camARN(DefaultAccountID, "roleName/"+name))
	if role == nil || !role.trusts(instancePrincipal) {
		return metadataCredential{Code: "InvalidRole"}
	}
	s.metadata.mu.Lock()
	defer s.metadata.mu.Unlock()
	t, ok := s.metadata.current[name]
	if key, _ := s.keys.find(t.SecretID); !ok || key.revoked || !now.Before(t.Expires.Add(-metadataRenew)) {
		owner := identity{account: role.AccountID, user: role.AccountID, role: role, session: "instance"}
		t = s.keys.issue(owner, "metadata", now, metadataLife)
		if s.metadata.current == nil {
			s.metadata.current = map[string]TemporaryCredential{}
		}
		s.metadata.current[name] = t
	}
	return metadataCredential{
		TmpSecretID: t.SecretID, TmpSecretKey: t.SecretKey, Token: t.Token,
		ExpiredTime: t.Expires.Unix(), Expiration: t.Expires.UTC().Format(time.RFC3339), Code: "Success",
	}
}
