// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
)

// ProxyFunc returns the proxy to reach a URL through, or nil for none.
type ProxyFunc func(*url.URL) (*url.URL, error)

// errProxySetting leaves out the cause, which repeats the proxy's URL with its
// password.
var errProxySetting = errors.New("the proxy in the environment (HTTPS_PROXY or HTTP_PROXY) is not a valid URL")

// NewTransport returns a [Pool] of connections. With a nil proxy it honors the
// proxy settings of the process's environment, and with nil roots it trusts the
// certificate authorities that the system trusts.
//
// It speaks HTTP/1.1: a request that times out takes its connection with it, so
// that a retry gets another one. Over HTTP/2, all requests share one connection,
// and would keep using it after it has silently died.
func NewTransport(proxy ProxyFunc, roots *x509.CertPool) *Pool {
	t := &http.Transport{}
	if d, ok := http.DefaultTransport.(*http.Transport); ok {
		t = d.Clone()
	}
	t.Protocols = &http.Protocols{}
	t.Protocols.SetHTTP1(true)
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		chosen, err := chooseProxy(proxy, r)
		if err != nil {
			return nil, errProxySetting
		}
		return chosen, nil
	}
	t.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, res *http.Response) error {
		if res.StatusCode == http.StatusOK {
			return nil
		}
		return &ProxyError{
			Host: proxy.Host, StatusCode: res.StatusCode, Reason: http.StatusText(res.StatusCode),
			transient: isTransient(res.StatusCode),
		}
	}
	t.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return &Pool{transport: t}
}

func chooseProxy(proxy ProxyFunc, r *http.Request) (*url.URL, error) {
	if proxy == nil {
		return http.ProxyFromEnvironment(r)
	}
	return proxy(r.URL)
}
