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

// metadataPath is where the roles of an instance are
// (https://www.tencentcloud.com/document/product/213/4934).
const metadataPath = "/latest/meta-data/cam/security-credentials/"

// How long a credential of the metadata service lasts, and how long before its end
// the service begins to issue the next one.
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

// metadataCredential is what the service answers for a role. Only Code is there
// when it has no credential.
type metadataCredential struct {
	TmpSecretID  string `json:"TmpSecretId,omitempty"`
	TmpSecretKey string `json:",omitempty"`
	ExpiredTime  int64  `json:",omitempty"`
	Expiration   string `json:",omitempty"`
	Token        string `json:",omitempty"`
	Code         string
}

// Metadata returns the metadata service of a CVM instance, the handler of an
// address of its own:
//
//	GET /latest/meta-data/cam/security-credentials/      names of the roles bound to it, one a line
//	GET /latest/meta-data/cam/security-credentials/ROLE  the credential of a role
//
// All else is 404. The same credential is handed out until half an hour before
// its end, which comes after two hours, or until [Server.RevokeTemporary]; its role
// must be among Options.Roles and trust "cvm.qcloud.com", otherwise Code is
// "InvalidRole". Faults reach it with [Fault.OnMetadata]: HTTPError(404), Hang(),
// Fail("Failed"), which is a Code other than "Success", and so on.
func (s *Server) Metadata() http.Handler { return http.HandlerFunc(s.serveMetadata) }

// serveMetadata answers one request to the metadata service.
func (s *Server) serveMetadata(w http.ResponseWriter, r *http.Request) {
	met := s.arrive(target{kind: metadataRequest})
	if !sleep(r.Context(), met.before) {
		return
	}
	now := s.now()
	record := s.recordDownload(&s.metadataRequests, r, now, "")
	seen := &statusWriter{ResponseWriter: w, done: func(status int) {
		s.log(metadataLine(s.finishDownload(record, status, "", false)))
	}}
	defer seen.finish(0) // where there is no status, as after Reset
	answer := met.instead
	if answer == nil {
		answer = func(w http.ResponseWriter, r *http.Request) { s.answerMetadata(w, r, met.final(), now) }
	}
	met.handle(seen, r, answer)
}

// answerMetadata answers unless a fault does so in its place.
func (s *Server) answerMetadata(w http.ResponseWriter, r *http.Request, v *verdict, now time.Time) {
	role, ok := strings.CutPrefix(r.URL.Path+"/", metadataPath)
	role = strings.TrimSuffix(role, "/")
	switch {
	case v != nil && v.response != nil:
		_, _ = io.WriteString(w, *v.response)
	case v != nil && v.code != "":
		writeMetadata(w, marshal(metadataCredential{Code: v.code}))
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
	// A client that has gone away is no concern of the server's.
	_, _ = w.Write(body)
}

// instanceCredential is the credential of a role that is bound to the instance.
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
