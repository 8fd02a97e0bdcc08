// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// service is the fake service on a free port of this machine.
type service struct {
	url    string
	server *http.Server

	mu    sync.Mutex
	lines []string
}

func startService(ctx context.Context) (*service, error) {
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &service{url: "http://" + listener.Addr().String()}
	s.server = &http.Server{
		Handler:           fakeapi.New(fakeapi.Options{Log: s.note}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	go func() { _ = s.server.Serve(listener) }() // it always ends with an error: that of stop
	return s, nil
}

func (s *service) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, line)
}

// log is a line for each request so far.
func (s *service) log() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lines)
}

func (s *service) stop() { _ = s.server.Close() }
