// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"sync"
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
	Token         string
	Roles         []Role           // of STS; defaults to BuiltInRoles()
	OIDCProviders []OIDCProvider   // of DefaultAccountID; defaults to BuiltInOIDCProviders()
	Now           func() time.Time // the server's clock, safe for concurrent use; defaults to time.Now
	// RateLimit is the number of requests per second and action. It defaults to the
	// documented limit of each action, 20 for most of them. A negative number disables
	// it, for example for tests with a fixed clock.
	RateLimit  int
	RateWindow RateWindow
	// Instances are the instances and their backups, which New copies. They default to
	// DocumentInstances().
	Instances []Instance
	// BackupTime is how long the task of a ManualBackupInstance takes by the clock, the
	// first quarter of it as "preparing". It defaults to two seconds; a negative number
	// means none.
	BackupTime time.Duration
	// InstanceRoles are the names of the roles in the metadata service. They default to
	// DefaultInstanceRole; an empty slice means none.
	InstanceRoles []string
	Seed          uint64 // of random faults, see [Fault.Sometimes]
	// Log, if set, is called once per request with a line that never contains a key, a
	// signature or a query string. It is called concurrently.
	Log func(line string)
}

// Server is the service as an http.Handler. [New] returns one.
type Server struct {
	now           func() time.Time
	log           func(string)
	keys          *keyring
	roles         []Role
	oidcProviders []OIDCProvider
	actions       []action
	limiter       *limiter
	data          *store
	metadata      metadata
	backupTime    time.Duration
	tasks         tasks

	mu        sync.Mutex
	queue     []Fault
	lasting   []Fault
	random    noise
	requests  []*Request
	downloads []*Download

	onResponse       func(Request)
	metadataRequests []*Download
}

// New returns a Server without recorded requests or faults.
func New(o Options) *Server {
	o = o.withDefaults()
	return &Server{
		now:           o.Now,
		log:           o.Log,
		keys:          newKeyring(o),
		roles:         o.Roles,
		oidcProviders: slices.Clone(o.OIDCProviders),
		actions:       actions(),
		limiter:       newLimiter(o.RateLimit, o.RateWindow),
		data:          newStore(o.Instances),
		metadata:      metadata{roles: slices.Clone(o.InstanceRoles)},
		backupTime:    o.BackupTime,
		random:        noise(o.Seed),
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
	if o.InstanceRoles == nil {
		o.InstanceRoles = []string{DefaultInstanceRole}
	}
	if o.Roles == nil {
		o.Roles = BuiltInRoles()
	}
	if o.OIDCProviders == nil {
		o.OIDCProviders = BuiltInOIDCProviders()
	}
	o.Roles = slices.Clone(o.Roles)
	for i := range o.Roles {
		o.Roles[i] = o.Roles[i].withDefaults()
	}
	return o
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
