// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net"
	"net/http"
	"slices"
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
	// Roles are those that STS knows; nil stands for BuiltInRoles(). Any credential
	// may use all of Redis.
	Roles []Role
	// OIDCProviders are the identity providers of DefaultAccountID; nil stands for
	// BuiltInOIDCProviders().
	OIDCProviders []OIDCProvider
	// Now is the server's clock: for the window of timestamps, the rate limit,
	// the Date header, and both ends of the life of a signed URL. Default
	// time.Now. It is called concurrently.
	Now func() time.Time
	// RateLimit is how many requests of an action are answered within a second of
	// the clock: 0 stands for the documented limit of each action, which is 20 for
	// DescribeBackupUrl, ManualBackupInstance and DescribeTaskInfo, 50 for DescribeInstanceBackups, 600 for AssumeRole, 200
	// for AssumeRoleWithSAML and 20 for the other actions of STS; a negative number
	// for no limit, which a test with a clock that stands still needs when it makes
	// more requests than that.
	RateLimit int
	// RateWindow is the kind of second in which requests are counted for that.
	RateWindow RateWindow
	// Instances is what the service knows; nil stands for DocumentInstances(). The
	// slice is copied.
	Instances []Instance
	// BackupTime is how long the task of a ManualBackupInstance takes by the clock,
	// the first quarter of it as "preparing"; 0 stands for two seconds, a negative
	// time for none.
	BackupTime time.Duration
	// InstanceRoles are the names of the roles of the key pair's account that are
	// bound to the instance the metadata service is for; nil stands for
	// DefaultInstanceRole, an empty slice for none.
	InstanceRoles []string
	// Seed decides what is random about faults, see [Fault.Sometimes].
	Seed uint64
	// Log, if set, is called once per request with a line without a line break:
	// time, action, region, code, request id; for a file time, method, path, status,
	// code, request id; for the metadata service time, "metadata", method, path,
	// status. It never holds a key, a signature or a query string. It
	// is called concurrently.
	Log func(line string)
}

// Server is the service as an http.Handler. Make one with [New].
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
	onAnswer  func(Request)
	requests  []*Request
	downloads []*Download

	metadataRequests []*Download

	inFlight, maxInFlight   int
	connections, handshakes int
	open                    map[net.Conn]bool // whether the TLS handshake was counted
}

// New returns a Server with nothing recorded and no fault pending.
func New(o Options) *Server {
	o = o.settled()
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
		open:          map[net.Conn]bool{},
	}
}

// settled returns the options with what they leave out filled in, sharing no
// memory with o but the instances.
func (o Options) settled() Options {
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
		o.Roles[i] = o.Roles[i].settled()
	}
	return o
}

// ServeHTTP answers API requests, which are those for "/", and downloads of
// backup files, which are all others. Which service an API request is for, the
// host tells where it is a real one, such as sts.tencentcloudapi.com; otherwise
// the scope of its signature, or X-TC-Version where it has none.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "" || r.URL.Path == "/" {
		s.serveAPI(w, r)
		return
	}
	s.serveFile(w, r)
}
