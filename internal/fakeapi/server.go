// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"sync"
	"time"
)

// The key pair that is accepted where [Options] names none.
const (
	DefaultSecretID  = "AKIDFakeApiSecretIdForTestsOnly00000" //nolint:gosec // made up, opens nothing but the fake
	DefaultSecretKey = "FakeApiSecretKeyForTestsOnly0000"
)

// Options configures a [Server]. The zero value is usable: the default keys, the
// real clock, the documented rate limit, the built-in instances, no log.
type Options struct {
	// SecretID and SecretKey are the key pair that requests must be signed with;
	// when empty, DefaultSecretID and DefaultSecretKey.
	SecretID, SecretKey string
	// Token, if set, makes the key pair a temporary one: X-TC-Token must equal it.
	// If empty, a request must have no token.
	Token string
	// Now is the server's clock: for the window of timestamps, the rate limit,
	// the Date header, and both ends of the life of a signed URL. Default
	// time.Now. It is called concurrently.
	Now func() time.Time
	// RateLimit is how many requests of an action are answered within a second of
	// the clock: 0 stands for 20, the documented limit of DescribeBackupUrl; a
	// negative number for no limit, which a test with a clock that stands still
	// needs when it makes more than 20 requests.
	RateLimit int
	// Instances is what the service knows; nil stands for DocumentInstances(). The
	// slice is copied.
	Instances []Instance
	// Log, if set, is called once per request with a line without a line break:
	// time, action, region, code, request id; for a file time, method, path,
	// code, request id. It never holds a key, a signature or a query string. It
	// is called concurrently.
	Log func(line string)
}

// Server is the service as an http.Handler. Make one with [New].
type Server struct {
	now         func() time.Time
	log         func(string)
	credentials map[string]credential
	actions     []action
	limiter     *limiter
	data        *store

	mu         sync.Mutex
	faults     []fault
	failAlways string
	requests   []*Request
	downloads  []*Download
}

// New returns a Server with nothing recorded and no fault pending.
func New(o Options) *Server {
	if o.SecretID == "" && o.SecretKey == "" {
		o.SecretID, o.SecretKey = DefaultSecretID, DefaultSecretKey
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	if o.Instances == nil {
		o.Instances = DocumentInstances()
	}
	return &Server{
		now:         o.Now,
		log:         o.Log,
		credentials: map[string]credential{o.SecretID: {secretKey: o.SecretKey, token: o.Token}},
		actions:     actions(),
		limiter:     newLimiter(o.RateLimit),
		data:        newStore(o.Instances),
	}
}

// ServeHTTP answers API requests, which are those for "/", and downloads of
// backup files, which are all others.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "" || r.URL.Path == "/" {
		s.serveAPI(w, r)
		return
	}
	s.serveFile(w, r)
}
