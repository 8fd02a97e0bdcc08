// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command fakeapi serves a made-up TencentDB for Redis, with the Security Token
// Service beside it, on this machine, so that the provider, or any other client of
// the API, can be tried without an account:
//
//	go run ./internal/cmd/fakeapi -listen 127.0.0.1:8080
//
// The first line on standard output says where it listens; with -metadata-listen
// a second line says where the metadata service of an instance does. Standard error
// gets what it knows, then a line per request, then what was counted. Flags make it
// slow, faulty or strict: see -help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "fakeapi:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends, then lets requests under way finish for a moment.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	s.options.Log = func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(stderr, line)
	}
	fake := fakeapi.New(s.options)
	fake.Always(s.faults...)

	api := &http.Server{Handler: fake, ReadHeaderTimeout: 10 * time.Second, ConnState: fake.ConnState}
	servers := []*server{{http: api, address: s.listen, greeting: "listening on"}}
	if s.metadataListen != "" {
		metadata := &http.Server{Handler: fake.Metadata(), ReadHeaderTimeout: 10 * time.Second}
		servers = append(servers, &server{http: metadata, address: s.metadataListen, greeting: "metadata service on"})
	}
	if err := listen(ctx, servers, stdout); err != nil {
		return err
	}
	describe(stderr, s.options)
	err = serve(ctx, servers)
	mu.Lock()
	defer mu.Unlock()
	summarize(stderr, fake.Stats())
	return err
}

// server is one address that is served.
type server struct {
	http              *http.Server
	address, greeting string
	listener          net.Listener
}

// listen opens all addresses, then says so, or none.
func listen(ctx context.Context, servers []*server, stdout io.Writer) error {
	for i, s := range servers {
		var err error
		if s.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", s.address); err != nil {
			for _, open := range servers[:i] {
				_ = open.listener.Close() // nothing was served yet
			}
			return err
		}
	}
	for _, s := range servers {
		fmt.Fprintf(stdout, "%s http://%s\n", s.greeting, s.listener.Addr())
	}
	return nil
}

// serve serves all addresses until ctx ends or one of them fails.
func serve(ctx context.Context, servers []*server) error {
	served := make(chan error, len(servers))
	for _, s := range servers {
		go func() { served <- s.http.Serve(s.listener) }()
	}
	var failed error
	select {
	case failed = <-served:
	case <-ctx.Done():
	}
	// The context has ended, which is why this one does not come from it.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, s := range servers {
		if err := s.http.Shutdown(grace); failed == nil {
			failed = err
		}
	}
	return failed
}
