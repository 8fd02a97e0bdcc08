// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const (
	// action is what a read of the data source calls.
	action = "DescribeBackupUrl"
	// rateLimit is how many of these the API's document allows in a second.
	rateLimit = 20
	// allReads is how many backups there are to read.
	allReads = 500
)

// service is the fake service on a free port of this machine.
type service struct {
	*fakeapi.Server

	env  []string // how the provider finds it, and what it needs there
	stop func()
}

// backups are those that the service has, each of one file.
func backups() []fakeapi.Backup {
	return fakeapi.NewBackups(allReads, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Minute)
}

func newFake(o fakeapi.Options) *fakeapi.Server {
	o.Instances = []fakeapi.Instance{{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: backups()}}
	o.Seed = 1
	return fakeapi.New(o)
}

// serve starts the service over HTTP, with what always goes wrong with it.
func serve(o fakeapi.Options, faults ...fakeapi.Fault) *service {
	fake := newFake(o)
	fake.Always(faults...)
	server := httptest.NewUnstartedServer(fake)
	server.Config.ConnState = fake.ConnState
	server.Start()
	return &service{Server: fake, env: serviceEnv(server.URL), stop: server.Close}
}

// serveTLS starts the service over HTTPS, with its certificate in a file of dir.
func serveTLS(o fakeapi.Options, dir string, faults ...fakeapi.Fault) (*service, error) {
	fake := newFake(o)
	fake.Always(faults...)
	server := httptest.NewUnstartedServer(fake)
	server.Config.ConnState = fake.ConnState
	server.StartTLS()
	file, err := os.CreateTemp(dir, "*.pem")
	if err != nil {
		server.Close()
		return nil, err
	}
	s := &service{Server: fake, env: append(serviceEnv(server.URL), "TF_VAR_ca_bundle="+file.Name()), stop: server.Close}
	if err := pem.Encode(file, &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}); err != nil {
		_ = file.Close() // the first error is the one to tell
		server.Close()
		return nil, fmt.Errorf("writing the service's certificate: %w", err)
	}
	return s, file.Close()
}

func serviceEnv(url string) []string {
	return []string{
		"TENCENTCLOUD_ENDPOINT_URL_REDIS=" + url,
		"TENCENTCLOUD_SECRET_ID=" + fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY=" + fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION=" + fakeapi.DocumentRegion,
		"NO_PROXY=127.0.0.1",
	}
}

// calls is what the service has counted of reads.
func (s *service) calls() fakeapi.ActionStats { return s.Stats().Actions[action] }

// busy is the time from the first request to the second after the last one, in
// which that one takes a place.
func (s *service) busy() time.Duration {
	var first, last time.Time
	for _, r := range s.Requests() {
		if first.IsZero() || r.At.Before(first) {
			first = r.At
		}
		if r.At.After(last) {
			last = r.At
		}
	}
	return last.Sub(first) + time.Second
}
