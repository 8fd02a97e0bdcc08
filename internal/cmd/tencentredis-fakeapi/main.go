// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command tencentredis-fakeapi serves a fake of TencentDB for Redis and the Security Token
// Service on this machine, so that you can try the provider, modules that use it, or any
// other client of the API without an account:
//
//	tencentredis-fakeapi exec -- terraform test
//	tencentredis-fakeapi -listen 127.0.0.1:8080
//
// exec runs a command against the fake; without it, the fake prints the environment for
// clients and serves until interrupted.
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
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.address)
	if errors.Is(err, syscall.EADDRINUSE) {
		err = fmt.Errorf("address %q is already in use; choose another port, or 0 for a free one", s.address)
	}
	if err != nil {
		return 0, err
	}
	fake := fakeapi.New(s.options)
	fake.Always(s.faults...)
	if len(s.command) > 0 {
		return s.exec(ctx, fake, listener, stdout, stderr)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Fprintln(stdout, strings.Join(s.environment(listener), "\n"))
	err = serve(ctx, fake, listener)
	all, _ := failures(fake)
	summarize(stderr, all)
	return 0, err
}

// serve serves until ctx is done or the server fails. It lets requests in progress finish
// for a moment.
func serve(ctx context.Context, fake http.Handler, listener net.Listener) error {
	server := http.Server{Handler: fake, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(grace)
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
