// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestConnections_areKept: most reads over HTTPS need no handshake. The first burst
// may dial twice for a read: once for itself, and once before a connection is returned.
func TestConnections_areKept(t *testing.T) {
	t.Parallel()
	const reads, inFlight = 500, 50
	var opened atomic.Int64
	server := httptest.NewUnstartedServer(fakeapi.New(fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
		{ID: testInstance, Region: "ap-chengdu", Backups: fakeapi.NewBackups(reads, newest, 1)},
	}}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client, err := New(tencentapi.Endpoint{BaseURL: server.URL},
		tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey},
		tencentapi.WithTransport(tencentapi.NewTransport(nil, roots)), tencentapi.WithMaxRequestsPerSecond(reads))
	if err != nil {
		t.Fatal(err)
	}
	list, err := client.InstanceBackups(t.Context(), InstanceBackupsFilter{Region: "ap-chengdu", InstanceID: testInstance})
	if err != nil || len(list) != reads {
		t.Fatalf("%d backups, %v", len(list), err)
	}
	queue := make(chan string, reads)
	for _, b := range list {
		queue <- deref(b.BackupID)
	}
	close(queue)
	var wg sync.WaitGroup
	for range inFlight {
		wg.Go(func() {
			for id := range queue {
				if _, err := client.BackupURL(t.Context(), BackupURLRequest{Region: "ap-chengdu", InstanceID: testInstance, BackupID: id}); err != nil {
					t.Error(fmt.Errorf("backup %s: %w", id, err))
				}
			}
		})
	}
	wg.Wait()
	if n := opened.Load(); n > 3*inFlight {
		t.Errorf("%d connections were opened for %d reads, want at most %d", n, reads, 3*inFlight)
	}
}

// TestConnections_noQueue: an attempt's time starts when it is sent, however
// many others are in flight.
func TestConnections_noQueue(t *testing.T) {
	t.Parallel()
	const reads = 60
	api := fakeapi.New(fakeapi.Options{RateLimit: -1, Instances: []fakeapi.Instance{
		{ID: testInstance, Region: "ap-chengdu", Backups: fakeapi.NewBackups(reads, newest, time.Hour)},
	}})
	api.Always(fakeapi.Latency(500 * time.Millisecond))
	client := clientOf(t, api, tencentapi.WithMaxRequestsPerSecond(reads), tencentapi.WithRequestTimeout(2*time.Second))
	var wg sync.WaitGroup
	for _, b := range fakeapi.NewBackups(reads, newest, time.Hour) {
		wg.Go(func() {
			if _, err := client.BackupURL(t.Context(), BackupURLRequest{Region: "ap-chengdu", InstanceID: testInstance, BackupID: b.ID}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(api.Requests()); n != reads {
		t.Errorf("%d requests for %d reads", n, reads)
	}
}
