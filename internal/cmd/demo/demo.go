// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

const (
	root = "." // the repository's
	// example is the configuration that is applied.
	example = "examples/backup-urls"
)

// run is the whole demo. It leaves nothing behind but a Terraform or OpenTofu
// in bin/, where it had to get one.
func run(ctx context.Context, out screen, provider string) (err error) {
	start := time.Now()
	if err := checkStart(provider); err != nil {
		return err
	}
	cli, err := terraformcli.Find(ctx, root, out)
	if err != nil {
		return err
	}

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
	out.announce("%s (%s) against a fake of Tencent Cloud's API at %s", cli, cli.Path, fake.url)

	config, err := cli.Mirror(dir, provider)
	if err != nil {
		return err
	}
	ws := workspace{
		dir:    filepath.Join(dir, "configuration"),
		mirror: filepath.Join(dir, terraformcli.MirrorFolder),
		cli:    cli,
		env:    settings(os.Environ(), config, fake.url),
		out:    out,
	}
	seen, err := ws.show(ctx)
	if err != nil {
		return err
	}
	out.announce("what the fake saw")
	for _, line := range fake.seen() {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "\ndemo: %s read %d URLs; %d bytes downloaded, a Redis RDB of version %d, in %.1f s\n",
		cli, seen.urls, seen.size, seen.version, time.Since(start).Seconds())
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

// show applies the example, prints a URL that it gives and downloads through it.
func (w *workspace) show(ctx context.Context) (sights, error) {
	if err := copyExample(w.dir, example); err != nil {
		return sights{}, err
	}
	if err := w.lock(ctx); err != nil {
		return sights{}, err
	}
	w.out.announce("%s init, with the provider from a folder instead of a registry", w.cli.Name())
	if err := w.run(ctx, "init", "-input=false"); err != nil {
		return sights{}, err
	}
	w.out.announce("%s apply, on a copy of %s", w.cli.Name(), example)
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
	name := slices.Min(slices.Collect(maps.Keys(urls)))
	w.out.announce("%s output -json download_urls, the first of %d", w.cli.Name(), len(urls))
	fmt.Fprintln(w.out, urls[name])
	fmt.Fprintln(w.out, "A real one is a secret, as a password is. This one opens nothing but a file of the fake.")

	version, err := w.fetch(ctx, name, urls[name], sizes[name])
	return sights{urls: len(urls), size: sizes[name], version: version}, err
}

// fetch downloads a file and tells the version of its RDB format.
func (w *workspace) fetch(ctx context.Context, name, url string, size int64) (version int, err error) {
	w.out.announce("downloading %s through its URL", name)
	data, err := download(ctx, url, size)
	if err != nil {
		return 0, fmt.Errorf("downloading %s: %w", name, err)
	}
	if version, err = checkRDB(data); err != nil {
		return 0, fmt.Errorf("%s is not what it should be: %w", name, err)
	}
	fmt.Fprintf(w.out, "It begins with %q, is %d bytes long as the API said, and its checksum is right.\n", data[:rdbHead], len(data))
	return version, nil
}
