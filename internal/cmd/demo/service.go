// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"path"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// service is the fake service on a free loopback port.
type service struct {
	url    string
	fake   *fakeapi.Server
	server *http.Server
}

func startService(ctx context.Context) (*service, error) {
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	fake := fakeapi.New(fakeapi.Options{})
	s := &service{
		url:    "http://" + listener.Addr().String(),
		fake:   fake,
		server: &http.Server{Handler: fake, ReadHeaderTimeout: 10 * time.Second},
	}
	go func() { _ = s.server.Serve(listener) }() // it always ends with an error: that of stop
	return s, nil
}

// seen returns a line for each request so far.
func (s *service) seen() []string {
	var lines []string
	for _, r := range s.fake.Requests() {
		lines = append(lines, fmt.Sprintf("%s in %s: %s", r.Action, r.Region, cmp.Or(r.Code, "OK")))
	}
	for _, d := range s.fake.Downloads() {
		lines = append(lines, fmt.Sprintf("%s %s: %d", d.Method, path.Base(d.Path), d.Status))
	}
	return lines
}

func (s *service) stop() { _ = s.server.Close() }
