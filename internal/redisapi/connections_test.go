// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"crypto/x509"
	"fmt"
	"io"
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

// TestConnections_areKept: a burst of reads uses the connections of the one before. A
// few may be missing, since they are returned a moment after the response.
func TestConnections_areKept(t *testing.T) {
	t.Parallel()
	const reads = 50
	var opened atomic.Int64
	var together sync.WaitGroup
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		together.Done()
		together.Wait()
		_, _ = io.WriteString(w, `{"Response":{"BackupInfos":[],"RequestId":"r"}}`)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client, err := New(tencentapi.Endpoint{BaseURL: server.URL}, tencentapi.Credential{SecretID: "i", SecretKey: "k"},
		tencentapi.WithTransport(tencentapi.NewTransport(nil, roots)), tencentapi.WithMaxRequestsPerSecond(1000))
	if err != nil {
		t.Fatal(err)
	}
	burst := func() int64 {
		before := opened.Load()
		together.Add(reads)
		var wg sync.WaitGroup
		for i := range reads {
			wg.Go(func() {
				if _, err := client.BackupURL(t.Context(), BackupURLRequest{Region: "ap-chengdu", BackupID: fmt.Sprint(i)}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		return opened.Load() - before
	}
	if n := burst(); n < reads {
		t.Errorf("%d connections for %d reads at once", n, reads)
	}
	if n := burst(); n > reads/2 {
		t.Errorf("%d connections were opened again", n)
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
