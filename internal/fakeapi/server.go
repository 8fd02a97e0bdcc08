// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"time"
)

// The default key pair.
const (
	DefaultSecretID  = "AKIDFakeApiSecretIdForTestsOnly00000" //nolint:gosec // made up, works with the fake only
	DefaultSecretKey = "FakeApiSecretKeyForTestsOnly0000"
)

// Options configures a [Server]. The zero value is usable.
type Options struct {
	// SecretID and SecretKey are the key pair that must sign requests. They default to
	// DefaultSecretID and DefaultSecretKey.
	SecretID, SecretKey string
	// Token, if set, makes the key pair a temporary one: X-TC-Token must equal it.
	// Otherwise, requests must not have a token.
	Token string
	Now   func() time.Time // the server's clock, safe for concurrent use; defaults to time.Now
	// RateLimit is the number of requests per second and action. It defaults to the
	// documented limit of each action, 20 for most of them. A negative number disables
	// it, for example for tests with a fixed clock.
	RateLimit int
	// Instances are the instances and their backups, which New copies. They default to
	// DocumentInstances().
	Instances []Instance
	// BackupTime is how long the task of a ManualBackupInstance takes by the clock, the
	// first quarter of it as "preparing". It defaults to two seconds; a negative number
	// means none.
	BackupTime time.Duration
	Seed       uint64 // of random faults, see [Fault.Sometimes]
	// Log, if set, is called once per request with a line that never contains a key, a
	// signature or a query string. It is called concurrently.
	Log func(line string)
}

// Server is the service as an http.Handler. [New] returns one.
type Server struct {
	*redis
	*storage
	*keyring
	faults
	records

	now      func() time.Time
	log      func(string)
	gateway  gateway
	metadata metadata
}

// New returns a Server without recorded requests or faults.
func New(o Options) *Server {
	o = o.withDefaults()
	data, keys := newStore(o.Instances), newKeyring(o)
	redis := &redis{data: data, now: o.Now, backupTime: o.BackupTime}
	return &Server{
		redis:    redis,
		storage:  &storage{data: data, now: o.Now},
		keyring:  keys,
		faults:   faults{random: noise(o.Seed)},
		now:      o.Now,
		log:      o.Log,
		gateway:  gateway{keys: keys, limiter: newLimiter(o.RateLimit), actions: append(redis.actions(), sts{keys}.actions()...)},
		metadata: metadata{keys: keys},
	}
}

// withDefaults returns the options with their defaults set.
func (o Options) withDefaults() Options {
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
	if o.BackupTime == 0 {
		o.BackupTime = 2 * time.Second
	}
	return o
}

// Actions returns the names of all actions.
func Actions() []string {
	var names []string
	for _, a := range New(Options{}).gateway.actions {
		names = append(names, a.name)
	}
	slices.Sort(names)
	return names
}

// ServeHTTP serves API requests at "/" and backup files at all other paths. The service
// of an API request is that of its host, such as sts.tencentcloudapi.com; for other
// hosts, that of its signature, or of X-TC-Version if it is unsigned.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "" || r.URL.Path == "/" {
		s.serveAPI(w, r)
		return
	}
	s.serveFile(w, r)
}

// serveAPI serves one API request.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	faults := s.arrive(false, r.Header.Get("X-TC-Action"))
	if !sleep(r.Context(), faults.before) {
		return
	}
	now := s.now()
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody)) // half a body has no valid signature
	record := s.recordRequest(r, body, now)
	if faults.instead != nil {
		finished, _ := s.finishRequest(record, "", "", true)
		s.log(logLine(finished))
		r.Body = io.NopCloser(bytes.NewReader(body))
		faults.handle(w, r, faults.instead)
		return
	}
	id := newRequestID()
	response, fail, injected := s.gateway.respond(r, body, now, id, faults.Fault)
	text, code := encode(response, fail, id)
	finished, hook := s.finishRequest(record, code, id, injected || faults.deliver != nil)
	s.log(logLine(finished))
	if hook != nil {
		hook(finished)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Date": {now.UTC().Format(http.TimeFormat)}}
	faults.send(w, r, &rawResponse{status: http.StatusOK, header: header, body: text})
}

// serveFile serves one request for a backup file.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	faults := s.arrive(true, "")
	if !sleep(r.Context(), faults.before) {
		return
	}
	now := s.now()
	id := cosRequestID(now)
	record := s.recordDownload(&s.downloads, r, now, id)
	stored, fail := s.findFile(r, faults.override, now)
	code := ""
	if fail != nil && faults.instead == nil {
		code = fail.Code
	}
	seen := &statusWriter{ResponseWriter: w, done: func(status int) {
		s.log(downloadLine(s.finishDownload(record, status, code, faults.instead != nil || faults.override.responds())))
	}}
	defer seen.finish(0) // if there was no status, as after Reset
	serve := faults.instead
	if serve == nil {
		serve = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
			w.Header().Set("x-cos-request-id", id)
			if fail != nil {
				fail.write(w, r, id)
				return
			}
			stored.serve(w, r)
		}
	}
	faults.handle(seen, r, serve)
}

// Metadata returns the metadata service of a CVM instance with the role
// DefaultInstanceRole, to be served at an address of its own:
//
//	GET /latest/meta-data/cam/security-credentials/      the name of the role
//	GET /latest/meta-data/cam/security-credentials/ROLE  its credential
//
// Other paths are not found. A credential is valid for two hours. It is returned until
// half an hour before its expiry, or until RevokeTemporary.
func (s *Server) Metadata() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now := s.now()
		record := s.recordDownload(&s.metadataRequests, r, now, "")
		seen := &statusWriter{ResponseWriter: w, done: func(status int) { s.finishDownload(record, status, "", false) }}
		s.metadata.serve(seen, r, now)
	})
}

// statusWriter calls done before it sends the status, so that the record is complete
// when the client receives the response.
type statusWriter struct {
	http.ResponseWriter
	done func(status int) // called once
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) WriteHeader(status int) {
	w.finish(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	w.finish(http.StatusOK)
	return w.ResponseWriter.Write(p)
}

func (w *statusWriter) finish(status int) {
	if w.done != nil {
		w.done(status)
		w.done = nil
	}
}
