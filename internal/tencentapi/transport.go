// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
)

// ProxyFunc names the proxy to reach a URL through; nil is none.
type ProxyFunc func(*url.URL) (*url.URL, error)

// maxConnections is how many reads Terraform makes at a time unless it is told
// otherwise. With more reads, ten are still enough for 20 requests a second
// unless each takes half a second.
const maxConnections = 10

// NewTransport returns a transport with connections of its own. A nil proxy
// honors the proxy settings of the process's environment, and nil roots are
// the certificate authorities that the system trusts.
func NewTransport(proxy ProxyFunc, roots *x509.CertPool) *http.Transport {
	t := &http.Transport{}
	if d, ok := http.DefaultTransport.(*http.Transport); ok {
		t = d.Clone()
	}
	// A connection for each of Terraform's ten concurrent reads, all of them
	// kept: the default keeps two and shakes hands anew for the others. Without
	// an upper bound, net/http dials for a read that an idle one serves meanwhile.
	t.MaxConnsPerHost, t.MaxIdleConnsPerHost = maxConnections, maxConnections
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		chosen, err := chooseProxy(proxy, r)
		if err != nil {
			// The cause repeats the proxy's address, password and all.
			return nil, errors.New("the proxy in the environment (HTTPS_PROXY or HTTP_PROXY) is not a valid URL")
		}
		return chosen, nil
	}
	if roots != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	}
	return t
}

func chooseProxy(proxy ProxyFunc, r *http.Request) (*url.URL, error) {
	if proxy == nil {
		return http.ProxyFromEnvironment(r)
	}
	return proxy(r.URL)
}
