// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

const (
	root = "." // the repository's
	// example is the configuration of the demo.
	example = "examples/download-newest"
)

// run runs the demo. It leaves nothing behind but Terraform in bin/, if it had to
// install it.
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
	fmt.Fprintf(out, "\ndemo: %s downloaded and checked %d files, %d bytes, in %.1f s\n", cli, seen.files, seen.size, time.Since(start).Seconds())
	return nil
}

// checkStart returns an error if the working directory or the provider is wrong.
func checkStart(provider string) error {
	if _, err := os.Stat(example); err != nil {
		return fmt.Errorf("there is no %s here: run the demo in the repository's root, with make demo", example)
	}
	if info, err := os.Stat(provider); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("there is no provider at %s: build it with make build", provider)
	}
	return nil
}

// sights are the results of the demo.
type sights struct {
	files int
	size  int64 // of all files, in bytes
}

// show applies the example and compares its outputs with the files on disk.
func (w *workspace) show(ctx context.Context) (sights, error) {
	if err := copyExample(w.dir, example); err != nil {
		return sights{}, err
	}
	if err := w.lock(ctx); err != nil {
		return sights{}, err
	}
	w.out.announce("%s init, with the provider from a directory instead of a registry", w.cli.Name())
	if err := w.run(ctx, "init", "-input=false"); err != nil {
		return sights{}, err
	}
	w.out.announce("%s apply, on a copy of %s", w.cli.Name(), example)
	if err := w.run(ctx, "apply", "-input=false", "-auto-approve"); err != nil {
		return sights{}, err
	}

	var files map[string]file
	var folder string
	if err := errors.Join(w.output(ctx, "files", &files), w.output(ctx, "path", &folder)); err != nil {
		return sights{}, err
	}
	size, err := compare(folder, files)
	if err != nil {
		return sights{}, err
	}
	w.out.announce("%s plan, which has nothing more to do", w.cli.Name())
	return sights{files: len(files), size: size}, w.run(ctx, "plan", "-input=false", "-detailed-exitcode")
}

// file is an element of the example's output files.
type file struct {
	Bytes  int64
	SHA256 string
}

// compare checks that the directory has exactly these files, and returns their size.
func compare(folder string, files map[string]file) (size int64, err error) {
	if len(files) == 0 {
		return 0, errors.New("no file was downloaded")
	}
	for name, want := range files {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return 0, err
		}
		if digest := sha256.Sum256(content); int64(len(content)) != want.Bytes || hex.EncodeToString(digest[:]) != want.SHA256 {
			return 0, fmt.Errorf("%s differs from the output", name)
		}
		size += want.Bytes
	}
	return size, nil
}
