// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"io"
	"net/http"
	"sync"
)

// Pool is an [http.RoundTripper] that opens no more connections to a host than
// there are concurrent requests, and keeps them.
//
// A single [http.Transport] dials for each request that finds no idle connection,
// even if one is about to be returned: a burst of requests makes two to three
// times as many handshakes as it needs. Here, each concurrent request has a
// transport of its own, and so at most one connection.
type Pool struct {
	transport *http.Transport // to clone

	mu   sync.Mutex
	free []*http.Transport // the most recently used one last
}

// RoundTrip implements [http.RoundTripper].
func (p *Pool) RoundTrip(r *http.Request) (*http.Response, error) {
	t := p.take()
	res, err := t.RoundTrip(r)
	if err != nil {
		p.put(t)
		return nil, err
	}
	res.Body = &pooledBody{ReadCloser: res.Body, put: sync.OnceFunc(func() { p.put(t) })}
	return res, nil
}

// CloseIdleConnections closes all connections without a request.
func (p *Pool) CloseIdleConnections() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.free {
		t.CloseIdleConnections()
	}
}

func (p *Pool) take() *http.Transport {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return p.transport.Clone()
	}
	t := p.free[n-1]
	p.free = p.free[:n-1]
	return t
}

func (p *Pool) put(t *http.Transport) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, t)
}

// pooledBody returns the transport to the pool once the body is closed.
type pooledBody struct {
	io.ReadCloser

	put func()
}

func (b *pooledBody) Close() error {
	defer b.put()
	return b.ReadCloser.Close()
}
