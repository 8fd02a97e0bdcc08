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
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

func main() {
	status, err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
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
	if len(s.command) > 0 {
		return s.exec(ctx, stdout, stderr)
	}
	return 0, s.serve(ctx, stdout, stderr)
}

// serve serves until ctx is done or the process is interrupted.
func (s settings) serve(ctx context.Context, stdout, stderr io.Writer) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	stderr = &lockedWriter{w: stderr}
	s.options.Log = func(line string) { fmt.Fprintln(stderr, line) }
	fake, servers, err := s.listen(ctx)
	if err != nil {
		return err
	}
	if s.printEnv {
		fmt.Fprintln(stdout, strings.Join(s.environment(servers), "\n"))
	} else {
		for _, server := range servers {
			fmt.Fprintf(stdout, "%s %s\n", server.greeting, server.url())
		}
	}
	describe(stderr, s.options)
	err = servers.serve(ctx)
	stats := fake.Stats("")
	fmt.Fprintf(stderr, "requests: %d, throttled: %d, most in one second: %d\n", stats.Requests, stats.Throttled, stats.MaxPerSecond)
	summarize(stderr, failures(fake))
	return err
}

// listen starts to listen on all addresses.
func (s settings) listen(ctx context.Context) (*fakeapi.Server, servers, error) {
	fake := fakeapi.New(s.options)
	fake.Always(s.faults...)
	all := servers{newServer("listening on", s.address, fake)}
	if s.metadataAddress != "" {
		all = append(all, newServer("metadata service on", s.metadataAddress, fake.Metadata()))
	}
	return fake, all, all.listen(ctx)
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
