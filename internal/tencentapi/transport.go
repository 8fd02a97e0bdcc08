// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// ProxyFunc returns the proxy for a URL, or nil for none.
type ProxyFunc func(*url.URL) (*url.URL, error)

// maxIdle is the number of idle connections to a host that are kept. With the
// default of two, most requests of a busy plan would make a handshake.
const maxIdle = 64

// NewTransport returns a transport for requests to the API. If proxy is nil, it
// uses the proxy settings in the environment. If roots is nil, it trusts the
// system's certificate authorities.
//
// It uses HTTP/1.1, so that a request that times out closes its connection and a
// retry uses another one. With HTTP/2, all requests share one connection, even
// after it has silently died.
func NewTransport(proxy ProxyFunc, roots *x509.CertPool) *http.Transport {
	t := &http.Transport{}
	if d, ok := http.DefaultTransport.(*http.Transport); ok {
		t = d.Clone()
	}
	t.Protocols = &http.Protocols{}
	t.Protocols.SetHTTP1(true)
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		chosen, err := chooseProxy(proxy, r)
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

func chooseProxy(proxy ProxyFunc, r *http.Request) (*url.URL, error) {
	if proxy == nil {
		return http.ProxyFromEnvironment(r)
	}
	return proxy(r.URL)
}
