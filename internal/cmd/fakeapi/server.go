// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"
)

// server serves at one address.
type server struct {
	http              *http.Server
	address, greeting string
	listener          net.Listener
}

func newServer(greeting, address string, h http.Handler) *server {
	return &server{http: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}, address: address, greeting: greeting}
}

func (s *server) url() string { return "http://" + s.listener.Addr().String() }

// servers are the servers of a fake, that of the API first.
type servers []*server

// listen listens on all addresses, or on none.
func (all servers) listen(ctx context.Context) error {
	for i, s := range all {
		var err error
		if s.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", s.address); err != nil {
			for _, open := range all[:i] {
				_ = open.listener.Close()
			}
			if errors.Is(err, syscall.EADDRINUSE) {
				return fmt.Errorf("address %q is already in use; choose another port, or 0 for a free one", s.address)
			}
			return err
		}
	}
	return nil
}

// serve serves until ctx is done or a server fails. It lets requests in progress finish
// for a moment.
func (all servers) serve(ctx context.Context) error {
	served := make(chan error, len(all))
	for _, s := range all {
		go func() { served <- s.http.Serve(s.listener) }()
	}
	var failed error
	select {
	case failed = <-served:
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, s := range all {
		if err := s.http.Shutdown(grace); failed == nil {
			failed = err
		}
	}
	return failed
}
