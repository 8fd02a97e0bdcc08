// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command demo shows the provider without an account: Terraform downloads the newest
// backup of an instance from a fake of the service.
//
// It runs in the root directory of the repository, with "make demo".
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	provider := flag.String("provider", "bin/terraform-provider-tencentredis", "path of the built provider")
	flag.Parse()

	// "make demo | head" ends with SIGPIPE.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, newScreen(os.Stdout, os.Getenv), *provider)
	if ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}
