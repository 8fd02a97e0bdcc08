// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

func TestObtain(t *testing.T) {
	t.Parallel()
	gives := func(name string, err error) obtainer {
		return func(_ context.Context, _ io.Writer, dir string) (string, error) { return filepath.Join(dir, name), err }
	}
	never := func(context.Context, io.Writer, string) (string, error) {
		t.Error("called needlessly")
		return "", nil
	}
	noNetwork := errors.New("no such host")
	for name, test := range map[string]struct {
		install, build obtainer
		path           string
		err            error
		said           string
	}{
		"downloaded":  {install: gives("terraform", nil), build: never, path: filepath.Join("root", "bin", "terraform"), said: "downloading"},
		"no network":  {install: gives("", noNetwork), build: gives("built", nil), path: filepath.Join("root", "bin", "built"), said: "that failed (no such host)"},
		"both failed": {install: gives("", noNetwork), build: gives("", io.ErrUnexpectedEOF), path: filepath.Join("root", "bin"), err: io.ErrUnexpectedEOF, said: "about five minutes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said strings.Builder
			path, err := obtain(t.Context(), &said, filepath.Join("root", "bin"), test.install, test.build)
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
	install := func(ctx context.Context, _ io.Writer, _ string) (string, error) {
		cancel()
		return "", ctx.Err()
	}
	build := func(context.Context, io.Writer, string) (string, error) {
		t.Error("it went on to build")
		return "", nil
	}
	if _, err := obtain(ctx, io.Discard, "bin", install, build); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v", err)
	}
}
