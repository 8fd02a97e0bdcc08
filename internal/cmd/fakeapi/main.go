// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command fakeapi serves a made-up TencentDB for Redis on this machine, so that
// the provider, or any other client of the API, can be tried without an account:
//
//	go run ./internal/cmd/fakeapi -listen 127.0.0.1:8080
//
// The first line on standard output says where it listens. Standard error gets
// what it knows, then a line per request.
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
	options, listen, fail, err := parse(args, stderr)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	options.Log = func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(stderr, line)
	}
	fake := fakeapi.New(options)
	fake.FailAlways(fail)
	fmt.Fprintf(stdout, "listening on http://%s\n", listener.Addr())
	describe(stderr, options)

	server := &http.Server{Handler: fake, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	// The context has ended, which is why this one does not come from it.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}

// parse reads the flags. Keys come from flags only: this program must not pick up
// real ones from the environment.
func parse(args []string, stderr io.Writer) (o fakeapi.Options, listen, fail string, err error) {
	flags := flag.NewFlagSet("fakeapi", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&listen, "listen", "127.0.0.1:0", "`address` to listen on; port 0 picks a free one")
	flags.StringVar(&o.SecretID, "secret-id", fakeapi.DefaultSecretID, "SecretId to accept")
	flags.StringVar(&o.SecretKey, "secret-key", fakeapi.DefaultSecretKey, "SecretKey that belongs to it")
	flags.StringVar(&o.Token, "token", "", "security `token` that requests must bring; none when empty")
	flags.IntVar(&o.RateLimit, "rate-limit", 0, "`requests` per second and action; 0 is the documented 20, a negative number no limit")
	flags.StringVar(&fail, "fail", "", "error `code` to answer every signed request with")
	if err := flags.Parse(args); err != nil {
		return o, "", "", err
	}
	if flags.NArg() > 0 {
		return o, "", "", fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	o.Instances = fakeapi.DocumentInstances()
	return o, listen, fail, nil
}

// describe tells a person what there is to ask for.
func describe(w io.Writer, o fakeapi.Options) {
	fmt.Fprintf(w, "SecretId %s", o.SecretID)
	if o.SecretKey == fakeapi.DefaultSecretKey {
		fmt.Fprintf(w, ", SecretKey %s (the default, good for nothing else)", o.SecretKey)
	}
	fmt.Fprintln(w)
	for _, instance := range o.Instances {
		fmt.Fprintf(w, "instance %s in %s (%s)\n", instance.ID, instance.Region, instance.Architecture)
		for _, backup := range instance.Backups {
			fmt.Fprintf(w, "  backup %s  status %2d  files %d  %s\n", backup.ID, backup.Status, len(backup.Files), backup.Remark)
		}
	}
}
