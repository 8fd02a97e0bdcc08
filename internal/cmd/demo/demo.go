// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

const (
	root = "." // the repository's
	// example is the configuration that is applied.
	example = "examples/backup-urls"
)

// run is the whole demo. It leaves nothing behind but a Terraform or OpenTofu
// in bin/, where it had to get one.
func run(ctx context.Context, out io.Writer, provider string) (err error) {
	start := time.Now()
	if err := checkStart(provider); err != nil {
		return err
	}
	cli, err := terraformcli.Find(ctx, root, out)
	if err != nil {
		return err
	}
	announce(out, "using %s (%s)", cli, cli.Path)

	dir, err := os.MkdirTemp("", "tencentredis-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fake, err := startService(ctx)
	if err != nil {
		return err
	}
	defer fake.stop()
	announce(out, "a fake of Tencent Cloud's Redis API answers at %s", fake.url)

	config, err := cli.Mirror(dir, provider)
	if err != nil {
		return err
	}
	ws := workspace{dir: filepath.Join(dir, "configuration"), cli: cli, out: out, env: settings(os.Environ(), config, fake.url)}
	seen, err := ws.show(ctx)
	if err != nil {
		return err
	}
	announce(out, "what the fake saw")
	for _, line := range fake.log() {
		fmt.Fprintln(out, "   ", line)
	}
	fmt.Fprintf(out, "\ndemo: %s read %d URLs of backup %s; downloaded %d bytes, a Redis RDB of version %d, in %.1f s\n",
		cli, seen.urls, fakeapi.DocumentBackupID, seen.size, seen.version, time.Since(start).Seconds())
	return nil
}

// checkStart fails where the demo is not started as it should be.
func checkStart(provider string) error {
	if _, err := os.Stat(example); err != nil {
		return fmt.Errorf("there is no %s here: run the demo in the repository's root, with make demo", example)
	}
	if info, err := os.Stat(provider); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("there is no provider at %s: build it with make build", provider)
	}
	return nil
}

// sights is what the demo saw.
type sights struct {
	urls    int   // how many files have a URL
	size    int64 // of the downloaded file, in bytes
	version int   // of its RDB format
}

// show applies the example, prints the URLs it gives and downloads through one.
func (w *workspace) show(ctx context.Context) (sights, error) {
	if err := copyExample(w.dir, example); err != nil {
		return sights{}, err
	}
	announce(w.out, "%s init, with the provider from a folder instead of a registry (hence the warning)", w.cli.Name())
	if err := w.run(ctx, "init", "-input=false"); err != nil {
		return sights{}, err
	}
	announce(w.out, "%s apply, on a copy of %s", w.cli.Name(), example)
	if err := w.run(ctx, "apply", "-input=false", "-auto-approve"); err != nil {
		return sights{}, err
	}

	var (
		sizes map[string]int64
		urls  map[string]string
	)
	if err := errors.Join(w.output(ctx, "files", &sizes), w.output(ctx, "download_urls", &urls)); err != nil {
		return sights{}, err
	}
	if len(urls) == 0 || len(urls) != len(sizes) {
		return sights{}, fmt.Errorf("%d files and %d URLs came out, which do not match", len(sizes), len(urls))
	}
	names := slices.Sorted(maps.Keys(urls))
	w.printURLs(names, urls)
	return w.fetch(ctx, names[0], urls, sizes)
}

func (w *workspace) printURLs(names []string, urls map[string]string) {
	announce(w.out, "%s output -json download_urls", w.cli.Name())
	fmt.Fprintln(w.out, "    Real URLs are secrets: treat them like passwords. These are the fake's and open nothing but its files.")
	for _, name := range names {
		fmt.Fprintf(w.out, "\n    %s\n    %s\n", name, urls[name])
	}
	fmt.Fprintln(w.out)
}

func (w *workspace) fetch(ctx context.Context, name string, urls map[string]string, sizes map[string]int64) (sights, error) {
	announce(w.out, "downloading %s through its URL", name)
	data, err := download(ctx, urls[name], sizes[name])
	if err != nil {
		return sights{}, fmt.Errorf("downloading %s: %w", name, err)
	}
	version, err := checkRDB(data)
	if err != nil {
		return sights{}, fmt.Errorf("%s is not what it should be: %w", name, err)
	}
	fmt.Fprintf(w.out, "    it begins with %q, is %d bytes long as the API said, and its checksum is right\n", data[:rdbHead], len(data))
	return sights{urls: len(urls), size: int64(len(data)), version: version}, nil
}

func announce(out io.Writer, format string, args ...any) {
	fmt.Fprintf(out, "==> "+format+"\n", args...)
}
