// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestObtain(t *testing.T) {
	t.Parallel()
	gives := func(path string, err error) func(context.Context, io.Writer) (string, error) {
		return func(context.Context, io.Writer) (string, error) { return path, err }
	}
	never := func(context.Context, io.Writer) (string, error) {
		t.Error("called needlessly")
		return "", nil
	}
	noNetwork := errors.New("no such host")
	for name, test := range map[string]struct {
		install, build func(context.Context, io.Writer) (string, error)
		path           string
		err            error
		said           string
	}{
		"downloaded":  {install: gives("bin/terraform", nil), build: never, path: "bin/terraform", said: "downloading"},
		"no network":  {install: gives("", noNetwork), build: gives("bin/tofu", nil), path: "bin/tofu", said: "that failed (no such host)"},
		"both failed": {install: gives("", noNetwork), build: gives("", io.ErrUnexpectedEOF), err: io.ErrUnexpectedEOF, said: "about ten minutes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said strings.Builder
			path, err := obtain(t.Context(), &said, test.install, test.build)
			if path != test.path || !errors.Is(err, test.err) {
				t.Errorf("got %q and error %v, want %q and %v", path, err, test.path, test.err)
			}
			if !strings.Contains(said.String(), test.said) {
				t.Errorf("it said %q, without %q", &said, test.said)
			}
		})
	}
}

func TestObtainInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	install := func(ctx context.Context, _ io.Writer) (string, error) {
		cancel()
		return "", ctx.Err()
	}
	build := func(context.Context, io.Writer) (string, error) {
		t.Error("it went on to build")
		return "", nil
	}
	if _, err := obtain(ctx, io.Discard, install, build); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v", err)
	}
}
