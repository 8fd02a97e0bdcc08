// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// programs are the paths of what was built.
type programs struct{ provider, floor, meter, fakeAPI string }

// build builds everything as a release is built.
func build(ctx context.Context, dir string) (programs, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return programs{}, err
	}
	var p programs
	for _, target := range []struct {
		path         *string
		name         string
		from, source string
	}{
		{&p.provider, "provider", root, "."},
		{&p.floor, "floor", ".", "./floor"},
		{&p.meter, "meter", ".", "./meter"},
		{&p.fakeAPI, "fakeapi", root, "./internal/cmd/fakeapi"},
	} {
		*target.path = filepath.Join(dir, executable(target.name))
		if err := goBuild(ctx, target.from, target.source, *target.path); err != nil {
			return programs{}, err
		}
	}
	return p, nil
}

func goBuild(ctx context.Context, from, source, to string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, source)
	cmd.Dir = from
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if printed, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s in %s: %w\n%s", source, from, err, printed)
	}
	return nil
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
