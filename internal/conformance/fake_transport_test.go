// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"
)

// metadataAddress is where metadata.tencentyun.com is found.
var metadataAddress atomic.Pointer[string]

// The SDK's credential providers make clients of their own, from a copy of
// http.DefaultTransport, and ask fixed names or over https only. This lets that
// transport trust httptest's servers and find a metadata service, before any test
// runs.
func init() {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		panic("http.DefaultTransport is another type")
	}
	transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	transport.Proxy = nil
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if current := metadataAddress.Load(); address == "metadata.tencentyun.com:80" && current != nil {
			address = *current
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
}

// impatient is a transport that waits for a whole answer for two seconds,
// which is long enough for the head of one on a busy machine.
type impatient struct{}

func (impatient) RoundTrip(r *http.Request) (*http.Response, error) {
	client := &http.Client{Timeout: 2 * time.Second}
	return client.Do(r)
}
