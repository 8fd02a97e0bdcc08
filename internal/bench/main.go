// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command bench measures what the provider costs beside a provider that does
// nothing (the folder floor), how well it uses the API's rate limit, and how fast it
// downloads, with a real Terraform and the fake service on this machine. It prints a
// table of ratios, which BENCHMARKS.md explains.
//
//	go -C internal/bench run . -only plan,download
//
// Both sides of a ratio are measured in turn, so that both meet the same
// disturbances. It fails if something could not be measured, never because of a
// figure. It is a module of its own, so that nothing of it becomes a dependency of
// the provider.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// part measures one thing and adds its figures to the lab.
type part struct {
	name    string
	measure func(context.Context, *lab) error
}

var parts = []part{
	{"size", measureSize},
	{"plan", measurePlan},
	{"reads", measureReads},
	{"download", measureDownload},
}

func main() {
	log.SetFlags(0)
	if program := os.Getenv(meteredProgram); program != "" {
		meter(program)
		return
	}
	if folder := os.Getenv(servedFolder); folder != "" {
		log.Fatal(serveFolder(folder, os.Getenv(servedAddress)))
	}
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	only := flag.String("only", strings.Join(names, ","), "comma-separated `parts` to measure")
	flag.Parse()
	chosen := strings.Split(*only, ",")
	for _, name := range chosen {
		if !slices.Contains(names, name) {
			log.Fatalf("bench: there is no part %q; the parts are %s", name, strings.Join(names, ", "))
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, chosen); err != nil {
		log.Fatalln("bench:", err)
	}
}

func run(ctx context.Context, chosen []string) (err error) {
	l, err := newLab(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(l.dir)) }()
	fmt.Printf("%s, %s/%s, %d cores, %s, %s\n", time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), filepath.Base(l.cli))
	for _, p := range parts {
		if !slices.Contains(chosen, p.name) {
			continue
		}
		log.Println("==> measuring:", p.name)
		if err := p.measure(ctx, l); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return printTable(os.Stdout, l.figures)
}
