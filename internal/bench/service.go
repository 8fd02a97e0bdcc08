// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"net/http/httptest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const (
	rateLimit = 20  // requests in a second that the API's document allows
	allReads  = 500 // backups that there are to read
)

// service is the fake service on a free port of this machine.
type service struct {
	*fakeapi.Server

	env  []string // with which the provider finds it
	stop func()
}

// backups are those that the service has, each of one file.
func backups() []fakeapi.Backup {
	return fakeapi.NewBackups(allReads, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Minute)
}

// serve starts the service with the backups of one instance, and the faults that
// each request meets.
func serve(o fakeapi.Options, stored []fakeapi.Backup, faults ...fakeapi.Fault) *service {
	o.Instances = []fakeapi.Instance{{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: stored}}
	fake := fakeapi.New(o)
	fake.Always(faults...)
	server := httptest.NewServer(fake)
	return &service{Server: fake, stop: server.Close, env: []string{
		"TENCENTCLOUD_ENDPOINT_URL_REDIS=" + server.URL,
		"TENCENTCLOUD_SECRET_ID=" + fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY=" + fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION=" + fakeapi.DocumentRegion,
		"NO_PROXY=127.0.0.1",
	}}
}

// reads is what the service has counted of the data source's requests.
func (s *service) reads() fakeapi.Stats { return s.Stats("DescribeBackupUrl") }

// busy is the time from the first request to a second after the last one, in which
// that one still counts for the limit.
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
