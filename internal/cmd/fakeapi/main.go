// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command fakeapi serves a fake of TencentDB for Redis and the Security Token Service
// on this machine, so that you can try the provider, modules that use it, or any other
// client of the API without an account. In a release it is called tencentredis-fakeapi:
//
//	tencentredis-fakeapi exec -- terraform test
//	tencentredis-fakeapi -listen 127.0.0.1:8080
//
// exec runs a command against the fake; without it, the fake serves until interrupted.
// The flags and the format of -data are stable, the Go packages are internal. See -help.
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
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func main() {
	status, err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "tencentredis-fakeapi:", err)
		status = max(status, 1)
	}
	os.Exit(status)
}

// run runs the program and returns the exit status of the command of exec.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (status int, err error) {
	s, err := parse(args, stderr)
	if err != nil {
		return 0, err
	}
	stderr = &lockedWriter{w: stderr}
	if len(s.command) == 0 || s.verbose {
		s.options.Log = func(line string) { fmt.Fprintln(stderr, line) }
	}
	fake, servers, err := s.listen(ctx)
	if err != nil {
		return 0, err
	}
	if len(s.command) > 0 {
		return s.exec(ctx, fake, servers, stdout, stderr)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	if s.printEnv {
		fmt.Fprintln(stdout, strings.Join(s.environment(servers), "\n"))
	} else {
		for i, server := range servers {
			fmt.Fprintln(stdout, []string{"listening on", "metadata service on"}[i], server.url())
		}
	}
	describe(stderr, s.options)
	err = serve(ctx, servers)
	stats := fake.Stats("")
	fmt.Fprintf(stderr, "requests: %d, throttled: %d, most in one second: %d\n", stats.Requests, stats.Throttled, stats.MaxPerSecond)
	all, _ := failures(fake)
	summarize(stderr, all)
	return 0, err
}

// server is a server and its address.
type server struct {
	http.Server

	listener net.Listener
}

func (s *server) url() string { return "http://" + s.listener.Addr().String() }

// listen returns a fake and its servers, that of the API first.
func (s settings) listen(ctx context.Context) (*fakeapi.Server, []*server, error) {
	fake := fakeapi.New(s.options)
	fake.Always(s.faults...)
	addresses, handlers := []string{s.address}, []http.Handler{fake, fake.Metadata()}
	if s.metadataAddress != "" {
		addresses = append(addresses, s.metadataAddress)
	}
	var servers []*server
	for i, address := range addresses {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
		if errors.Is(err, syscall.EADDRINUSE) {
			err = fmt.Errorf("address %q is already in use; choose another port, or 0 for a free one", address)
		}
		if err != nil {
			return nil, nil, err // the process ends, so the other listener need not be closed
		}
		servers = append(servers, &server{http.Server{Handler: handlers[i], ReadHeaderTimeout: 10 * time.Second}, listener})
	}
	return fake, servers, nil
}

// serve serves until ctx is done or a server fails. It lets requests in progress finish
// for a moment.
func serve(ctx context.Context, servers []*server) error {
	served := make(chan error, len(servers))
	for _, s := range servers {
		go func() { served <- s.Serve(s.listener) }()
	}
	var failed error
	select {
	case failed = <-served:
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(grace); failed == nil {
			failed = err
		}
	}
	return failed
}

// lockedWriter is a writer that is safe for concurrent use.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
