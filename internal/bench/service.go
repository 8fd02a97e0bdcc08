// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// service is the fake service on a free port of this machine.
type service struct {
	*fakeapi.Server

	env  []string // with which the provider finds it
	stop func()
}

// newBackups returns backups of one file each.
func newBackups(n int) []fakeapi.Backup {
	return fakeapi.NewBackups(n, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Minute)
}

// serve starts the service with the backups of one instance. If files is set, the
// URLs of its responses begin with that instead of its own address.
func serve(o fakeapi.Options, stored []fakeapi.Backup, files string) *service {
	o.Instances = []fakeapi.Instance{{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: stored}}
	fake := fakeapi.New(o)
	var handler http.Handler = fake
	if files != "" {
		handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorded := httptest.NewRecorder()
			fake.ServeHTTP(recorded, r)
			body := bytes.ReplaceAll(recorded.Body.Bytes(), []byte("http://"+r.Host), []byte(files))
			recorded.Header().Del("Content-Length")
			maps.Copy(w.Header(), recorded.Header())
			w.WriteHeader(recorded.Code)
			_, _ = w.Write(body) //nolint:gosec // the fake made it; the client reports a short response
		})
	}
	server := httptest.NewServer(handler)
	return &service{Server: fake, stop: server.Close, env: []string{
		"TENCENTCLOUD_ENDPOINT_URL_REDIS=" + server.URL,
		"TENCENTCLOUD_SECRET_ID=" + fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY=" + fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION=" + fakeapi.DocumentRegion,
		"NO_PROXY=127.0.0.1",
	}}
}
