// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"

	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// maxIdle is the number of idle connections to a host that are kept. With the
// default of two, most requests of a busy plan would make a handshake.
const maxIdle = 64

// NewTransport returns a transport for requests to the API. The function proxy returns
// the proxy for a URL, or nil for none; by default, it uses the environment. If roots is
// nil, the transport trusts the system's certificate authorities.
//
// It uses HTTP/1.1, so that a request that times out closes its connection and a
// retry uses another one. With HTTP/2, all requests share one connection, even
// after it has silently died.
func NewTransport(proxy func(*url.URL) (*url.URL, error), roots *x509.CertPool) *http.Transport {
	if proxy == nil {
		proxy = httpproxy.FromEnvironment().ProxyFunc()
	}
	t := &http.Transport{}
	if d, ok := http.DefaultTransport.(*http.Transport); ok {
		t = d.Clone()
	}
	t.Protocols = &http.Protocols{}
	t.Protocols.SetHTTP1(true)
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		chosen, err := proxy(r.URL)
		if err != nil {
			return nil, netfault.ErrProxySetting
		}
		return chosen, nil
	}
	t.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, res *http.Response) error {
		if res.StatusCode == http.StatusOK {
			return nil
		}
		return netfault.ProxyRefusal(proxy.Host, res.StatusCode)
	}
	t.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	t.MaxIdleConnsPerHost = maxIdle
	return t
}
